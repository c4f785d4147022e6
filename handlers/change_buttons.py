"""The buttons under a change's status: *It is this one*, *Create it again*, *Withdraw*, *Undo*."""

from collections.abc import Awaitable, Callable

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.change import Change, Json, Place
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.views import change_status, modals
from bot.views.blocks import Message
from bot.views.buttons import MOST_BUTTON, Press
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.changes.resolution import CannotResolve
from bot.workflows.drafts.reopened import ReopenedForms, is_kept
from bot.workflows.promises import Promises
from handlers import submit
from handlers.background import Background
from handlers.kept_presses import PressTable
from handlers.request import Request
from handlers.submit import Submissions


def register(routes: Routes) -> None:
    routes.action("card.claim")(claim)
    routes.action("card.again")(send_again)
    routes.action("card.withdraw")(withdraw)
    routes.action("card.undo")(undo)


class PendingChanges:
    """Finds the change of a press, for its own member only, and answers where it was pressed."""

    def __init__(
        self,
        changes: Changes,
        messenger: Messenger,
        promises: Promises,
        background: Background,
    ) -> None:
        self._changes, self._messenger = changes, messenger
        self._promises, self._background = promises, background

    async def get_own(self, request: Request, press: Press) -> Change:
        """Raises `CannotResolve` for anybody else's."""
        return await self._changes.resolution.get_own(press.change, request.member)

    async def decide(
        self,
        request: Request,
        press: Press,
        decide: Callable[[Change], Awaitable[Change | None]],
    ) -> None:
        """`decide` returns the resumed change, or None where it came too late; the member is told which."""
        change = await self.get_own(request, press)
        resumed = await decide(change)
        if resumed is not None:
            message = change_status.chosen(resumed)
        else:
            message = change_status.status(await self.get_own(request, press))
        await self.answer(request, message, modals.title_of(change))

    async def answer(self, request: Request, message: Message, title: str) -> None:
        """Replaces the buttons by `message` where Slack allows it; else sends it privately."""
        place = Place() if request.board else request.place
        shown = False
        if place.view:
            shown = await self._messenger.update_view(
                place.view, modals.message_view(title, message)
            )
        elif place.message:
            shown = await self._promises.replace(
                *(request.member, place, request.url, message), ephemeral=request.ephemeral
            )
        if not shown:
            await self._background.reply(request, message)


async def claim(ack: AsyncAck, request: Request, press: Press, presses: PressTable) -> None:
    """*It is this one.*"""
    await presses.take(ack, "claim", request, _given(press))


async def send_again(ack: AsyncAck, request: Request, press: Press, presses: PressTable) -> None:
    """*Create it again*; Slack has asked already."""
    await presses.take(ack, "again", request, _given(press))


async def withdraw(ack: AsyncAck, request: Request, press: Press, presses: PressTable) -> None:
    """Withdraws a change that waits for PropOps; its form is kept as a draft."""
    await presses.take(ack, "withdraw", request, _given(press))


async def do_claim(
    request: Request, given: Json, changes: Changes, pending: PendingChanges
) -> None:
    press = Press.read(given["press"])

    async def decide(change: Change) -> Change | None:
        return await changes.resolution.claim(change, press.job, press.ref)

    await pending.decide(request, press, decide)


async def do_send_again(
    request: Request, given: Json, changes: Changes, pending: PendingChanges
) -> None:
    press = Press.read(given["press"])

    async def decide(change: Change) -> Change | None:
        return await changes.resolution.send_again(change, press.attempt)

    await pending.decide(request, press, decide)


async def do_withdraw(
    request: Request,
    given: Json,
    changes: Changes,
    reopened: ReopenedForms,
    approvals: Approvals,
    pending: PendingChanges,
    promises: Promises,
) -> None:
    """Done once more after a crash, it finds the change withdrawn, and keeps the form all the same."""
    press = Press.read(given["press"])
    change = await pending.get_own(request, press)
    withdrawn = await changes.resolution.withdraw(change)
    title = modals.title_of(change)
    current = withdrawn or await pending.get_own(request, press)
    if current.state != "withdrawn":
        still = change_status.held(current) if current.held else change_status.status(current)
        await pending.answer(request, still, title)
        return
    draft = ""
    if is_kept(current):
        draft = (await reopened.keep(current)).id
    await pending.answer(request, change_status.withdrawn(current, draft), title)
    await promises.settle(current)
    await approvals.show(current)


def _given(press: Press) -> Json:
    return {"press": press.written(MOST_BUTTON)}


async def undo(
    ack: AsyncAck,
    request: Request,
    press: Press,
    access: Access,
    changes: Changes,
    submissions: Submissions,
    presses: PressTable,
    background: Background,
) -> None:
    """Back to the commit before the update, as a change of its own. The member's own is stored before
    the ack; anybody else's press is kept, and looked into after it.
    """
    await access.require_access(request.member)
    update = await changes.undoable(press.change)
    if update is None or not access.is_colleague(request.member, update.member):
        await ack()
        message = change_status.too_late(press.ref, changes.undo.words)
        background.start(background.reply(request, message), request)
        return
    if request.member.user == update.member.user:
        await submissions.press(ack, request, _undo_of(request, press, update))
        return
    await presses.take(ack, "undo", request, _given(press))


async def undo_of_another(
    request: Request, given: Json, changes: Changes, approvals: Approvals, submissions: Submissions
) -> None:
    """An approver's *Undo*, which was in time when it was pressed."""
    press = Press.read(given["press"])
    update = await changes.get(press.change)
    if update is None:
        raise CannotResolve("That change is no longer kept. Please look at the job in PropOps.")
    await approvals.require_may_undo(request.member, update)
    await submissions.press_acked(request, _undo_of(request, press, update))


PRESSES = {
    "claim": do_claim,
    "again": do_send_again,
    "withdraw": do_withdraw,
    "undo": undo_of_another,
}


def _undo_of(request: Request, press: Press, update: Change) -> Change:
    return submit.change(
        request,
        "restore_commit",
        key=f"undo:{update.id}:{press.attempt}",
        job_uuid=update.job_uuid,
        job_ref=update.job_ref,
        target={"undo_of": update.id, "attempt": press.attempt},
    )
