"""Every kind of promise, told to its end: what asked or promised shows its outcome, and its buttons go.

A kind without a story fails the last test; so does a private message with buttons, or one that says
that I'll tell more, which is of no kind.
"""

from collections.abc import Awaitable, Callable
from typing import get_args

import httpx
import pytest

from bot.jobs.change import Member
from bot.jobs.promises import PromiseKind
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.workflows.changes.lifecycle import DOUBLE_CLICK
from tests.stories.acting import (
    APPROVALS,
    Clock,
    address_in,
    answer,
    card_of,
    card_saying,
    dm_saying,
    raised,
    send_new,
    updated,
)
from tests.stories.at_rest import at_rest
from tests.stories.boards import status_id
from tests.stories.comparing import compare
from tests.stories.test_chasing_story import planned, reminder_of, to_work
from tests.stories.test_chasing_story import told as chased
from tests.waiting import until

pytestmark = pytest.mark.testbed(**APPROVALS, link_page=True)
CSRF = "/api/security/csrf-token"
Story = Callable[[Testbed, Clock], Awaitable[None]]


async def becomes(
    play: Testbed, message: Message, words: str, buttons: list[str] | None = None
) -> None:
    await play.slack.until(lambda: message.says(words) or None, why=words)
    assert message.buttons == (buttons or [])


async def approval(play: Testbed, clock: Clock) -> None:
    await send_new(play, job_total_budget="600")
    told = await dm_saying(play, "Waiting for approval")
    card = await card_of(play)
    clock.ahead = 3600
    await play.slack.member("dana").press(card, "Approve")
    await becomes(play, told, "Job created")
    await dm_saying(play, "✅ Job created: *JOB-061 · ")  # an edit alone notifies nobody


async def decide(play: Testbed, _clock: Clock) -> None:
    play.slack.archive("approvals")
    await send_new(play, job_total_budget="600")
    card = await dm_saying(play, "Approval needed", "dana")
    other = await dm_saying(play, "Approval needed", "tom")
    await play.slack.member("dana").press(card, "Approve")
    await becomes(play, card, "Job created")
    await becomes(play, other, "Approved by Dana")


async def held(play: Testbed, _clock: Clock) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play)
    told = await dm_saying(play, "Saved. PropOps is away")
    play.propops.heal()
    await becomes(play, told, "Job created")
    await at_rest(play)
    assert len(play.slack.member("priya").dms) == 1  # which they are still looking at


async def checking(play: Testbed, _clock: Clock) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    play.propops.fail(Fault("send_assignment_notification", "drop_after"))
    await play.slack.member("priya").press(card, "Notify contractor")
    told = await answer(play, "priya", "I'm checking whether it went through")
    await becomes(play, told, "Contractor notified")


async def unknown(play: Testbed, _clock: Clock) -> None:
    play.propops.fail(Fault("create", "drop_before", times=2))
    await send_new(play)
    asked = await dm_saying(play, "can't find out")
    await play.slack.member("priya").press(asked, "Create it again")
    await becomes(play, asked, "Job created")


async def sure(play: Testbed, clock: Clock) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    card = await card_saying(play, "Contractor notified")
    clock.ahead += DOUBLE_CLICK
    await priya.press(card, "Notify contractor")
    asked = await answer(play, "priya", "Tell them all the same?")
    await priya.press(asked, "Notify anyway")
    await becomes(play, asked, "Sent anyway by <@U0PRIYA001>")
    assert len(play.propops.notified) == 2


async def link(play: Testbed, _clock: Clock) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    tom = play.slack.member("tom")
    await tom.command("/job link")
    typed = await answer(play, "tom", "Link your account")
    await tom.press(typed, "Link your account")
    await tom.press(card, "Notify contractor")
    waits = await dm_saying(play, "What you asked for is kept", "tom")
    await at_rest(play)
    await open_page(play, address_in(waits.blocks))
    await becomes(play, typed, "Linked as *Tom Reilly*")
    await becomes(play, waits, "Contractor notified")


async def open_page(play: Testbed, address: str) -> None:
    token = play.propops.token_for("Tom Reilly")
    async with httpx.AsyncClient(follow_redirects=True) as browser:
        await browser.get(address)
        answered = await browser.post(address, data={"token": token})
        assert answered.status_code == 200, answered.text


async def draft(play: Testbed, clock: Clock) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play)
    told = await dm_saying(play, "Saved. PropOps is away")
    await play.slack.member("priya").press(told, "Withdraw")
    await becomes(play, told, "Your form is kept", ["Resume"])
    assert play.app is not None
    promises, priya = play.app.stores.promises, play.slack.member("priya").person.id
    member = Member("", play.slack.workspace.identity.team, priya)
    await until(lambda: promises.of_member(member, "draft"))  # a moment after it is shown
    await at_rest(play)
    clock.ahead += 8 * 86400
    await becomes(play, told, "kept for 7 days and is gone")


async def deletion(play: Testbed) -> Message:
    """The message that a deletion, asked for and approved, is about to be sent."""
    await updated(play, job_title="Boiler leaks")
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-003")
    form = await priya.modal(having="job_ref")
    await priya.fill(form, job_ref="JOB-003")
    await priya.submit(form)
    await play.slack.member("dana").press(await card_of(play), "Approve")
    return await dm_saying(play, "Until then you can press Undo")


async def undo(play: Testbed, _clock: Clock) -> None:
    told = await deletion(play)
    await play.slack.member("priya").press(told, "Undo")
    await becomes(play, told, "stays: nothing was deleted")


async def raise_again(play: Testbed, _clock: Clock) -> None:
    told, priya = await deletion(play), play.slack.member("priya")
    await priya.press(told, "Delete now")
    await becomes(play, told, "Job deleted")
    asked = await dm_saying(play, "is deleted. Was that a mistake?")
    await priya.press(asked, "Raise again")
    form = await priya.modal(having="job_title")
    await priya.submit(form)
    await becomes(play, asked, "Raised again: *JOB-061")


async def chase(play: Testbed, clock: Clock) -> None:
    await chased(play)
    await until(lambda: planned(play))
    to_work(clock, 8.1)
    reminder = await reminder_of(play)
    play.propops.edit("JOB-003", "Tom Reilly", status_id=status_id(play, "Assigned"))
    await compare(play)
    await becomes(play, reminder, "no longer waits for the contractor you told")


async def shared_account(play: Testbed, clock: Clock) -> None:
    tom = play.slack.member("tom")
    await tom.command("/job link")
    address = address_in((await answer(play, "tom", "Link your account")).blocks)
    async with httpx.AsyncClient(follow_redirects=True) as browser:
        await browser.get(address)
        await browser.post(address, data={"token": play.propops.token_for("Priya Shah")})
    asked = await dm_saying(play, "Is that you too?")
    clock.ahead += 16 * 60
    await becomes(play, asked, "nothing was linked")


STORIES: dict[PromiseKind, Story] = {
    "approval": approval,
    "decide": decide,
    "undo": undo,
    "held": held,
    "checking": checking,
    "unknown": unknown,
    "sure": sure,
    "link": link,
    "draft": draft,
    "raise": raise_again,
    "shared account": shared_account,
    "chase": chase,
}


@pytest.mark.parametrize("kind", sorted(get_args(PromiseKind)))
async def test_a_promise_shows_its_outcome(kind: PromiseKind, play: Testbed, clock: Clock) -> None:
    await STORIES[kind](play, clock)
