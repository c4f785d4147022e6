"""Who is let in and who is refused, by HTTP and by Socket Mode."""

import pytest

from bot.sandbox.slack import Member
from bot.sandbox.testbed import Testbed
from tests.stories.acting import raised
from tests.without_ids import without_ids


def said_to(priya: Member, words: str) -> bool | None:
    """Whether the last private answer has these words."""
    return (bool(priya.ephemerals) and words in priya.ephemerals[-1].text) or None


async def test_a_guest_is_refused_with_a_reason(play: Testbed) -> None:
    gil = play.slack.member("gil")
    await gil.command("/job new leak")

    await play.slack.until(lambda: gil.ephemerals or None, why="a private answer")
    assert "Guests can't" in gil.ephemerals[-1].text
    assert len(play.propops.requests) == 0


async def test_a_stranger_in_a_shared_channel_presses_in_vain(play: Testbed) -> None:
    card = await raised(play, channel="elm-contractors", contractor_id=("Ace", 0))
    sol = play.slack.member("sol")
    await sol.press(card, "Notify contractor")

    await play.slack.until(lambda: sol.ephemerals or None, why="a private answer")
    assert play.propops.notified == []


@pytest.mark.testbed(socket_mode=True)
async def test_the_whole_story_works_over_a_socket_too(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new leak under the sink at 12 Elm Row urgent")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_description="Dripping.", job_type_id="Plumbing")
    await priya.submit(form)
    card = await play.slack.wait_for_message(channel="maintenance", containing="Job created")

    assert "Leak under the sink" in card.text
    assert play.slack.complaints == []


async def test_help_and_mistyped_words_are_answered_privately(play: Testbed) -> None:
    priya = play.slack.member("priya")
    for line, words in (
        ("/job", "/job new"),
        ("/job help", "/job update REF"),
        ("/job nwe boiler", "/job new"),
        ("/job update", "JOB-001"),
        ("/job show JOB-O01", "JOB-001"),
    ):
        await priya.command(line)
        await play.slack.until(lambda: said_to(priya, words), why=line)  # noqa: B023 - awaited here


async def test_showing_a_job_is_private_and_keeps_secrets(play: Testbed) -> None:
    play.propops.edit("JOB-001", by="Somebody", access_details="Key safe 9911")
    priya = play.slack.member("priya")
    await priya.command("/job show JOB-001")
    await play.slack.until(lambda: priya.ephemerals or None, why="the job")

    assert "JOB-001" in priya.ephemerals[-1].text
    assert "9911" not in without_ids(f"{priya.ephemerals[-1].text}{priya.ephemerals[-1].blocks}")
    assert play.slack.messages("maintenance") == []
