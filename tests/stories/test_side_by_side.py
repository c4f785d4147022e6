"""A slow PropOps: what can be read at the same time is, so a member waits for few answers in a row."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.propops.faults import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import ephemeral_to, raised, until_title

SECONDS = 0.4
"""How long each answer of PropOps takes: many times what the machine needs for its own part."""


@pytest.fixture
async def slow(play: Testbed) -> AsyncIterator[Testbed]:
    """What does not change from one command to the next has been read before: lists, permissions."""
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    await priya.close(await priya.modal(having="job_title"))
    play.propops.requests.clear()
    play.propops.fail(Fault("*", "slow", times=None, seconds=SECONDS))
    yield play
    play.propops.heal()


def in_a_row(play: Testbed) -> int:
    """The most calls of which each began after the one before had ended."""
    spans = sorted(
        (row["at"] + (row["ms"] or 1e9) / 1000, row["at"])
        for row in play.propops.requests
        if row["method"] == "GET"
    )
    count, over = 0, 0.0
    for end, start in spans:
        if start >= over - SECONDS / 10:
            count, over = count + 1, end
    return count


def at_once(play: Testbed) -> int:
    """The most calls under way at one time."""
    rows = [row for row in play.propops.requests if row["ms"]]
    under_way = [
        [row for row in rows if row["at"] <= each["at"] < row["at"] + row["ms"] / 1000]
        for each in rows
    ]
    return max(map(len, under_way))


@pytest.mark.parametrize(
    ("line", "says"),
    [("/job show JOB-003", "JOB-003"), ("/job history JOB-003", "JOB-003")],
)
async def test_a_job_is_read_with_what_belongs_to_it(slow: Testbed, line: str, says: str) -> None:
    await slow.slack.member("priya").command(line)
    await ephemeral_to(slow, "priya", says)
    assert in_a_row(slow) == 2  # which job it is; the job beside its notes or revisions
    assert 2 <= at_once(slow) <= 4


@pytest.mark.parametrize("name", ["notify", "restore", "files"])
async def test_a_question_opens_after_two_answers_in_a_row(slow: Testbed, name: str) -> None:
    priya = slow.slack.member("priya")
    await priya.command(f"/job {name} JOB-003")
    await until_title(priya, slow, "JOB-003")
    assert in_a_row(slow) == 2


@pytest.mark.parametrize("text", ["", " new title"])
async def test_the_form_of_an_update_opens_after_two_answers_in_a_row(
    slow: Testbed, text: str
) -> None:
    priya = slow.slack.member("priya")
    await priya.command(f"/job update JOB-003{text}")
    await priya.modal(having="job_title")
    assert in_a_row(slow) == 2


async def test_a_button_of_a_card_waits_for_one_answer(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    await priya.press(card, "Show")
    await ephemeral_to(play, "priya", "Boiler not firing")
    play.propops.requests.clear()
    play.propops.fail(Fault("*", "slow", times=None, seconds=SECONDS))
    before = len(priya.ephemerals)
    await priya.press(card, "Show")
    await play.slack.until(lambda: priya.ephemerals[before:] or None, why="the job")
    assert in_a_row(play) == 1
    play.propops.heal()


@pytest.mark.parametrize("line", ["/job show", "/job history", "/job notify", "/job update"])
async def test_of_several_failures_the_one_about_the_job_is_told(play: Testbed, line: str) -> None:
    job = play.propops.job("JOB-003")["uuid"]
    play.propops.delete("JOB-003")
    priya = play.slack.member("priya")
    for path in ("list_commits", "get_assignment_notification_state", "/api/jobs/case-notes"):
        play.propops.fail(Fault(path, "400", times=None, words="Something else"))
    await priya.command(f"{line} {job}")

    def told() -> bool | None:
        seen = [str(each.text) + str(each.blocks) for each in priya.ephemerals]
        seen += [str(priya.top.blocks)] if priya.top is not None else []
        return any("I can't find that job any more" in each for each in seen) or None

    await play.slack.until(told, why="which job is not there")
