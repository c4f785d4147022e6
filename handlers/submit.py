"""The answers to those questions: each becomes one change, stored before Slack hears yes."""

from typing import Any

import orjson
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Busy, NotLinked
from bot.jobs.change import Action, Change, Json, change_id
from bot.jobs.updates import on_form
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.store.changes import ChangeStore
from bot.views import confirmations, messages, modals
from bot.views.buttons import Press
from bot.web.bolt import Routes
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.notify_check import SOON
from handlers.background import Background
from handlers.cards import pressed
from handlers.job_form import JobForms
from handlers.job_queries import JobQueries
from handlers.request import PendingCommand, Request, read_request


def register(routes: Routes) -> None:
    routes.submission("notify.send")(notify_send)
    routes.submission("delete.send")(delete_send)
    routes.submission("files.send")(files_send)
    routes.submission("note.send")(note_send)
    routes.action("delete.archive")(archive)
    routes.action("card.sure")(sure)
    routes.action("card.raise")(raise_again)
    routes.action("find.more")(find_more)


async def notify_send(
    ack: AsyncAck, body: dict[str, Any], people: People, changes: Changes
) -> None:
    """The member has seen who is told and what speaks against it."""
    metadata = _metadata(body)
    target: Json = {"sure": True} if metadata.get("sure") else {}
    await _ask(ack, body, people, changes, "send_assignment_notification", target, "")


async def delete_send(
    ack: AsyncAck, body: dict[str, Any], people: People, changes: Changes
) -> None:
    """Only with the job's own reference typed; checked here, whatever the client let through."""
    typed = str(_value(body, confirmations.JOB_REF).get("value") or "")
    metadata = _metadata(body)
    ref = str(metadata.get("ref") or metadata["job"])
    if "".join(typed.split()).casefold() != "".join(ref.split()).casefold():
        words = f"Type {ref} exactly, to be sure it is this job."
        await ack(response_action="errors", errors={confirmations.JOB_REF: words})
        return
    await _ask(ack, body, people, changes, "delete", {}, confirmations.JOB_REF)


async def files_send(ack: AsyncAck, body: dict[str, Any], people: People, changes: Changes) -> None:
    entry = _value(body, confirmations.FILE_ID)
    chosen = entry.get("selected_option")
    typed = (
        modals.commit_value(chosen["value"]) if chosen else str(entry.get("value") or "").strip()
    )
    if typed == "":
        words = "Please name a file."
        await ack(response_action="errors", errors={confirmations.FILE_ID: words})
        return
    target: Json = {"file_id": typed}
    await _ask(ack, body, people, changes, "restore_archived_file", target, confirmations.FILE_ID)


async def note_send(ack: AsyncAck, body: dict[str, Any], people: People, changes: Changes) -> None:
    text = str(_value(body, confirmations.NOTE_TEXT).get("value") or "").strip()
    if not text:
        words = "Please write something."
        await ack(response_action="errors", errors={confirmations.NOTE_TEXT: words})
        return
    mail = bool(_value(body, confirmations.SEND_EMAIL).get("selected_options"))
    target: Json = {"note_text": text, "send_email": mail}
    await _ask(ack, body, people, changes, "add_case_note", target, confirmations.NOTE_TEXT)


async def archive(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    messenger: Messenger,
    after: Background,
) -> None:
    """*Archive instead*: an ordinary update of the status, asked about by Slack's confirm."""
    who = read_request(body, people)
    view, metadata = body["view"], _metadata(body)
    await people.require_access(who.member)
    await ack()

    async def go() -> None:
        if not await people.linked(who.member):
            raise NotLinked
        job = await (await people.propops(who.member)).get(str(metadata["job"]))
        key = f"{who.member.team}:{view['id']}:archive"
        option = body["actions"][0]
        change = Change(
            id=change_id(key),
            key=key,
            action="update",
            member=who.member,
            place=who.place_in(str(metadata.get("channel", ""))),
            job_uuid=job.uuid,
            job_ref=job.job_ref,
            fields={"status_id": int(option["value"])},
            base={"updated_at": job.updated_at, "fields": on_form(job)},
            names={"status_id": await _status(people, who, int(option["value"]))},
        )
        await changes.accept(change)
        await messenger.update_view(view["id"], modals.saving(change))

    job, ref = str(metadata["job"]), str(metadata.get("ref") or metadata["job"])
    after.start(go(), who, PendingCommand("delete", job, f"/job delete {ref}"))


async def sure(
    ack: AsyncAck, body: dict[str, Any], people: People, changes: Changes, store: ChangeStore
) -> None:
    """The second yes to one notification; one asked long ago is looked at anew."""
    who = read_request(body, people)
    press = Press.read(pressed(body))
    await people.require_access(who.member)
    asked = await store.get(press.change)
    if asked is None or asked.member != who.member:
        await ack()
        return
    key = f"{who.member.team}:sure:{press.change}"
    fresh = changes.now() - (asked.finished_at or asked.updated_at) < SOON
    change = Change(
        id=change_id(key),
        key=key,
        action="send_assignment_notification",
        member=who.member,
        place=who.place_in(asked.place.channel),
        job_uuid=asked.job_uuid,
        job_ref=asked.job_ref,
        target={**asked.target, **({"sure": True} if fresh else {})},
    )
    await changes.accept(change)
    await ack()


async def raise_again(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    opening: JobForms,
    store: ChangeStore,
    after: Background,
) -> None:
    """A filled form for a new job, from what our record kept of the deleted one."""
    await ack()
    who = read_request(body, people)
    press = Press.read(pressed(body))

    async def go() -> None:
        change = await store.get(press.change)
        mine = change is not None and change.member == who.member
        if change is None or not mine or not change.before:
            words = "I no longer have what that job said. Please start with /job new."
            await opening.answer(who, messages.refused(words))
            return
        await opening.raise_again(who, change)

    after.start(go(), who)


async def find_more(
    ack: AsyncAck, body: dict[str, Any], people: People, jobs: JobQueries, after: Background
) -> None:
    """The next rows."""
    await ack()
    who = read_request(body, people)
    after.start(jobs.more(who, pressed(body)), who)


async def _ask(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    action: Action,
    target: Json,
    spot: str,
) -> None:
    who = read_request(body, people)
    view, metadata = body["view"], _metadata(body)
    await people.require_access(who.member)
    key = f"{who.member.team}:{view['id']}"
    change = Change(
        id=change_id(key),
        key=key,
        action=action,
        member=who.member,
        place=who.place_in(str(metadata.get("channel", ""))),
        job_uuid=str(metadata["job"]),
        job_ref=str(metadata.get("ref", "")),
        target=target,
    )
    try:
        await changes.accept(change)
    except Busy as error:
        if not spot:
            raise
        await ack(response_action="errors", errors={spot: error.advice})
        return
    await ack(response_action="update", view=modals.saving(change))


async def _status(people: People, who: Request, status: int) -> str:
    name = await (await people.lookups(who.member)).name("statuses", status)
    return name or f"No. {status}"


def _metadata(body: dict[str, Any]) -> Json:
    known: Json = orjson.loads(body["view"].get("private_metadata") or "{}")
    return known


def _value(body: dict[str, Any], name: str) -> Json:
    """What was entered in the block of this name; empty for none."""
    entered: Json = body["view"]["state"]["values"].get(name, {}).get(name, {})
    return entered
