"""Many people at once, and a channel that Slack lets nobody write to: others notice nothing."""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.jobs.change import Change, Place, change_id
from bot.sandbox.outline import outline
from bot.sandbox.slack.courier import Delivery
from bot.sandbox.testbed import Testbed
from bot.slack.rate_limit import Timing
from bot.wiring.waits import Waits
from bot.workflows.changes import load_shedding
from tests.stories.acting import (
    SIX,
    card_saying,
    dm_saying,
    raised,
    send_new,
    until_title,
    went_through,
)
from tests.waiting import until

UNHURRIED = Waits(
    first_retry=0.2, deferred_tasks=0.2, sign_of_life=60, slack=Timing(gap=0.01, burst=20)
)
CROWD = 30
"""More than runs may be at PropOps at once."""
PEOPLE = 200
_CROWD = re.compile(r"Member \d{3} of the crowd")


async def ask_for_new_jobs(play: Testbed, channel: str, count: int) -> list[str]:
    """The ids of so many changes, each a new job like the newest, asked for in this channel."""
    assert play.app is not None
    [newest] = await play.app.stores.changes.recent(1)
    like = await play.app.stores.changes.get(newest.id)
    assert like is not None
    ids = []
    for number in range(count):
        key = f"T0SANDBOX1:crowd:{channel}:{number}"
        place = Place(channel=play.channel(channel))
        fields = {**like.fields, "job_title": f"Crowd {number}"}
        change = Change(change_id(key), key, "create", like.member, place, fields=fields)
        ids.append((await play.app.flows.changes.accept(change)).change.id)
    return ids


async def until_done(play: Testbed, ids: Sequence[str], seconds: float = 60) -> None:
    assert play.app is not None
    store = play.app.stores.changes

    async def all_done() -> bool:
        states = [change.state for each in ids if (change := await store.get(each)) is not None]
        return states == ["done"] * len(ids)

    await until(all_done, seconds)


@pytest.mark.testbed(waits=UNHURRIED)
async def test_a_channel_that_slack_limits_holds_up_no_write_and_no_other_channel(
    play: Testbed,
) -> None:
    play.slack.invite("priya", "private-one")
    play.slack.invite("bot", "private-one")
    await raised(play, "private-one")
    play.slack.fail("chat.postMessage", "ratelimited", times=-1, channel="maintenance")
    crowd = await ask_for_new_jobs(play, "maintenance", CROWD)
    await until_done(play, crowd)
    assert len(play.propops.writes) == 1 + CROWD

    await send_new(play, "private-one", job_title="Among others")
    await card_saying(play, "Among others", "private-one")
    await went_through(play.slack.member("priya"), play, "Among others")
    assert play.slack.messages("maintenance") == []

    play.slack.heal()
    await until(lambda: len(play.slack.messages("maintenance")) >= CROWD, 60)
    titles = Counter(outline(each.blocks) for each in play.slack.messages("maintenance"))
    assert len(titles) == CROWD
    assert set(titles.values()) == {1}


@pytest.mark.testbed(
    waits=UNHURRIED,
    approvals_channel="C0APPROV01",
    approvers=("U0TOM00001",),
    approval_budget_over=500,
)
async def test_an_approvals_channel_that_slack_limits_delays_neither_card_nor_message(
    play: Testbed,
) -> None:
    play.slack.fail("chat.postMessage", "ratelimited", times=-1, channel="approvals")
    await send_new(play, job_total_budget="900")
    await until_title(play.slack.member("priya"), play, "approval")
    await dm_saying(play, "approval")
    await raised(play, job_title="Small thing")
    assert play.slack.messages("approvals") == []
    play.slack.heal()
    await card_saying(play, "Approval needed", "approvals")


@pytest.mark.testbed(waits=UNHURRIED)
async def test_two_hundred_people_send_at_once_and_each_has_one_job_and_one_card(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_shedding, "GIVES_WAY", 1e6)  # a form's answer that waits for its
    monkeypatch.setattr(load_shedding, "MOMENT", 1e6)  # run, which waits for it, would never come
    assert play.app is not None
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX)
    await priya.submit(form)
    await card_saying(play, "Job created")
    sent = next(each for each in reversed(play.slack.deliveries) if each.kind == "view_submission")
    token = await play.link("priya", "Priya Shah")
    copies = [await colleague_sending(play, sent, number, token) for number in range(PEOPLE)]

    waiting = copies
    while waiting:  # on a machine that is busy with other things somebody may have to press again
        answers = await asyncio.gather(*(play.slack.redeliver(each) for each in waiting))
        waiting = [each for each in answers if each.error or "errors" in str(each.body)]

    cards = play.slack.messages
    await until(lambda: len(cards("maintenance")) >= PEOPLE + 1, 120)
    await until(lambda: play.app is not None and not play.app.flows.dispatcher.busy)
    assert Counter(write["action"] for write in play.propops.writes) == {"create": PEOPLE + 1}
    assert len(cards("maintenance")) == PEOPLE + 1
    by = {name for card in cards("maintenance") for name in _CROWD.findall(str(card.blocks))}
    assert len(by) == PEOPLE


@pytest.mark.testbed(waits=UNHURRIED)
async def test_while_several_requests_have_no_answer_nothing_is_written(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_shedding, "GIVES_WAY", 1e6)
    monkeypatch.setattr(load_shedding, "MOMENT", 1e6)
    await play.link("priya", "Priya Shah")
    assert play.app is not None
    dispatcher = play.app.flows.dispatcher
    end_ack, *_ = [dispatcher.shedding.begin_ack() for _ in range(load_shedding.CROWD)]
    await send_new(play)
    await until(lambda: dispatcher.busy)
    waits = [load_shedding._LOOKS_AGAIN] * 5
    for seconds in waits:  # it looks again and again, and none of its looks lets it go
        await asyncio.sleep(seconds)
        assert not play.propops.writes
    end_ack(0.001)
    await card_saying(play, "Job created")


async def colleague_sending(play: Testbed, sent: Delivery, number: int, token: str) -> Delivery:
    """Another member sends the same form from a modal of their own."""
    assert play.app is not None
    workspace, priya = play.slack.workspace, play.slack.member("priya").person
    name = f"Member {number:03d} of the crowd"
    person = replace(priya, id=f"U0CROWD{number:03d}", handle=f"crowd{number}", real_name=name)
    workspace.people[person.id] = person
    workspace.channel("maintenance").members.add(person.id)
    await play.app.stores.tokens.put(play.member(person.id), token, None, {"name": "Crowd"})
    await play.app.flows.members.access.require_access(play.member(person.id))  # opened the form
    view = sent.payload["view"] | {"id": f"V0CROWD{number:03d}", "root_view_id": f"V{number}"}
    user = sent.payload["user"] | {"id": person.id, "username": person.handle}
    return replace(sent, payload=sent.payload | {"user": user, "view": view}, retry=-1)
