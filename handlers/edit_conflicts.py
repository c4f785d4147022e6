"""Whose value counts was chosen: the rest of the update goes on its way."""

from typing import Any

import orjson
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Busy
from bot.jobs.change import Change, Json, change_id
from bot.members.access import People
from bot.views import edit_conflict, modals
from bot.web.bolt import Routes
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.drafts import edit_conflicts
from bot.workflows.drafts.drafts import Drafts
from handlers.job_form_submit import fingerprint
from handlers.request import read_request

TITLE = "Update job"


def register(routes: Routes) -> None:
    routes.submission(edit_conflict.CALLBACK)(send)


async def send(
    ack: AsyncAck, body: dict[str, Any], people: People, changes: Changes, drafts: Drafts
) -> None:
    """Stores the change before Slack hears yes, compared with the job as it was shown just now."""
    who = read_request(body, people)
    view = body["view"]
    metadata: Json = orjson.loads(view.get("private_metadata") or "{}")
    saved = await drafts.get(str(metadata.get("form", "")), who.member)
    if saved is None or not edit_conflicts.is_conflict(saved):
        await ack(response_action="update", view=modals.sorry(TITLE, _TOO_OLD))
        return
    choices = edit_conflict.read(view["state"]["values"])
    missing = edit_conflicts.undecided(saved, choices)
    if missing:
        await ack(response_action="errors", errors=dict.fromkeys(missing, _CHOOSE))
        return
    await people.require_access(who.member)
    fields = edit_conflicts.decided(saved, choices)
    if not fields:
        await ack(response_action="update", view=modals.sorry(TITLE, _NOTHING_LEFT))
        return
    key = f"{who.member.team}:{view['id']}:{metadata.get('n', 2)}"
    change = Change(
        id=change_id(key),
        key=key,
        action="update",
        member=who.member,
        place=who.place_in(str(metadata.get("channel", ""))),
        job_uuid=saved.job_uuid,
        job_ref=str(saved.content.get("ref", "")),
        fields=fields,
        base=dict(saved.content["base"]),
        names=dict(saved.content.get("names", {})),
        target={"n": int(metadata.get("n", 2))},
        fingerprint=fingerprint(fields),
    )
    try:
        await changes.accept(change)
    except Busy as error:
        spot = next(iter(choices), "")
        if not spot:
            raise
        await ack(response_action="errors", errors={spot: error.advice})
        return
    await ack(response_action="update", view=modals.saving(change))


_CHOOSE = "Please choose one of the two."
_NOTHING_LEFT = "The job stays as the others left it: nothing of yours was left to send."
_TOO_OLD = "This form is too old to send. Please open it again with /job update."
