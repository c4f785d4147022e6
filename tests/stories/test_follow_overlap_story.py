"""Two follows of one channel that overlap: each change is told there once, by whichever looks first."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock
from tests.stories.following import URGENT, cards, follows, looked, opened, raised_there

pytestmark = pytest.mark.testbed(
    cards_refresh_seconds=60, linked={"priya": "Priya Shah", "tom": "Tom Reilly"}
)
PLUMBING: Mapping[str, Any] = {"job_type_id": ["Plumbing"]}


def imported(play: Testbed, count: int, plumbing: int) -> list[str]:
    """References of so many urgent jobs; the first of them are of plumbing."""
    kinds = [72] * plumbing + [73] * (count - plumbing)
    return [raised_there(play, f"Tap {n}", job_type_id=kind) for n, kind in enumerate(kinds)]


@pytest.mark.parametrize("plumbing", [12, 11, 5])
async def test_many_jobs_that_both_want_are_told_once(
    play: Testbed, clock: Clock, plumbing: int
) -> None:
    """Whether what is left for the second would be a message again, or cards."""
    await follows(play, clock)
    await follows(play, clock, "tom", **PLUMBING)
    refs = imported(play, 12, plumbing)
    await looked(play, clock)
    await looked(play, clock)
    told = [message for message in cards(play) if message.says("jobs that this channel follows")]
    assert len(told) == 1 or plumbing == 5  # whoever looks first
    named = [ref for ref in refs if sum(message.says(ref) for message in cards(play)) == 1]
    assert named == refs


async def test_what_changes_after_that_is_told_once_too(play: Testbed, clock: Clock) -> None:
    await follows(play, clock)
    await follows(play, clock, "tom", **PLUMBING)
    refs = imported(play, 12, 12)
    await looked(play, clock)
    before = len(cards(play))
    for ref in refs[:11]:
        play.propops.edit(ref, "Tom Reilly", job_title="Tap runs again")
    await looked(play, clock)
    await looked(play, clock)
    assert len(cards(play)) == before + 1


async def test_what_one_has_told_the_other_does_not_tell_once_that_is_ended(
    play: Testbed, clock: Clock
) -> None:
    """The one that looks first is ended before the other has looked."""
    first = await follows(play, clock)
    await follows(play, clock, "tom", **PLUMBING)
    imported(play, 12, 12)
    assert play.app is not None
    looks, store = play.app.flows.cards.follows, play.app.stores.follows
    clock.ahead += 120
    due = await store.get(first)
    assert due is not None
    taken = await store.take(due)
    assert taken is not None
    await looks._guarded(taken)
    assert len(cards(play)) == 1
    priya = play.slack.member("priya")
    form = await opened(play)
    await priya.press(form, "End", nth=0)
    await play.app.engine.idle()
    await looked(play, clock)
    assert len(cards(play)) == 1


async def test_what_slack_does_not_take_is_told_once_when_it_does(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock)
    await follows(play, clock, "tom", **PLUMBING)
    imported(play, 12, 12)
    play.slack.fail("chat.postMessage", "drop_after", times=-1)
    await looked(play, clock)
    await play.restart_bot()
    play.slack.heal()
    await looked(play, clock)
    await looked(play, clock)
    assert len([each for each in cards(play) if each.says("12 jobs")]) == 1


@pytest.mark.testbed(cards_refresh_seconds=60)
async def test_one_channel_hears_what_another_was_told(play: Testbed, clock: Clock) -> None:
    await follows(play, clock, **URGENT)
    await follows(play, clock, channel="approvals", **URGENT)
    imported(play, 12, 12)
    await looked(play, clock)
    for channel in ("maintenance", "approvals"):
        assert [each.says("12 jobs") for each in cards(play, channel)] == [True]
