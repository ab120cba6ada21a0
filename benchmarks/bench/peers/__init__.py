"""Others who match people, each asked in a process and an environment of its own."""
