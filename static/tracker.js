// Nothing here is needed: every page works without it.
