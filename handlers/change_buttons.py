"""The buttons under a change that waits for its member: it is this one, again, withdraw, undo."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.actions import WRITES
from bot.jobs.change import Change, change_id
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.views import change_status, modals
from bot.views.blocks import Message
from bot.views.buttons import Press
from bot.web.bolt import Routes
from bot.workflows.changes.lifecycle import DOUBLE_CLICK, Changes
from bot.workflows.drafts.drafts import Drafts
from handlers.background import Background
from handlers.cards import pressed
from handlers.request import Request, read_request


def register(routes: Routes) -> None:
    routes.action("card.claim")(claim)
    routes.action("card.again")(again)
    routes.action("card.withdraw")(withdraw)
    routes.action("card.undo")(undo)


class ChangeAnswers:
    """Answers a press where it was made: in its own message or modal, else privately."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    async def in_place(self, who: Request, message: Message, title: str) -> None:
        """Instead of the buttons, which have done their work."""
        place = who.place
        shown = False
        if place.view:
            shown = await self._messenger.update_view(place.view, modals.told(title, message))
        elif place.message and place.channel.startswith("D"):
            shown = await self._messenger.update(place.channel, place.message, message)
        if not shown:
            await self.privately(who, message)

    async def privately(self, who: Request, message: Message) -> None:
        await self._messenger.send_privately(who.member, who.place, message, who.url)


async def claim(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    answers: ChangeAnswers,
    after: Background,
) -> None:
    """*It is this one.*"""
    press = Press.read(pressed(body))

    async def decide(change: Change) -> Change | None:
        return await changes.resolving.claim(change, press.job, press.ref)

    await _decide(ack, body, people, changes, answers, after, decide)


async def again(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    answers: ChangeAnswers,
    after: Background,
) -> None:
    """*Create it again*; Slack has asked already."""
    press = Press.read(pressed(body))

    async def decide(change: Change) -> Change | None:
        return await changes.resolving.again(change, press.attempt)

    await _decide(ack, body, people, changes, answers, after, decide)


async def withdraw(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    answers: ChangeAnswers,
    after: Background,
    drafts: Drafts,
) -> None:
    """Takes back what waits for PropOps; its form is kept."""
    await ack()
    who = read_request(body, people)
    press = Press.read(pressed(body))

    async def take_back() -> None:
        change = await changes.resolving.mine(press.change, who.member)
        taken = await changes.resolving.withdraw(change)
        title = modals.title_of(change)
        if taken is None:
            now = await changes.resolving.mine(press.change, who.member)
            await answers.in_place(who, change_status.now(now), title)
            return
        draft = ""
        if WRITES[change.action].form:
            lookups = await people.lookups(who.member)
            view = await drafts.reopen(lookups, change, problems={})
            draft = str(view.metadata["form"])
        await answers.in_place(who, change_status.withdrawn(taken, draft), title)

    after.start(take_back(), who)


async def undo(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    answers: ChangeAnswers,
    after: Background,
) -> None:
    """Back to the commit before the update, as a change of its own. Stored before the ack."""
    who = read_request(body, people)
    press = Press.read(pressed(body))
    await people.require_access(who.member)
    update = await changes.undoable(press.change)
    if update is None:
        await ack()
        after.start(answers.privately(who, change_status.too_late(press.ref)), who)
        return
    key = f"{who.member.team}:undo:{update.id}:{press.attempt}"
    accepted = await changes.press(
        Change(
            id=change_id(key),
            key=key,
            action="restore_commit",
            member=who.member,
            place=who.place,
            job_uuid=update.job_uuid,
            job_ref=update.job_ref,
            target={"undo_of": update.id, "attempt": press.attempt},
        )
    )
    await ack()
    if not accepted.fresh and changes.now() - accepted.change.created_at > DOUBLE_CLICK:
        after.start(answers.privately(who, change_status.now(accepted.change)), who)


async def _decide(
    ack: AsyncAck,
    body: dict[str, Any],
    people: People,
    changes: Changes,
    answers: ChangeAnswers,
    after: Background,
    decide: Callable[[Change], Awaitable[Change | None]],
) -> None:
    await ack()
    who = read_request(body, people)
    press = Press.read(pressed(body))

    async def go() -> None:
        change = await changes.resolving.mine(press.change, who.member)
        moved = await decide(change)
        if moved is not None:
            message = change_status.chosen(moved)
        else:
            message = change_status.now(await changes.resolving.mine(press.change, who.member))
        await answers.in_place(who, message, modals.title_of(change))

    after.start(go(), who)
