"""A change as a row, and back. What people wrote is encrypted on the way in, as one value.

Clear are ids, states, times, and of an outcome what `CLEAR_PARTS` names. Rows of releases before
migration 0003 hold everything but the sensitive fields in clear, until `change_retention` or the
key rotation rewrites them: both are read by the same code.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

import orjson

from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json, Member, Place
from bot.jobs.forms import SENSITIVE
from bot.jobs.outcome import CLEAR_PARTS, Outcome
from bot.store.audit_log import AuditEntry
from bot.store.encryption import CannotDecrypt, Encryption
from bot.store.schema import Row

_CONTENT = ("fields", "base", "names", "target", "before", "after")
"""Columns whose values lie in `encrypted`; of `base`, what it holds under `fields`."""
_JSON = (*_CONTENT, "outcome")
_PLAIN = ("job_uuid", "job_ref", "fingerprint", "run", "due_at", "finished_at", "held", "send_at")
SETTABLE = frozenset((*_JSON, *_PLAIN, "place"))
"""What `move` and `put` may set."""
_TEXT = "encrypted"
"""The key, in the JSON of an outcome, of its parts that are not clear."""


def dumps(value: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(value)).decode()


def place_json(place: Place) -> str:
    chosen = {"card": place.card} if place.card else {}
    return dumps({"channel": place.channel, "view": place.view, "message": place.message, **chosen})


def place_of(text: str) -> Place:
    ids: Json = orjson.loads(text)
    return Place(*(ids.get(name, "") for name in ("channel", "view", "message", "card")))


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
        "trace": change.trace,
    }
    row |= {name: getattr(change, name) for name in _PLAIN}
    row |= {"content_encrypted": True, "has_private": False, "address_id": _address_of(change)}
    return row | columns_of(
        {name: getattr(change, name) for name in (*_JSON, "place")}, None, encryption
    )


def _address_of(change: Change) -> int | None:
    """PropOps's id of the address that a job is raised at; None for any other change."""
    address = change.fields.get("address_id") if WRITES[change.action].creates_job else None
    return address if isinstance(address, int) else None


def columns_of(values: Mapping[str, Any], encrypted: bytes | None, encryption: Encryption) -> Json:
    """Values of `Change` → values of columns. `encrypted` is what the row holds so far.

    Raises `TypeError` for a name that can't be set, `CannotDecrypt` when that can't be decrypted.
    """
    unknown = values.keys() - SETTABLE
    if unknown:
        raise TypeError(f"not a column that can be set: {', '.join(sorted(unknown))}")
    row: Json = {name: value for name, value in values.items() if name in _PLAIN}
    secret: dict[str, Json] = {}
    for name in _CONTENT:
        if name in values:
            clear, secret[name] = _split(name, values[name])
            row[name] = dumps(clear)
    if "outcome" in values:
        row["outcome"] = _outcome_json(values["outcome"], encryption)
    if "place" in values:
        row["place"] = place_json(values["place"])
    if encrypted is not None and secret:
        secret = decrypted(encrypted, encryption) | secret
    if secret:
        row |= encrypted_columns(secret, encryption)
    return row


def encrypted_columns(parts: Mapping[str, Json], encryption: Encryption) -> Json:
    """What people wrote, by column of `changes`, as the columns that hold it."""
    filled = {name: part for name, part in parts.items() if part}
    return {
        "encrypted": encryption.encrypt_json(filled, remember=True) if filled else None,
        "has_private": any(not SENSITIVE.isdisjoint(part) for part in filled.values()),
    }


def without_private(encrypted: bytes, encryption: Encryption) -> Json:
    """The columns that hold the same without its sensitive fields; empty if it can't be decrypted."""
    try:
        parts = decrypted(encrypted, encryption)
    except CannotDecrypt:
        parts = {}
    kept = {
        column: {name: value for name, value in part.items() if name not in SENSITIVE}
        for column, part in parts.items()
    }
    return encrypted_columns(kept, encryption)


def content_columns(row: Row, encryption: Encryption, *, private: bool = True) -> Json:
    """The same content, encrypted with the first key, whichever release wrote the row.

    Without `private` only what lies in clear. Raises `CannotDecrypt`.
    """
    change = change_of(row, encryption, content=private)
    content = {name: getattr(change, name) for name in _JSON}
    empty: Json = {"encrypted": None, "has_private": False, "content_encrypted": True}
    return empty | columns_of(content, None, encryption)


def rotated_columns(row: Row, encryption: Encryption) -> Json:
    """The columns that hold the row's content, encrypted with the first key. Raises `CannotDecrypt`."""
    if not row.content_encrypted:
        return content_columns(row, encryption)
    values: Json = {}
    if row.encrypted is not None:
        values["encrypted"] = encryption.rotate(row.encrypted)
    outcome: Json = orjson.loads(row.outcome)
    if _TEXT in outcome:
        text = encryption.rotate(outcome[_TEXT].encode()).decode()
        values["outcome"] = dumps(outcome | {_TEXT: text})
    return values


def change_of(row: Row, encryption: Encryption, *, content: bool = True) -> Change:
    """The whole change; without `content`, without what `encrypted` holds.

    Words of the outcome that can't be decrypted are left out. Raises `CannotDecrypt` for the rest.
    """
    parts: Json = {name: orjson.loads(getattr(row, name)) for name in _JSON}
    if content and row.encrypted is not None:
        for name, part in decrypted(row.encrypted, encryption).items():
            parts[name] = _joined(name, parts[name], part)
    parts["outcome"] = _outcome_of(parts["outcome"], encryption)
    return Change(
        id=row.id,
        key=row.key,
        action=row.action,
        member=member_of(row),
        place=place_of(row.place),
        state=row.state,
        created_at=row.created_at,
        updated_at=row.updated_at,
        trace=row.trace,
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


def decrypted(encrypted: bytes, encryption: Encryption) -> dict[str, Json]:
    """What people wrote, by column. Raises `CannotDecrypt`."""
    try:
        opened: dict[str, Json] = encryption.decrypt_json(encrypted, remember=True)
    except CannotDecrypt:
        raise CannotDecrypt("what a change says") from None
    return opened


def _split(name: str, value: Mapping[str, Any]) -> tuple[Json, Json]:
    """What may be stored in clear, and what may not."""
    if name != "base":
        return {}, dict(value)
    fields = value.get("fields")
    if not isinstance(fields, Mapping):
        return dict(value), {}
    return {**value, "fields": {}}, dict(fields)


def _joined(name: str, clear: Json, secret: Json) -> Json:
    if name == "base":
        return clear | {"fields": clear.get("fields", {}) | secret}
    return clear | secret


def _outcome_json(outcome: Outcome, encryption: Encryption) -> str:
    stored = outcome.to_json()
    clear = {name: part for name, part in stored.items() if name in CLEAR_PARTS}
    text = {name: part for name, part in stored.items() if name not in CLEAR_PARTS}
    return dumps(
        clear | ({_TEXT: encryption.encrypt_json(text, remember=True).decode()} if text else {})
    )


def _outcome_of(stored: Json, encryption: Encryption) -> Outcome:
    text = stored.pop(_TEXT, None)
    if text is not None:
        with contextlib.suppress(CannotDecrypt):
            stored |= encryption.decrypt_json(text.encode(), remember=True)
    return Outcome.from_json(stored)
