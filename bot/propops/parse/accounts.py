"""People and their rights as PropOps tells them: sign-in, profile, permissions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.errors import Garbled
from bot.propops.parse.values import Row, first, flag, id_of, name_of, row, text

_NOT_KEYS = {
    "success",
    "message",
    "count",
    "role",
    "account_type",
    "account_type_name",
    "role_name",
}


MOST_NAME = 80
"""Characters of a name that are kept: it goes into sentences."""


@dataclass(frozen=True)
class Login:
    """A fresh token. `expires_at` is PropOps's ISO text (90 days ahead), empty when it said none."""

    token: str = field(repr=False)
    expires_at: str = ""
    name: str = ""
    email: str = field(default="", repr=False)
    account_type: str = ""


@dataclass(frozen=True)
class AccountProfile:
    """Whom a token belongs to; each part may be empty (api/users)."""

    id: int | None = None
    name: str = ""
    email: str = field(default="", repr=False)
    account_type: str = ""


@dataclass(frozen=True)
class Rights:
    """The permission keys a token holds, with `-` written as `_`: their spelling varies."""

    keys: frozenset[str]
    role: str = ""
    account_type: str = ""

    def allow(self, *keys: str) -> bool:
        """Whether any of these keys is held. Advice for hiding things: PropOps's 403 decides."""
        return any(_key(each) in self.keys for each in keys)

    def may_allow(self, keys: Collection[str]) -> bool:
        """False only where PropOps has listed the permissions, and none of these is among them."""
        return not (keys and self.keys) or self.allow(*keys)


def login(payload: Any) -> Login:
    """The flat answer of a sign-in. Raises Garbled when it holds no token."""
    found: Row = payload if isinstance(payload, dict) else {}
    inner = found.get("data")
    if not found.get("token") and isinstance(inner, dict):
        found = inner
    token = text(found.get("token")).strip()
    if not token:
        raise Garbled("no token")
    who = profile(found.get("user"))
    return Login(token, text(found.get("expires_at")), who.name, who.email, who.account_type)


def profile(payload: Any) -> AccountProfile:
    """Who one is, from `GET /api/users/profile` or from the `user` of a sign-in."""
    found = row(payload, "user", "profile") or {}
    kind = first(found, "account_type_name", "account_type")
    return AccountProfile(
        id_of(found, "user"),
        " ".join(name_of(found, "user").split())[:MOST_NAME],
        text(found.get("email")),
        name_of(kind) if isinstance(kind, dict) else text(kind),
    )


def rights(payload: Any) -> Rights:
    """A list of keys, a list of rows, a map of key to bool, or any of these a level or two down."""
    inside = payload.get("data", payload) if isinstance(payload, dict) else payload
    around: Row = inside if isinstance(inside, dict) else {}
    kind = first(around, "account_type_name", "account_type")
    role = first(around, "role_name", "role")
    return Rights(
        frozenset(_key(each) for each in _granted(payload)),
        name_of(role) if isinstance(role, dict) else text(role),
        name_of(kind) if isinstance(kind, dict) else text(kind),
    )


def csrf_token(payload: Any) -> str:
    """`data.token` as in api/security-api, or the same one level up; empty when there is none."""
    if not isinstance(payload, dict):
        return ""
    data = payload.get("data")
    if isinstance(data, str):
        return data
    for place in (data, payload):
        if isinstance(place, dict) and (found := first(place, "token", "csrf_token", "csrf")):
            return text(found)
    return ""


def _granted(value: Any) -> list[str]:
    if isinstance(value, list):
        keys = [
            first(each, "key", "permission", "permission_key", "name")
            if isinstance(each, dict)
            and flag(first(each, "granted", "allowed", "value")) is not False
            else each
            for each in value
        ]
        return [each for each in keys if isinstance(each, str)]
    if not isinstance(value, Mapping):
        return []
    for name in ("data", "permissions"):
        if isinstance(value.get(name), list | dict):
            return _granted(value[name])
    return [name for name, held in value.items() if name not in _NOT_KEYS and flag(held)]


def _key(name: str) -> str:
    return name.strip().casefold().replace("-", "_")
