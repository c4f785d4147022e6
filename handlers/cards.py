"""The buttons of a job card, and the ones of private messages that bring a draft back."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.actions import STARTS
from bot.jobs.change import Change, change_id
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.views import change_status, messages
from bot.views.buttons import Press
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.changes.lifecycle import DOUBLE_CLICK, Changes
from bot.workflows.drafts.drafts import Drafts
from handlers.background import Background
from handlers.job_form import JobForms
from handlers.request import PendingCommand, Request, read_request

SPEAKS = {"note": "Add note to", "private": "Show private details of"}
"""Presses that are no word after /job, in words; they are given the reference too."""
PRESSES = ("show", "update", "restore", "history", "files", "note", "delete", "private")
"""Buttons that start something for their job; each a name of `Opening.starts`."""


def register(routes: Routes) -> None:
    routes.action("card.notify")(notify)
    for name in ("more", *PRESSES):
        routes.action(f"card.{name}")(begin)
    routes.action("card.open")(only_ack)
    routes.action("draft.resume")(resume)


async def notify(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    messenger: Messenger,
    after: Background,
) -> None:
    """Slack has asked already. Stored before the ack; the same attempt is one notification."""
    who = read_request(body, people)
    press = Press.read(pressed(body))
    await people.require_access(who.member)
    key = f"{who.member.team}:notify:{press.job}:{press.attempt}"
    accepted = await changes.press(_notification(key, who, press))
    await ack()
    old = accepted.change
    if not accepted.is_new and changes.now() - old.created_at > DOUBLE_CLICK:
        told = change_status.now(old)
        after.start(messenger.send_ephemeral(who.place.channel, who.member, told, who.url), who)


def _notification(key: str, who: Request, press: Press) -> Change:
    return Change(
        id=change_id(key),
        key=key,
        action="send_assignment_notification",
        member=who.member,
        place=who.place,
        job_uuid=press.job,
        job_ref=press.ref,
        target={"attempt": press.attempt},
    )


async def begin(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    opening: JobForms,
    approvals: Approvals,
    after: Background,
) -> None:
    """A button or overflow entry that starts what a word after /job starts, for one job."""
    await ack()
    who = read_request(body, people)
    press = Press.read(pressed(body))
    if press.action not in opening.starts:
        return
    keep = kept(press)

    async def go() -> None:
        if press.action in STARTS:
            await approvals.require_allowed(who.member, STARTS[press.action], who.place.channel)
        await opening.starts[keep.command](who, keep.text)

    after.start(go(), who, keep)


def kept(press: Press) -> PendingCommand:
    """A press as what can be taken up again, and as people would say it."""
    text = f"{press.job} {press.ref}".strip() if press.action in SPEAKS else press.job
    words = SPEAKS.get(press.action, f"/job {press.action}")
    return PendingCommand(press.action, text, f"{words} {press.ref or press.job}")


async def resume(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    opening: JobForms,
    drafts: Drafts,
    after: Background,
) -> None:
    """A draft comes back filled."""
    await ack()
    who = read_request(body, people)

    async def bring_back() -> None:
        saved = await drafts.get(pressed(body), who.member)
        if saved is None:
            message = messages.refused(
                "That draft is no longer kept. Please start again with /job new."
            )
            await opening.answer(who, message)
            return
        await opening.resume(who, saved)

    after.start(bring_back(), who)


async def only_ack(ack: AsyncAck) -> None:
    """*Open in PropOps*: Slack opens the page, the bot has nothing to do."""
    await ack()


def pressed(body: dict[str, Any]) -> str:
    """The value of the pressed button or of the chosen overflow entry."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")
