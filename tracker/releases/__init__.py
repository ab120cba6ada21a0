"""From a suggested pair to a released one: approved, looked at locally, released."""
