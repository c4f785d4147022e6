"""Signed texts that a browser brings back once: a state, the address of a page. Only a digest of each is stored.

One that we never signed is told from ours without the database.
"""

import hashlib
import secrets
from typing import Any

from bot.store.encryption import CannotDecrypt, Encryption

_LEAST, _MOST = 80, 600
"""Characters of a signed text."""


def signed(encryption: Encryption, content: list[Any]) -> str:
    """Letters, digits, `-` and `_`."""
    return encryption.encrypt_json(content).decode().rstrip("=")


def content_of(encryption: Encryption, text: str) -> list[Any] | None:
    """What was signed; None for a text that we never signed."""
    if not _LEAST < len(text) < _MOST:
        return None
    try:
        content = encryption.decrypt_json((text + "=" * (-len(text) % 4)).encode())
    except (CannotDecrypt, ValueError):
        return None
    return content if isinstance(content, list) else None


def new_state(encryption: Encryption, purpose: str) -> str:
    """A state of OAuth, good for this purpose alone."""
    return signed(encryption, [purpose, secrets.token_urlsafe(24)])


def is_state(encryption: Encryption, purpose: str, text: str) -> bool:
    """Whether we ever made it, for this purpose."""
    return (content_of(encryption, text) or [])[:1] == [purpose]


def digest_of(secret: str) -> str:
    """64 hex characters; the formula never changes, since rows are found by it."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
