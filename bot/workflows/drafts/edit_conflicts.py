"""Edit conflicts: an update of fields that somebody else has changed too.

It is stored as a draft; the member chooses a value for each field, and it is sent again.
"""

from collections.abc import Mapping
from typing import Any

from bot.jobs.change import Change, Json
from bot.jobs.display import names_in
from bot.jobs.fields import Lookup, Pick
from bot.jobs.forms import FIELDS
from bot.jobs.model import Job
from bot.jobs.ports import Lookups
from bot.jobs.updates import ONLY_OPEN, on_form
from bot.store.drafts import Draft
from bot.views import edit_conflict
from bot.views.modals import View
from bot.workflows.drafts.drafts import Drafts


async def keep(drafts: Drafts, lookups: Lookups, change: Change, current: Job) -> Draft:
    """Stores the draft of a change with an edit conflict. `current`: the job as the others left it."""
    rows = [dict(row) for row in change.outcome.conflicts]
    only_open = {ONLY_OPEN: True} if change.base.get(ONLY_OPEN) else {}
    content: Json = {
        "base": {"updated_at": current.updated_at, "fields": on_form(current)} | only_open,
        "ref": current.job_ref or change.job_ref,
        "names": dict(change.names),
        "was_names": await _were_named(lookups, rows),
        "their_names": names_in(current),
        "values": dict(change.base.get("fields", {})) | dict(change.fields),
        "fields": dict(change.fields),
        "collided": rows,
        "by": next((str(row["by"]) for row in rows if row.get("by")), ""),
        "from_card": not change.place.view,
        "n": int(change.target.get("n", 1)) + 1,
        "job": {"uuid": current.uuid, "job_ref": current.job_ref, "job_title": current.job_title},
    }
    return await drafts.keep_change(change, content)


def is_conflict(draft: Draft) -> bool:
    return bool(draft.content.get("collided"))


def view(draft: Draft) -> View:
    """The modal that asks, field by field, whose value counts."""
    content = draft.content
    metadata: dict[str, str | int] = {
        "form": draft.id,
        "resumed": draft.id,
        "typed": 1,
        "n": int(content.get("n", 1)),
        "channel": draft.place.channel,
        "job": draft.job_uuid,
    }
    job = Job.model_validate(content["job"])
    return edit_conflict.draw(
        job.heading or job.name,
        content["collided"],
        by=str(content.get("by", "")),
        from_card=bool(content.get("from_card")),
        sent=content.get("fields", {}),
        mine=content.get("names", {}),
        theirs=content.get("their_names", {}),
        was=content.get("was_names", {}),
        metadata=metadata,
    )


def decided(draft: Draft, choices: Mapping[str, str]) -> Json:
    """The wire values to send after the choices. Empty when none of the member's values is left."""
    fields: Json = dict(draft.content.get("fields", {}))
    for name, whose in choices.items():
        if whose == edit_conflict.THEIRS:
            fields.pop(name, None)
    return fields


def undecided(draft: Draft, choices: Mapping[str, str]) -> list[str]:
    """Names of the fields whose choice is missing."""
    rows = draft.content.get("collided", ())
    return [row["name"] for row in rows if "mine" in row and row["name"] not in choices]


async def _were_named(lookups: Lookups, rows: list[dict[str, Any]]) -> Json:
    names: Json = {}
    for row in rows:
        kind, was = FIELDS[row["name"]].kind, row.get("was")
        if isinstance(kind, Pick | Lookup) and isinstance(was, int):
            names[row["name"]] = await lookups.name(kind.lookup, was) or ""
    return names
