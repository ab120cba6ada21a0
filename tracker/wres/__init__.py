"""WRES figures and targets: what the data say."""
