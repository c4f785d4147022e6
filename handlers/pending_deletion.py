"""A deletion that is about to be sent: *Undo* and *Delete now*, for its member and the approvers."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.change import Change, Json
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.views import change_status, modals
from bot.views.blocks import Message
from bot.views.buttons import MOST_BUTTON, Press
from bot.web.bolt import Routes
from bot.workflows.approvals.decisions import Approvals
from bot.workflows.cards.redraws import CardRedraws
from bot.workflows.changes.lifecycle import Changes
from bot.workflows.changes.resolution import CannotResolve
from handlers.change_buttons import PendingChanges
from handlers.kept_presses import PressTable
from handlers.request import Request


def register(routes: Routes) -> None:
    routes.action("card.keep")(keep)
    routes.action("card.now")(now)


async def keep(
    ack: AsyncAck, request: Request, press: Press, access: Access, presses: PressTable
) -> None:
    """*Undo*: the job stays."""
    await access.require_access(request.member)
    await presses.take(ack, "keep job", request, {"press": press.written(MOST_BUTTON)})


async def now(
    ack: AsyncAck, request: Request, press: Press, access: Access, presses: PressTable
) -> None:
    """*Delete now*; Slack has asked already."""
    await access.require_access(request.member)
    await presses.take(ack, "delete now", request, {"press": press.written(MOST_BUTTON)})


async def do_keep(
    request: Request,
    given: Json,
    access: Access,
    approvals: Approvals,
    changes: Changes,
    redraws: CardRedraws,
    messenger: Messenger,
    pending: PendingChanges,
) -> None:
    """Done once more after a crash, it finds the deletion withdrawn, and draws the cards all the same."""
    change = await _deletion(request, given, changes, approvals)
    kept = await changes.resolution.withdraw(change)
    title = modals.title_of(change)
    if kept is None:
        await pending.answer(request, await _how_it_is(request, change, changes, access), title)
        current = await changes.get(change.id)
        if current is None or current.state != "withdrawn":
            return
    by = await access.name(request.member)
    if kept is not None:
        if request.place.view or request.place.channel.startswith("D"):
            await pending.answer(request, change_status.job_kept(kept), title)
        if kept.member != request.member:
            told = change_status.job_kept(kept, by)
            await messenger.send_privately(kept.member, kept.place, told, key=f"{kept.id}:kept")
    await approvals.show(kept or change.but(state="withdrawn"))
    await redraws.show(change)


async def do_now(
    request: Request,
    given: Json,
    access: Access,
    approvals: Approvals,
    changes: Changes,
    pending: PendingChanges,
) -> None:
    change = await _deletion(request, given, changes, approvals)
    hurried = await changes.resolution.delete_now(change)
    title = modals.title_of(change)
    if hurried is None:
        await pending.answer(request, await _how_it_is(request, change, changes, access), title)
    elif request.place.view or request.place.channel.startswith("D"):
        await pending.answer(request, change_status.deleting_now(hurried), title)


PRESSES = {"keep job": do_keep, "delete now": do_now}


async def _deletion(
    request: Request, given: Json, changes: Changes, approvals: Approvals
) -> Change:
    """The deletion of the press, for whoever may decide about it. Raises `CannotResolve`, `NotWelcome`."""
    change = await changes.get(Press.read(given["press"]).change)
    if change is None:
        raise CannotResolve("That deletion is no longer kept. Please look at the job in PropOps.")
    await approvals.require_may_undo(request.member, change)
    return change


async def _how_it_is(request: Request, change: Change, changes: Changes, access: Access) -> Message:
    """The answer to a press that changes nothing any more."""
    current = await changes.get(change.id) or change
    is_own = current.member == request.member
    return change_status.status(current, "" if is_own else await access.name(current.member))
