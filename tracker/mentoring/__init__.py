"""Mentoring: who is matched with whom, worked out from plain values and explained."""
