"""Keys of our own, each for one purpose, derived from the service's, which no database holds."""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derived(secret_key: str, purpose: bytes) -> bytes:
    """32 bytes that no other purpose gives (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret_key.encode())


def box(secret_key: str, purpose: bytes) -> Fernet:
    """What is put into it is opened by nobody without the service's key."""
    return Fernet(base64.urlsafe_b64encode(derived(secret_key, purpose)))
