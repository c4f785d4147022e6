"""A change as a row, and back. Sensitive fields are split off and encrypted on the way in."""

from collections.abc import Mapping
from typing import Any

import orjson

from bot.jobs.change import Change, Json, Member, Place
from bot.jobs.forms import SENSITIVE
from bot.jobs.outcome import Outcome
from bot.store.audit_log import AuditEntry
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import Row

_JSON = ("fields", "base", "names", "target", "outcome", "before", "after")
_PLAIN = ("job_uuid", "job_ref", "fingerprint", "run", "due_at", "finished_at", "held")
SETTABLE = frozenset((*_JSON, *_PLAIN, "place"))
"""What `move` and `put` may set."""
_MAY_BE_PRIVATE = ("fields", "base", "before", "after")
"""Columns a sensitive field may turn up in; in `base` it sits under `fields`."""


def dumps(value: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(value)).decode()


def place_json(place: Place) -> str:
    return dumps({"channel": place.channel, "view": place.view, "message": place.message})


def place_of(text: str) -> Place:
    ids: Json = orjson.loads(text)
    return Place(ids.get("channel", ""), ids.get("view", ""), ids.get("message", ""))


def member_of(row: Row) -> Member:
    return Member(row.enterprise, row.team, row.user_id)


def row_of(change: Change, encryption: Encryption, now: float) -> Json:
    """A whole new row."""
    row: Json = {
        "id": change.id,
        "key": change.key,
        "action": change.action,
        "state": change.state,
        "enterprise": change.member.enterprise,
        "team": change.member.team,
        "user_id": change.member.user,
        "created_at": change.created_at or now,
        "updated_at": change.updated_at or now,
    }
    row |= {name: getattr(change, name) for name in _PLAIN}
    return row | columns_of(
        {name: getattr(change, name) for name in (*_JSON, "place")}, None, encryption
    )


def columns_of(values: Mapping[str, Any], encrypted: bytes | None, encryption: Encryption) -> Json:
    """Values of `Change` → values of columns. `encrypted` is what the row holds encrypted so far.

    Raises `TypeError` for a name that can't be set, `CannotDecrypt` when that can't be decrypted.
    """
    unknown = values.keys() - SETTABLE
    if unknown:
        raise TypeError(f"not a column that can be set: {', '.join(sorted(unknown))}")
    row: Json = {name: value for name, value in values.items() if name in _PLAIN}
    secret: dict[str, Json] = {}
    for name in _JSON:
        if name in values:
            value = values[name].to_json() if name == "outcome" else values[name]
            open_part, secret[name] = _split(name, value)
            row[name] = dumps(open_part)
    if "place" in values:
        row["place"] = place_json(values["place"])
    guarded = {name: part for name, part in secret.items() if name in _MAY_BE_PRIVATE}
    if any(guarded.values()) or (encrypted is not None and guarded):
        row["encrypted"] = _encrypted(guarded, encrypted, encryption)
    return row


def change_of(row: Row, encryption: Encryption | None) -> Change:
    """The whole change; without `encryption`, without its sensitive fields. Raises `CannotDecrypt`."""
    parts: Json = {name: orjson.loads(getattr(row, name)) for name in _JSON}
    if encryption is not None and row.encrypted is not None:
        for name, part in _decrypted(row.encrypted, encryption).items():
            parts[name] = _with_private(name, parts[name], part)
    parts["outcome"] = Outcome.from_json(parts["outcome"])
    return Change(
        id=row.id,
        key=row.key,
        action=row.action,
        member=member_of(row),
        place=place_of(row.place),
        state=row.state,
        created_at=row.created_at,
        updated_at=row.updated_at,
        **{name: getattr(row, name) for name in _PLAIN},
        **parts,
    )


def audit_entry(row: Mapping[str, Any], state: str, outcome: Outcome | None = None) -> AuditEntry:
    """The audit entry of a change that came into a state; `row` as in the table."""
    place: Json = orjson.loads(row["place"])
    outcome = outcome or Outcome()
    return AuditEntry(
        f"change.{state}",
        Member(row["enterprise"], row["team"], row["user_id"]),
        as_whom=outcome.account,
        place=str(place.get("channel", "")),
        subject=row["id"],
        outcome=state,
        detail={"action": row["action"], "job": row["job_ref"] or row["job_uuid"]}
        | ({"why": outcome.why} if outcome.why else {}),
    )


def _split(name: str, value: Mapping[str, Any]) -> tuple[Json, Json]:
    """What may be stored in clear, and what may not."""
    whole = dict(value)
    if name not in _MAY_BE_PRIVATE:
        return whole, {}
    if name != "base":
        return _without(whole), _only(whole)
    fields = whole.get("fields")
    if not isinstance(fields, Mapping):
        return whole, {}
    return whole | {"fields": _without(fields)}, _only(fields)


def _with_private(name: str, clear: Json, secret: Json) -> Json:
    return (
        clear | {"fields": clear.get("fields", {}) | secret} if name == "base" else clear | secret
    )


def _without(fields: Mapping[str, Any]) -> Json:
    return {name: value for name, value in fields.items() if name not in SENSITIVE}


def _only(fields: Mapping[str, Any]) -> Json:
    return {name: fields[name] for name in SENSITIVE if name in fields}


def _encrypted(
    parts: Mapping[str, Json], encrypted: bytes | None, encryption: Encryption
) -> bytes | None:
    whole = _decrypted(encrypted, encryption) if encrypted is not None else {}
    whole |= parts
    filled = {name: part for name, part in whole.items() if part}
    return encryption.encrypt_json(filled) if filled else None


def _decrypted(encrypted: bytes, encryption: Encryption) -> dict[str, Json]:
    try:
        opened: dict[str, Json] = encryption.decrypt_json(encrypted)
    except CannotDecrypt:
        raise CannotDecrypt("the private fields of a change") from None
    return opened
