"""Signing in by way of an organisation's own provider (OpenID Connect)."""

from tracker.providers.routes import blueprint

__all__ = ["blueprint"]
