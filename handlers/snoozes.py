"""Rows of the board, and reminders, that somebody puts off, and takes back."""

from typing import Any, get_args

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import UnreadablePayload
from bot.jobs.board import GROUPS, PageStart, Snooze, Snoozing, snoozed_until
from bot.members.access import Access
from bot.views import board as views
from bot.views import chase, messages
from bot.views.buttons import Press
from bot.web.bolt import Routes
from bot.workflows.promises import Promises
from handlers.background import Background
from handlers.board import ShownBoards
from handlers.request import Request


def register(routes: Routes) -> None:
    routes.action("card.snooze")(snooze)
    routes.action("card.wake")(wake)


async def snooze(
    ack: AsyncAck,
    body: dict[str, Any],
    request: Request,
    press: Press,
    access: Access,
    shown_boards: ShownBoards,
    background: Background,
) -> None:
    """An entry of a row's menu: the row is put off, unless it has gone meanwhile."""
    choice, _, group = press.change.partition("-")
    if choice not in get_args(Snoozing) or group not in GROUPS:
        raise UnreadablePayload
    block_id = str(body["actions"][0].get("block_id") or "")
    await ack()

    async def go() -> None:
        boards, member = shown_boards.boards, request.member
        await access.require_access(member)
        read = await boards.read(member, everybody=True)
        key = f"{group}:{press.job}"
        row = next((each for each in read.board.rows if each.key == key), None)
        if row is not None:
            await access.identity(member)  # so that Slack has said which zone is theirs
            kind: Any = choice
            until = snoozed_until(kind, read.now, access.zone(member), boards.rules.wakes_at)
            await boards.snoozes.put(member, Snooze(key, until, row.state, job_ref=row.job_ref))
            if block_id == chase.CHASED:
                await shown_boards.replace(request, chase.snoozed(press.job, press.ref, until))
                return
        elif block_id == chase.CHASED:
            if read.partly:  # nobody knows whether it has gone
                await background.reply(request, messages.refused(read.partly))
            else:
                await shown_boards.replace(request, chase.over(press.ref))
            return
        await shown_boards.draw_again(request, PageStart(views.page_of(block_id)))

    background.start_within_limit(go(), request)


async def wake(
    ack: AsyncAck,
    body: dict[str, Any],
    request: Request,
    press: Press,
    access: Access,
    shown_boards: ShownBoards,
    promises: Promises,
    background: Background,
) -> None:
    """*Undo* of a snooze, or a row chosen under *Wake now*. One that is over already stays so."""
    if press.change not in GROUPS:
        raise UnreadablePayload
    block_id = str(body["actions"][0].get("block_id") or "")
    await ack()

    async def go() -> None:
        await access.require_access(request.member)
        key = f"{press.change}:{press.job}"
        await shown_boards.boards.snoozes.wake(request.member, key)
        if block_id == chase.CHASED:
            await _remind_again(request, key, press.ref, shown_boards, promises, background)
        else:
            await shown_boards.draw_again(request, PageStart(views.page_of(block_id)))

    background.start_within_limit(go(), request)


async def _remind_again(
    request: Request,
    key: str,
    ref: str,
    shown_boards: ShownBoards,
    promises: Promises,
    background: Background,
) -> None:
    """The reminder is as it was, unless its job has moved since."""
    read = await shown_boards.boards.read(request.member, everybody=True)
    row = next((each for each in read.board.rows if each.key == key), None)
    if row is not None and row.job is not None:
        link = shown_boards.homes.job_link(row.job)
        again = chase.chase(row.job, row.since or read.now, read.now, link)
        at = (request.member, request.place, request.url, again)
        if not await promises.replace(*at, ephemeral=request.ephemeral):
            await shown_boards.replace(request, again)
    elif read.partly:  # nobody knows whether it has gone
        await background.reply(request, messages.refused(read.partly))
    else:
        await shown_boards.replace(request, chase.over(ref))
