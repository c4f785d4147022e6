"""PropOps is slow: who asked for something sees that it was heard, and no promise stays behind."""

from dataclasses import replace
from functools import partial

import pytest

from bot.sandbox.propops.faults import Fault
from bot.sandbox.slack import Member
from bot.sandbox.testbed import Testbed
from handlers import sign_of_life
from tests.stories.acting import ephemeral_to, raised, until_title
from tests.stories.boards import shown
from tests.stories.conftest import QUICK
from tests.waiting import until

pytestmark = pytest.mark.testbed(waits=replace(QUICK, sign_of_life=0.3))
SIGN = "⏳ One moment…"
SLOW = Fault("*", "slow", times=None, seconds=1.0)


def more_than(member: Member, number: int) -> bool:
    """Whether there are more private messages in the channel."""
    return len(member.ephemerals) > number


def signs(member: Member) -> int:
    return sum(SIGN in each.text for each in member.ephemerals)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/job show JOB-003", "JOB-003"),
        ("/job find boiler", "boiler"),
        ("/job mine", "Your jobs"),
        ("/job history JOB-003", "JOB-003"),
    ],
)
async def test_a_slow_command_shows_one_sign_above_its_answer(
    play: Testbed, line: str, answer: str
) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(SLOW)
    await priya.command(line)
    await ephemeral_to(play, "priya", SIGN)
    await ephemeral_to(play, "priya", answer)
    assert [SIGN in each.text for each in priya.ephemerals] == [True, False]


async def test_a_sign_promises_nothing_so_that_a_failure_may_follow(play: Testbed) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(SLOW)
    play.propops.fail(Fault("*", "400", times=None, words="Not today"))
    await priya.command("/job history JOB-003")
    sign = await ephemeral_to(play, "priya", SIGN)
    assert "please ask again" in sign
    await ephemeral_to(play, "priya", "Not today")
    assert signs(priya) == 1


@pytest.mark.testbed(hurried=True)
@pytest.mark.parametrize("line", ["/job notify JOB-003", "/job update JOB-003", "/job new leak"])
async def test_what_opens_a_modal_has_its_sign_there(play: Testbed, line: str) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(SLOW)
    await priya.command(line)
    await until_title(priya, play, "One moment")
    before = len(priya.ephemerals)  # on a busy machine one may have come before the modal
    await play.slack.until(
        lambda: (
            True if priya.top is not None and "One moment" not in str(priya.top.blocks) else None
        ),
        why="the form",
    )
    assert len(priya.ephemerals) == before


async def test_a_press_that_takes_long_shows_a_sign_beside_the_card(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    play.propops.fail(SLOW)
    await priya.press(card, "Notify contractor")
    await ephemeral_to(play, "priya", SIGN)
    play.propops.heal()
    await play.slack.until(lambda: play.propops.notified or None, why="told")
    assert signs(priya) == 1
    assert len(play.propops.notified) == 1


async def test_a_home_without_a_picture_shows_a_sign_until_it_has_one(play: Testbed) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(SLOW)
    await priya.open_home()
    first = await play.slack.until(lambda: priya.home, why="a home")
    assert SIGN in shown(first)
    await play.slack.until(lambda: "Linked to PropOps" in shown(first) or None, why="the board")
    assert SIGN not in shown(first)


async def test_a_home_that_shows_something_keeps_it_meanwhile(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.open_home()
    view = await play.slack.until(lambda: priya.home, why="a home")
    before = view.hash
    play.propops.edit("JOB-003", "Tom Reilly", job_title="Changed there")
    play.propops.fail(SLOW)
    await priya.open_home()
    await play.slack.until(lambda: view.hash != before or None, why="the next picture")
    assert SIGN not in shown(view)


@pytest.mark.testbed(waits=replace(QUICK, sign_of_life=20.0))
async def test_what_is_answered_at_once_shows_none(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    for line in ("/job show JOB-003", "/job find boiler", "/job history JOB-003", "/job help"):
        before = len(priya.ephemerals)
        await priya.command(line)
        await until(partial(more_than, priya, before))
    await priya.press(card, "Notify contractor")
    await play.slack.until(lambda: play.propops.notified or None, why="told")
    assert signs(priya) == 0


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_many_commands_at_once_show_one_sign_to_each_member(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_of_life, "APART", 600.0)
    priya, tom = play.slack.member("priya"), play.slack.member("tom")
    play.propops.fail(SLOW)
    for _ in range(4):
        await priya.command("/job show JOB-003")
    await tom.command("/job show JOB-003")
    await ephemeral_to(play, "priya", SIGN)
    await ephemeral_to(play, "tom", SIGN)
    play.propops.heal()
    await play.slack.until(
        lambda: len([each for each in priya.ephemerals if "JOB-003" in each.text]) == 4 or None,
        why="all are answered",
    )
    assert (signs(priya), signs(tom)) == (1, 1)
