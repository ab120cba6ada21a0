"""What is secret is kept so that a copy of the database alone opens nothing."""

import hashlib
import hmac
from dataclasses import dataclass

from cryptography.fernet import InvalidToken

from tracker.keys import box, derived


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
        key = derived(self.secret_key, b"second factor: what is kept as a hash")
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def _box(self):
        return box(self.secret_key, b"second factor: secrets of apps")
