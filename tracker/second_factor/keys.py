"""What is secret is kept so that a copy of the database alone opens nothing."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@dataclass(frozen=True)
class Keys:
    """Keys of our own, derived from the service's, which is kept elsewhere than the database."""

    secret_key: str

    def seal(self, person_id: int, secret: str) -> str:
        return self._box().encrypt(f"{person_id}:{secret}".encode()).decode()

    def unseal(self, person_id: int, sealed: str) -> str | None:
        """The secret; None when it is another person's, or was sealed with another key."""
        try:
            opened = self._box().decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
        whose, _, secret = opened.partition(":")
        return secret if whose == str(person_id) else None

    def hash_of(self, text: str) -> str:
        key = self._derived(b"second factor: what is kept as a hash")
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def _box(self):
        return Fernet(base64.urlsafe_b64encode(self._derived(b"second factor: secrets of apps")))

    def _derived(self, purpose: bytes) -> bytes:
        derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
        return derivation.derive(self.secret_key.encode())
