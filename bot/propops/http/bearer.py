"""One member's PropOps token: shown to PropOps, to nobody else."""

import hashlib
import re
from typing import NoReturn

from bot.errors import TokenDead

_SECRET_LENGTH = 6
_SENDABLE = re.compile(r"[\x21-\x7e]{1,4096}")


class Bearer:
    """Holds a token without ever printing it. `key` names it in memory without giving it away."""

    __slots__ = ("_token", "key")

    def __init__(self, token: str) -> None:
        self._token = token
        self.key = hashlib.sha256(token.encode(errors="replace")).hexdigest()

    def headers(self) -> dict[str, str]:
        """Raises TokenDead for text that no server could have issued as a token."""
        if not _SENDABLE.fullmatch(self._token):
            raise TokenDead(self.key)
        return {"Authorization": f"Bearer {self._token}"}

    def hidden_in(self, content: bytes) -> bytes:
        """The content without the token, should it repeat it."""
        token = self._token.encode(errors="replace")
        return content.replace(token, "…".encode()) if len(token) >= _SECRET_LENGTH else content

    def __repr__(self) -> str:
        return "Bearer(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a token is never stored this way")
