"""Whether whoever answers at an address has the keys of this bot: a question that they alone can read."""

from bot.store.encryption import CannotDecrypt, Encryption

_ABOUT = "address check"
_MOST = 400


class KeyProof:
    """Asks no database: only `TOKEN_KEYS` count, the old ones among them too."""

    def __init__(self, encryption: Encryption) -> None:
        self._encryption = encryption

    def ask(self, nonce: str) -> str:
        """The question, fit to be a part of an address."""
        return self._encryption.encrypt_json([_ABOUT, nonce]).decode().rstrip("=")

    def answer(self, question: str) -> str | None:
        """The nonce; None for a question that was not encrypted with these keys, or is none."""
        if len(question) > _MOST:
            return None
        try:
            padded = question + "=" * (-len(question) % 4)
            content = self._encryption.decrypt_json(padded.encode())
        except (CannotDecrypt, ValueError):
            return None
        match content:
            case [about, str(nonce)] if about == _ABOUT:
                return nonce
            case _:
                return None
