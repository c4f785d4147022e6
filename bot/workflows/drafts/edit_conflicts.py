"""An update that met somebody else's: kept as a draft, chosen field by field, sent anew."""

from collections.abc import Mapping
from typing import Any

from bot.jobs.change import Change, Json
from bot.jobs.display import names_in
from bot.jobs.fields import Lookup, Pick
from bot.jobs.forms import FIELDS
from bot.jobs.model import Job
from bot.jobs.ports import Lookups
from bot.jobs.updates import on_form
from bot.store.drafts import Draft
from bot.views import edit_conflict
from bot.views.modals import View
from bot.workflows.drafts.drafts import Drafts


async def keep(drafts: Drafts, lookups: Lookups, change: Change, now: Job) -> Draft:
    """The draft of a change that collided. `now`: the job as the others left it."""
    rows = [dict(row) for row in change.outcome.conflicts]
    content: Json = {
        "base": {"updated_at": now.updated_at, "fields": on_form(now)},
        "ref": now.job_ref or change.job_ref,
        "names": dict(change.names),
        "was_names": await _were_named(lookups, rows),
        "their_names": names_in(now),
        "values": dict(change.base.get("fields", {})) | dict(change.fields),
        "fields": dict(change.fields),
        "collided": rows,
        "n": int(change.target.get("n", 1)) + 1,
        "job": {"uuid": now.uuid, "job_ref": now.job_ref, "job_title": now.job_title},
    }
    return await drafts.keep_change(change, content)


def is_conflict(saved: Draft) -> bool:
    return bool(saved.content.get("collided"))


def view(saved: Draft) -> View:
    """The modal that asks whose value counts."""
    content = saved.content
    metadata: dict[str, str | int] = {
        "form": saved.id,
        "n": int(content.get("n", 1)),
        "channel": saved.place.channel,
        "job": saved.job_uuid,
    }
    job = Job.model_validate(content["job"])
    return edit_conflict.draw(
        job.name,
        content["collided"],
        mine=content.get("names", {}),
        theirs=content.get("their_names", {}),
        was=content.get("was_names", {}),
        metadata=metadata,
    )


def decided(saved: Draft, choices: Mapping[str, str]) -> Json:
    """What is sent once it is chosen: wire values. Empty when nothing of the member's is left."""
    fields: Json = dict(saved.content.get("fields", {}))
    for name, whose in choices.items():
        if whose == edit_conflict.THEIRS:
            fields.pop(name, None)
    return fields


def undecided(saved: Draft, choices: Mapping[str, str]) -> list[str]:
    """Fields with a choice that was not made."""
    rows = saved.content.get("collided", ())
    return [row["name"] for row in rows if "mine" in row and row["name"] not in choices]


async def _were_named(lookups: Lookups, rows: list[dict[str, Any]]) -> Json:
    names: Json = {}
    for row in rows:
        kind, was = FIELDS[row["name"]].kind, row.get("was")
        if isinstance(kind, Pick | Lookup) and isinstance(was, int):
            names[row["name"]] = await lookups.name(kind.lookup, was) or ""
    return names
