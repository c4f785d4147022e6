"""Encryption of what must not be stored in clear: tokens, drafts, personal fields.

Fernet, with keys that may be rotated.
"""

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import BotError, WithReason, why_unreadable

_KEY = re.compile(rb"[A-Za-z0-9_-]{43}=")


_RECENT = 128
"""How many values are remembered: a run reads its change half a dozen times, 0.1 ms each."""


class CannotDecrypt(BotError):
    """Something can't be decrypted: the key is gone, or the row was damaged. `what` names it."""

    words: ClassVar[str] = (
        "Something I kept safe for you can no longer be opened. Please do it once more."
    )

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what


class BadKeys(WithReason):
    """The keys can't be used; the reason never shows a key."""


class Encryption:
    """The first key encrypts, all of them decrypt."""

    def __init__(self, keys: Sequence[str | bytes], source: str = "TOKEN_KEYS") -> None:
        """Raises `BadKeys`."""
        if not keys:
            raise BadKeys(f"{source} is empty. Give at least one Fernet key.")
        fernets = []
        for place, key in enumerate(keys, start=1):
            try:
                fernets.append(Fernet(_checked_key(key)))
            except (ValueError, TypeError):
                raise BadKeys(
                    f"Key {place} of {source} is not a Fernet key: 32 bytes in URL-safe base64, "
                    "44 characters."
                ) from None
        self._keys = MultiFernet(fernets)
        self._recent: dict[bytes, bytes] = {}
        """What a change under way is read from several times; never tokens."""

    @classmethod
    def load(cls, keys: str | None, sqlite_path: Path | None) -> "Encryption":
        """Comma-separated `keys`; else the ones beside the SQLite file, made there once.

        Raises `BadKeys`.
        """
        if keys is not None and keys.strip():
            return cls(_split(keys))
        if sqlite_path is None:
            raise BadKeys(
                "TOKEN_KEYS is required with a Postgres DATABASE_URL. Make one with: propops-bot keys new"
            )
        path = key_file(sqlite_path)
        try:
            text = _read(path)
            if text is None:
                _make_file(path)
                text = _read(path)
        except (OSError, UnicodeDecodeError) as error:
            why = why_unreadable(error)
            raise BadKeys(f"The key file {path} can't be read or made: {why}.") from None
        return cls(_split(text or ""), str(path))

    def encrypt(self, plain: bytes) -> bytes:
        return self._keys.encrypt(plain)

    def decrypt(self, encrypted: bytes) -> bytes:
        """Raises `CannotDecrypt`."""
        try:
            return self._keys.decrypt(bytes(encrypted))
        except (InvalidToken, TypeError):
            raise CannotDecrypt from None

    def encrypt_json(self, value: Any, *, remember: bool = False) -> bytes:
        """`remember`: it is read again soon, and is no token."""
        plain = orjson.dumps(value)
        encrypted = self.encrypt(plain)
        if remember:
            self._remember(encrypted, plain)
        return encrypted

    def decrypt_json(self, encrypted: bytes, *, remember: bool = False) -> Any:
        """Raises `CannotDecrypt`."""
        encrypted = bytes(encrypted)
        plain = self._recent.get(encrypted)
        try:
            if plain is None:
                plain = self.decrypt(encrypted)
                if remember:
                    self._remember(encrypted, plain)
            return orjson.loads(plain)
        except orjson.JSONDecodeError:
            raise CannotDecrypt from None

    def _remember(self, encrypted: bytes, plain: bytes) -> None:
        if len(self._recent) >= _RECENT:
            self._recent.clear()
        self._recent[encrypted] = plain

    def rotate(self, encrypted: bytes) -> bytes:
        """The same, encrypted with the first key. Raises `CannotDecrypt`."""
        try:
            return self._keys.rotate(bytes(encrypted))
        except (InvalidToken, TypeError):
            raise CannotDecrypt from None

    def __repr__(self) -> str:
        return "Encryption(…)"


def key_file(sqlite_path: Path) -> Path:
    """Where the keys lie that are made for a SQLite file when TOKEN_KEYS is not set."""
    return sqlite_path.with_suffix(".keys")


def _checked_key(key: str | bytes) -> bytes:
    """Base64 readers let rubbish at the end pass; a key cut or pasted wrongly must not."""
    whole = key.encode() if isinstance(key, str) else key
    if _KEY.fullmatch(whole) is None:
        raise ValueError
    return whole


def _split(keys: str) -> list[str]:
    return [key for key in (part.strip() for part in keys.replace("\n", ",").split(",")) if key]


def _read(path: Path) -> str | None:
    try:
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        return path.read_text("ascii")
    except FileNotFoundError:
        return None


def _make_file(path: Path) -> None:
    """Whole or not at all, and only if there is none yet: two first starts agree on one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        draft.unlink()
