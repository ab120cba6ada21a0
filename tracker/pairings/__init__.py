"""Leaders and mentees brought together: where each pairing stands, when they met, what worries."""
