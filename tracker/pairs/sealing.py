"""How a private note is kept: sealed with a key that the database does not hold."""

from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken

from tracker.keys import box


@dataclass(frozen=True)
class Seal:
    """A key of each author's own, derived from the service's."""

    secret_key: str

    def shut(self, author_id: int, text: str) -> bytes:
        return self._of(author_id).encrypt(text.encode())

    def opened(self, author_id: int, sealed: bytes) -> str | None:
        """The note; None when it is another author's, or was sealed with another key."""
        try:
            return self._of(author_id).decrypt(sealed).decode()
        except InvalidToken:
            return None

    def _of(self, author_id: int) -> Fernet:
        return box(self.secret_key, f"private notes of person {author_id}".encode())
