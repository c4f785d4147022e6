"""The Work Object of a job: what Slack shows of it on a card, in a link preview and in the side panel.

One function for all three, since Slack redraws the card of a whole channel from what the panel of
one person is answered: only what a card may show is ever in it. Plain dicts
[messaging/work-objects-implementation].
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import orjson

from bot.jobs.display import CARD_FACTS, NO_NAMES, Fact, day_of, names_in
from bot.jobs.fields import Day
from bot.jobs.forms import FIELDS
from bot.jobs.model import Job
from bot.jobs.timestamps import unix_seconds
from bot.views import blocks, job_face
from bot.views.buttons import Press
from bot.views.channel_text import public_job

Json: TypeAlias = dict[str, Any]

ENTITY_TYPE = "slack#/entities/task"
MOST_VALUE, MOST_NAME = 90, 40
"""Characters of a value, and of a name: as on a card."""
MOST_BYTES = 3_200
"""Of one entity as JSON: in practice Slack refuses metadata of more than about 3,400 (undocumented),
and the key of a message is in there too.
"""
_MOST_PRESS = 110
"""Of a button of it, which leaves out a reference that is too long."""
_ID = re.compile(r"[0-9a-zA-Z_-]{1,64}")
"""What Slack takes as the id of an entity, and our buttons as that of a job."""
_STATUS_COLOURS = (
    ("gray", r"clos|archiv|cancel|void|declin|reject"),
    ("green", r"complet|done|finish|invoic|paid|resolv"),
    ("yellow", r"hold|wait|await|pending|quot|approv|paus|delay"),
    ("red", r"overdue|urgent|emergency|fail|escalat|disput"),
    ("blue", r"."),
)
"""The colour of a status is the first whose words are in it; the word itself always stands there."""
FIELD_KEYS: Mapping[str, str] = {
    "status_id": "status",
    "priority_id": "priority",
    "contractor_id": "assignee",
    "date_works_end_date": "due_date",
}
"""PropOps's field → the field of a task that shows it; any other is a custom field under its own name."""
_FIRST = ("status", "priority", "assignee", "address_id", "date_works_start_date", "due_date")
_UPDATED_AT = "date_updated"
NEXT = "next_step"
"""The key of what the job waits for."""
BUTTONS: Mapping[str, str] = {
    "contractor": "Choose contractor",
    "notify": "Notify contractor",
    "restore": "Restore",
    "update": "Update",
    "show": "Show",
    "history": "History",
    "files": "Files",
}
"""What each button starts → its label. They open a form or answer privately: Slack asks nothing before
one of an entity counts.
"""
_MOST_PRIMARY = 2
"""Buttons that always stand there; at most five are in the menu [messaging/work-objects-implementation]."""


def job_entity(
    job: Job,
    names: Mapping[str, Any] = NO_NAMES,
    *,
    url: str | None,
    money: bool,
    comes_next: str = "",
) -> Json | None:
    """The entity, as `entities` of a message's metadata and `entity.presentDetails` take it.

    `names`: for ids that the job itself doesn't name. `url`: the job's page, by which Slack knows it
    again (`entity_url` of its events); `money`: whether everybody who may come to see it may read
    amounts. `comes_next`: what the job waits for, plain text, empty where it is closed. None where it has no page, or an id that Slack doesn't take. What makes it too large is
    left out: first the description, then the last facts.
    """
    if not url or not re.fullmatch(r"https?://[!-;=?-{}~]+", url) or not _ID.fullmatch(job.uuid):
        return None
    job = public_job(job, money=money)
    fields, custom = _fields(job), _custom_fields(job, {**names, **names_in(job)})
    if comes_next:
        words = _words(comes_next)
        custom.insert(0, {"key": NEXT, "label": "Next", "type": "string", "value": words})
    while True:
        entity = _entity(job, url, fields, custom)
        if len(orjson.dumps(entity)) <= MOST_BYTES:
            return entity
        if fields.pop("description", None) is None:
            if not custom:
                return None
            custom.pop()


def _entity(job: Job, url: str, fields: Json, custom: list[Json]) -> Json:
    keys = [*fields, *(each["key"] for each in custom)]
    return {
        "entity_type": ENTITY_TYPE,
        "external_ref": {"id": job.uuid},
        "url": url,
        "entity_payload": {
            "attributes": _attributes(job),
            "fields": fields,
            "custom_fields": custom,
            "display_order": sorted(keys, key=_place),
            "actions": _actions(job),
        },
    }


