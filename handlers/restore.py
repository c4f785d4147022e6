"""Restore: the job's saved revisions, what would change, and only then the write."""

from collections.abc import Sequence
from typing import Any

import orjson
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Busy
from bot.jobs.change import Change, Json, change_id
from bot.jobs.diff import would_change
from bot.jobs.model import Commit
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.views import modals
from bot.web.bolt import Routes
from bot.workflows.changes.lifecycle import Changes
from handlers.background import Background
from handlers.cards import pressed
from handlers.job_queries import JobQueries, newest_first
from handlers.request import PendingCommand, Request, read_request


def register(routes: Routes) -> None:
    routes.action("commit_id")(choose)
    routes.submission("restore.send")(send)


async def choose(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    jobs: JobQueries,
    messenger: Messenger,
    after: Background,
) -> None:
    """A revision was chosen: show field by field what restoring it would change."""
    await ack()
    who = read_request(body, people)
    view = body["view"]
    metadata: Json = orjson.loads(view["private_metadata"])

    async def compare() -> None:
        propops = await people.propops(who.member)
        job = await propops.get(str(metadata["job"]))
        commits = newest_first(await propops.commits(job.uuid))
        chosen = named(commits, pressed(body))
        rows = would_change(chosen, job) if chosen is not None else None
        warning = await jobs.restore_warning(who, job, chosen) if chosen is not None else ""
        zone = people.zone(who.member)
        drawn = modals.restore_picker(job, commits, chosen, rows, metadata, warning, zone)
        await messenger.update_view(view["id"], drawn)

    job, ref = str(metadata["job"]), str(metadata.get("ref") or metadata["job"])
    after.start(compare(), who, PendingCommand("restore", job, f"/job restore {ref}"))


async def send(ack: AsyncAck, body: dict[str, Any], people: People, changes: Changes) -> None:
    who = read_request(body, people)
    view = body["view"]
    metadata: Json = orjson.loads(view["private_metadata"])
    option = view["state"]["values"]["commit_id"]["commit_id"].get("selected_option")
    if option is None:
        await ack(response_action="errors", errors={"commit_id": "Please choose a revision."})
        return
    await people.require_access(who.member)
    change = _change(who, view["id"], metadata, modals.commit_value(option["value"]))
    try:
        await changes.accept(change)
    except Busy as error:
        await ack(response_action="errors", errors={"commit_id": error.advice})
        return
    await ack(response_action="update", view=modals.saving(change))


def named(commits: Sequence[Commit], value: str) -> Commit | None:
    """The commit behind a chosen option."""
    wanted = modals.commit_value(value)
    return next((commit for commit in commits if commit.id == wanted), None)


def _change(who: Request, view_id: str, metadata: Json, commit: int | str) -> Change:
    key = f"{who.member.team}:{view_id}"
    return Change(
        id=change_id(key),
        key=key,
        action="restore_commit",
        member=who.member,
        place=who.place_in(str(metadata.get("channel", ""))),
        job_uuid=str(metadata["job"]),
        job_ref=str(metadata.get("ref", "")),
        target={"commit_id": commit},
    )
