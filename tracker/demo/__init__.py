"""A fictional region, for trying the service."""