def _place(key: str) -> int:
    """What comes next, and by when the job was as it is shown, stand last."""
    last = {NEXT: 1, _UPDATED_AT: 2}
    return _FIRST.index(key) if key in _FIRST else len(_FIRST) + last.get(key, 0)


def action_id(name: str) -> str:
    """Not that of the button on a card, which may write at once."""
    return f"panel.{name}"


def _actions(job: Job) -> Json:
    left_out = "contractor" if job.contractor_id else "notify"
    shown = [_action(job, name) for name in BUTTONS if name != left_out]
    return {
        "primary_actions": shown[:_MOST_PRIMARY],
        "overflow_actions": shown[_MOST_PRIMARY:],
    }


def _action(job: Job, name: str) -> Json:
    value = Press(name, job.uuid, job.job_ref).written(_MOST_PRESS)
    return {"text": BUTTONS[name], "action_id": action_id(name), "value": value}


def _attributes(job: Job) -> Json:
    title = _words(job.job_title, MOST_VALUE) or _words(job.job_ref, MOST_VALUE) or "Job"
    attributes: Json = {"title": {"text": title}, "display_type": "Job"}
    if ref := _words(job.job_ref, MOST_NAME):
        attributes["display_id"] = ref
    if (at := unix_seconds(job.updated_at)) is not None:
        attributes["metadata_last_modified"] = int(at)
    return attributes


def _fields(job: Job) -> Json:
    """The fields that Slack knows of a task; under any other name it would drop them with a warning."""
    fields: Json = {}
    if status := _words(job.status_name, MOST_NAME):
        fields["status"] = {"value": status, "tag_color": status_colour(status)}
    if priority := _words(job_face.priority_words(job.priority_name), MOST_NAME):
        fields["priority"] = {"value": priority, **_priority_colour(job.priority_name)}
    fields["assignee"] = {
        "label": "Contractor",
        "type": "slack#/types/user",
        "user": {"text": _words(job_face.contractor(job), MOST_NAME)},
    }
    if (day := day_of(job.date_works_end_date)) is not None:
        label = FIELDS["date_works_end_date"].label
        fields["due_date"] = {
            "label": label,
            "type": "slack#/types/date",
            "value": day.isoformat(),
        }
    if description := _without_tokens(job_face.description_lines(job)):
        fields["description"] = {"value": description, "long": True}
    if (at := unix_seconds(job.updated_at)) is not None:
        fields[_UPDATED_AT] = {
            "label": "Last changed",
            "type": "slack#/types/timestamp",
            "value": int(at),
        }
    return fields


def _custom_fields(job: Job, names: Mapping[str, Any]) -> list[Json]:
    """The address, and every other fact of a card."""
    custom: list[Json] = []
    if address := _words(job.full_address):
        label = FIELDS["address_id"].label
        custom.append(
            {
                "key": "address_id",
                "label": label,
                "type": "string",
                "value": address,
                "long": True,
            }
        )
    for fact in _other_facts():
        entry = FIELDS.get(fact.name)
        day = (
            day_of(getattr(job, fact.name))
            if entry is not None and isinstance(entry.kind, Day)
            else None
        )
        if value := day.isoformat() if day is not None else _words(fact.read(job, names), 60):
            type_ = "slack#/types/date" if day is not None else "string"
            key = fact.name or re.sub(r"\W+", "_", fact.label.lower())
            label = _words(fact.label, MOST_NAME)
            custom.append({"key": key, "label": label, "type": type_, "value": value})
    return custom


def _other_facts() -> Iterable[Fact]:
    """The facts of a card that have no field of their own among those of a task."""
    return (fact for fact in CARD_FACTS if fact.name not in {*FIELD_KEYS, "address_id"})


def status_colour(status: str) -> str:
    return next(
        colour for colour, words in _STATUS_COLOURS if re.search(words, status, re.IGNORECASE)
    )


def _priority_colour(name: str) -> Json:
    colour = {"urgent": "red", "high": "yellow"}.get(job_face.urgency(name))
    return {"tag_color": colour} if colour else {}


def _words(text: str, most: int = MOST_VALUE) -> str:
    """One line of plain text, in which no mention and no link can hide, however Slack shows it."""
    return blocks.clip(_without_tokens(blocks.one_line(text)), most).strip()


def _without_tokens(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")
