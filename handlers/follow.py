"""/job follow: which jobs a channel is told of; set, changed, taken over and ended in its modal and in that
of /job settings.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError, NotWelcome, UnreadablePayload
from bot.jobs.change import Member, change_id
from bot.jobs.follows import MOST_FOLLOWS, MOST_VALUES, Criteria
from bot.jobs.model import Choice
from bot.store.follow_rows import Follow
from bot.store.follows import FollowStore
from bot.views import follow_form as views
from bot.views.blocks import View
from bot.views.follow_form import FollowForm
from bot.views.follows import CHANGE, END, TAKE, FollowLine
from bot.web.bolt import Routes
from bot.web.routes import Listener
from handlers.background import Background
from handlers.follow_parts import FollowParts, NoChannel, NotInvited
from handlers.named_job import NamedJobs
from handlers.request import Modal, Request

_NONE_CHOSEN = "Choose at least one agent, type, priority, status or contractor."
_TOO_MANY_VALUES = f"Choose {MOST_VALUES} at most."
_TOO_MANY = f"This channel follows {MOST_FOLLOWS} things already. Please change or end one of them."
_SAME = "This channel follows exactly that already."
_GONE = "It was changed or ended by somebody else meanwhile. Please open /job follow again."
_OFF = "I don't look at PropOps by myself here (CARDS_REFRESH_SECONDS is 0). Please ask whoever runs me."


def register(routes: Routes) -> None:
    routes.submission(views.FOLLOW)(save)
    for name in views.INPUTS:
        routes.action(name)(chosen)
    routes.action(CHANGE)(change)
    routes.action(TAKE)(take)
    routes.action(END)(end)


async def open_follow(request: Request, typed: str, follows: FollowParts, jobs: NamedJobs) -> None:
    """Opens the modal: what this channel follows, and the form of another one."""
    del typed
    member, channel = request.member, request.place.channel
    await _require_on(follows)
    try:
        await follows.require(member, channel, account=True)
    except NotWelcome as error:
        lines = await _to_end(member, channel, follows, error)
        if not lines and not isinstance(error, NoChannel):
            raise
        await jobs.open_view(request, views.TITLE, _lines_only(channel, error, lines))
        return
    await jobs.open_view(request, views.TITLE, _form(member, channel, follows))


async def _to_end(
    member: Member, channel: str, follows: FollowParts, error: NotWelcome
) -> Sequence[FollowLine]:
    """What the member may end where nothing can be followed: all of it where only the bot is missing, else
    what uses their own account.
    """
    if not await follows.links.linked(member):
        return ()
    lines = await follows.lines(member, channel)
    return lines if isinstance(error, NotInvited) else [each for each in lines if each.mine]


async def _lines_only(channel: str, error: NotWelcome, lines: Sequence[FollowLine]) -> View:
    return views.only_lines(channel, error.advice, lines)


COMMANDS = {"follow": open_follow}


async def chosen(
    ack: AsyncAck, request: Request, modal: Modal, follows: FollowParts, background: Background
) -> None:
    """Shows what the choice would have told in the last week."""
    await ack()
    background.start(_show_preview(request, modal, follows), request, is_answer=False)


async def save(ack: AsyncAck, request: Request, modal: Modal, follows: FollowParts) -> None:
    """Stored before the ack. A second send of one form is the same follow."""
    criteria = _criteria(modal)
    wrong = _wrong(criteria)
    channel, was = modal.channel, str(modal.metadata.get("follow") or "")
    await _require_on(follows)
    await follows.require(request.member, channel, account=True)
    id_ = was or _id_of(request.member, modal)
    there = await follows.store.of_channel(request.member.team, channel)
    others = [each for each in there if each.id != id_]
    if any(_sorted(each.criteria) == _sorted(criteria) for each in others):
        wrong = wrong or {views.FIRST: _SAME}
    if not was and len(others) >= MOST_FOLLOWS:
        wrong = wrong or {views.FIRST: _TOO_MANY}
    if not wrong and was:
        stored = next((each for each in there if each.id == was), None)
        same = stored is not None and stored.version == modal.metadata.get("version")
        if not (stored and same and await follows.store.change(stored, request.member, criteria)):
            wrong = {views.FIRST: _GONE}
    elif not wrong:
        await follows.store.add(id_, request.member, channel, criteria)
    if wrong:
        await ack(response_action="errors", errors=modal.errors(wrong))
        return
    await ack(response_action="update", view=views.done(_done(channel)))


async def change(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    pressed: str,
    follows: FollowParts,
    background: Background,
) -> None:
    """*Change*: the form with what it follows now, on top of the modal."""
    follow = await _pressed(request, modal, pressed, follows, account=True)
    await ack()

    async def go() -> None:
        if follow is None:
            await _draw_lines(request, modal, follows)
            return
        view = await _form(request.member, follow.channel, follows, follow)
        view_id = await follows.messenger.push_view(request.trigger, view)
        if view_id is not None:
            preview = await _preview(request.member, follow.criteria, follows)
            await follows.messenger.update_view(view_id, views.with_preview(view, preview))

    background.start(go(), request)


def _press(
    store_it: Callable[[FollowStore, Follow, Member], Awaitable[object]], *, account: bool
) -> Listener:
    """A button of a follow: stored before the ack, then the list is drawn anew. `account`: as in `require`."""

    async def press(
        ack: AsyncAck,
        request: Request,
        modal: Modal,
        pressed: str,
        follows: FollowParts,
        background: Background,
    ) -> None:
        follow = await _pressed(request, modal, pressed, follows, account=account)
        if follow is not None:
            await store_it(follows.store, follow, request.member)
        await ack()
        background.start(_draw_lines(request, modal, follows), request)

    return press


take = _press(FollowStore.take_over, account=True)
"""*Follow with my account*, *Go on*: it goes on where it was."""
end = _press(lambda store, follow, member: store.end(follow.id, member), account=False)
"""*End*, after Slack's question."""


