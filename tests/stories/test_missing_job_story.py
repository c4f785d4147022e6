"""A job is gone in PropOps: presses find out, with the refresh of cards off, and so do replicas."""

import copy
from typing import Any

import pytest

from bot.sandbox.propops.call import Call
from bot.sandbox.propops.faults import Fault, Kind
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from bot.workflows.cards.card_view import GONE
from tests.stories.acting import answer, until_title, updated
from tests.stories.at_rest import at_rest
from tests.stories.comparing import compare
from tests.waiting import until

pytestmark = pytest.mark.testbed(cards_refresh_seconds=0)
TWO = pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})


async def drawn(play: Testbed, **fields: Any) -> Message:
    """The card of JOB-003 once it is updated, and where it is written down."""
    card = await updated(play, **fields)
    await at_rest(play)
    return card


async def finds_nothing(play: Testbed, card: Message, who: str = "priya") -> None:
    """A press of *Update* on a card whose job PropOps no longer has."""
    member = play.slack.member(who)
    await member.press(card, "Update")
    await member.close(await until_title(member, play, "can't find that job"))


async def counted(play: Testbed, times: int) -> None:
    """Until the rows of the job's cards count so many 404s: none or one."""
    assert play.app is not None
    cards = play.app.stores.cards
    [change, *_] = await play.app.stores.changes.recent(1)

    async def are_counted() -> bool:
        found = await cards.for_job(play.member("priya").team, change.job_uuid)
        return all(bool(each.missing_since) is bool(times) for each in found)

    await until(are_counted)


async def says_gone(play: Testbed, card: Message) -> None:
    await play.slack.until(lambda: card.says(GONE) or None, why="a card that says so")
    assert card.buttons == []
    assert "card.more" not in str(card.blocks)


async def test_the_second_press_that_finds_no_job_takes_the_buttons_away(play: Testbed) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    play.propops.delete("JOB-003")
    await finds_nothing(play, card)
    await counted(play, 1)
    assert "Notify contractor" in card.buttons  # once is not believed
    await finds_nothing(play, card)
    await says_gone(play, card)
    assert card.says("JOB-003 · Boiler leaks")


async def test_what_was_counted_outlives_a_restart(play: Testbed) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    play.propops.delete("JOB-003")
    await finds_nothing(play, card)
    await counted(play, 1)
    await play.restart_bot()
    await finds_nothing(play, card)
    await says_gone(play, card)


async def test_a_press_and_a_refresh_count_together(play: Testbed) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    play.propops.delete("JOB-003")
    await finds_nothing(play, card)
    await counted(play, 1)
    await compare(play)
    await says_gone(play, card)


@pytest.mark.parametrize("label", ["Show", "Restore", "Delete"])
async def test_every_press_that_reads_the_job_counts(play: Testbed, label: str) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    stale = copy.deepcopy(card)
    play.propops.delete("JOB-003")
    priya = play.slack.member("priya")
    await priya.press(stale, label)
    await counted(play, 1)
    if priya.top is not None:
        await priya.close(await until_title(priya, play, "can't find that job"))
    await priya.press(stale, label)
    await says_gone(play, card)


@pytest.mark.parametrize("command", ["show JOB-003", "3", "update 003", "history job 3"])
async def test_a_command_that_names_the_job_counts(play: Testbed, command: str) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    play.propops.delete("JOB-003")
    priya = play.slack.member("priya")
    for _ in range(2):
        await priya.command(f"/job {command}")
        if command.startswith("update"):
            await priya.close(await until_title(priya, play, "can't find"))
        await counted(play, 1)
        await at_rest(play)
    await says_gone(play, card)


async def test_a_write_that_finds_no_job_counts_too(play: Testbed) -> None:
    card = await drawn(play, job_title="Boiler leaks", contractor_id=("Ace", 0))
    play.propops.delete("JOB-003")
    await play.slack.member("priya").press(card, "Notify contractor")
    await answer(play, "priya", "no longer in PropOps")
    await counted(play, 1)
    assert "Notify contractor" in card.buttons
    await finds_nothing(play, card)
    await says_gone(play, card)


@TWO
async def test_who_may_not_see_the_job_proves_nothing(play: Testbed) -> None:
    """Tom's account gets PropOps's own 404; Priya's, which wrote the card, still sees the job."""
    card = await drawn(play, job_title="Boiler leaks")
    assert play.app is not None
    link = await play.app.stores.tokens.get(play.member("tom"))
    assert link is not None

    def asked_by_tom(call: Call) -> bool:
        return call.action == "get" and call.bearer == link.token

    play.propops.fail(Fault(asked_by_tom, "404", None))
    for _ in range(3):
        await finds_nothing(play, card, "tom")
        await counted(play, 0)
    assert "Notify contractor" in card.buttons


@TWO
async def test_two_people_find_out_together(play: Testbed) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    play.propops.delete("JOB-003")
    await finds_nothing(play, card, "tom")
    await counted(play, 1)
    await finds_nothing(play, card, "priya")
    await says_gone(play, card)


@pytest.mark.parametrize("kind", ["404_page", "404_gateway", "403"])
async def test_only_the_404_of_propops_itself_counts(play: Testbed, kind: Kind) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    play.propops.fail(Fault("get", kind, times=None))
    priya = play.slack.member("priya")
    for _ in range(3):
        await priya.press(card, "Show")
    await at_rest(play)
    await counted(play, 0)
    assert "Notify contractor" in card.buttons


async def test_a_job_that_is_found_again_starts_from_nothing(play: Testbed) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    play.propops.fail(Fault("get", "404", times=None))
    await finds_nothing(play, card)
    await counted(play, 1)
    play.propops.heal()
    priya = play.slack.member("priya")
    await priya.press(card, "Update")
    await priya.close(await priya.modal(having="job_title"))
    await counted(play, 0)
    assert "Notify contractor" in card.buttons


async def test_a_card_that_said_gone_comes_back_with_its_job(play: Testbed) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    play.propops.fail(Fault("get", "404", times=None))
    await finds_nothing(play, card)
    await counted(play, 1)
    await finds_nothing(play, card)
    await says_gone(play, card)
    play.propops.heal()
    await play.slack.member("priya").command("/job show JOB-003")
    await play.slack.until(lambda: card.buttons or None, why="the buttons again")
    assert not card.says(GONE)


async def test_undo_of_a_job_that_was_deleted_says_so(play: Testbed) -> None:
    card = await drawn(play, job_title="Wrong title")
    play.propops.delete("JOB-003")
    await play.slack.member("priya").press(card, "Undo")
    told = await answer(play, "priya", "It is no longer in PropOps")
    assert "revision" not in told.text
    assert "/job new" in told.text


async def test_restore_of_a_job_that_was_deleted_meanwhile_says_so(play: Testbed) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    priya = play.slack.member("priya")
    await priya.press(card, "Restore")
    form = await priya.modal(having="commit_id")
    await priya.fill(form, commit_id=0)

    def chosen() -> View | None:
        return priya.top if priya.top is not None and "submit" in priya.top.source else None

    form = await play.slack.until(chosen, why="what it would change")
    play.propops.delete("JOB-003")
    await priya.submit(form)
    await until_title(priya, play, "no longer in PropOps")


async def test_a_revision_that_was_purged_is_told_as_that(play: Testbed) -> None:
    card = await drawn(play, job_title="Boiler leaks")
    play.propops.fail(Fault("restore_commit", "404"))
    await play.slack.member("priya").press(card, "Undo")
    await answer(play, "priya", "PropOps no longer has that")
    await counted(play, 0)