async def _pressed(
    request: Request, modal: Modal, id_: str, follows: FollowParts, *, account: bool
) -> Follow | None:
    """The follow of a press, once it is clear that the member may; None where it is gone. Whoever's account
    it uses may always end it.
    """
    follow = await follows.store.get(id_)
    channel = follow.channel if follow is not None else modal.channel
    if account or follow is None or follow.member != request.member:
        await follows.require(request.member, channel, account=account)
    else:
        await follows.rights.require(request.member)
    return follow if follow is not None and follow.member.team == request.member.team else None


async def _require_on(follows: FollowParts) -> None:
    if not follows.seconds:
        raise NotWelcome(_OFF)


async def _form(
    member: Member, channel: str, follows: FollowParts, changed: Follow | None = None
) -> View:
    criteria = changed.criteria if changed is not None else Criteria()
    names = await follows.names(member, criteria)
    form = FollowForm(
        channel,
        await follows.links.linked_name(member),
        follows.seconds / 60,
        lines=() if changed is not None else await follows.lines(member, channel),
        chosen={
            name: [Choice(each, names.get((name, each), "")) for each in ids]
            for name, ids in criteria.ids.items()
        },
        follow=changed.id if changed is not None else "",
        version=changed.version if changed is not None else 0,
    )
    return views.follow_form(form)


async def _show_preview(request: Request, modal: Modal, follows: FollowParts) -> None:
    criteria = _criteria(modal)
    blocks = await _preview(request.member, criteria, follows)
    view = views.with_preview(modal.view, blocks)
    await follows.messenger.update_view(modal.id, view, str(modal.view.get("hash") or ""))


async def _preview(member: Member, criteria: Criteria, follows: FollowParts) -> Sequence[Any]:
    if not criteria:
        return views.preview_blocks(None)
    try:
        propops = await follows.links.propops(member)
        week = await follows.looks.preview(propops, criteria)
    except BotError as error:
        return views.preview_blocks(None, words=error.advice)
    return views.preview_blocks(week.jobs, cut=week.cut)


async def _draw_lines(request: Request, modal: Modal, follows: FollowParts) -> None:
    lines = await follows.lines(request.member, modal.channel)
    await follows.messenger.update_view(modal.id, views.with_lines(modal.view, lines))


def _criteria(modal: Modal) -> Criteria:
    ids: dict[str, list[int]] = {}
    for name in views.INPUTS.values():
        values = modal.ticks(name)
        if not all(each.isdecimal() and len(each) < 18 for each in values):
            raise UnreadablePayload
        ids[name] = [int(each) for each in values]
    return Criteria.read({name: each for name, each in ids.items() if each})


def _wrong(criteria: Criteria) -> Mapping[str, str]:
    if not criteria:
        return {views.FIRST: _NONE_CHOSEN}
    return {name: _TOO_MANY_VALUES for name, ids in criteria.ids.items() if len(ids) > MOST_VALUES}


def _sorted(criteria: Criteria) -> Mapping[str, list[int]]:
    return {name: sorted(ids) for name, ids in criteria.ids.items()}


def _id_of(member: Member, modal: Modal) -> str:
    """Of a new follow: the same for each delivery of one form. Never changes."""
    return change_id(f"{member.team}:follow:{modal.id}").replace("S-", "F-", 1)


def _done(channel: str) -> str:
    return (
        f"From now on <#{channel}> shows these jobs as they come in or change, but not those that are there "
        "already. To change or end this, type /job follow."
    )
