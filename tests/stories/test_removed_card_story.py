"""Somebody deletes a card in Slack: the channel hears no more of the job until it is changed from Slack."""

import pytest

from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import card_saying, raised, updated
from tests.stories.comparing import compare

pytestmark = pytest.mark.testbed(cards_refresh_seconds=0)


def in_channel(play: Testbed, channel: str = "maintenance") -> list[Message]:
    return [each for each in play.slack.messages(channel) if not each.deleted]


def change_status(play: Testbed, name: str, ref: str = "JOB-003") -> None:
    ids = {row["name"]: row["ID"] for row in play.propops.rows("statuses")}
    play.propops.edit(ref, by="Sam Carter", status_id=ids[name])


async def test_a_status_changed_in_propops_is_not_told_where_the_card_was_taken_away(
    play: Testbed,
) -> None:
    card = await updated(play, job_title="Boiler leaks")
    await compare(play)
    play.slack.workspace.remove(card)
    before = in_channel(play)
    for name in ("In progress", "Complete", "In progress"):
        change_status(play, name)
        await compare(play)
    assert in_channel(play) == before
    calls = len(play.slack.calls)
    change_status(play, "Complete")
    await compare(play)
    assert len(play.slack.calls) == calls, "nothing is drawn or posted where no card stands"


async def test_the_next_change_from_slack_posts_the_card_anew_and_once(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    await compare(play)
    play.slack.workspace.remove(card)
    change_status(play, "In progress")
    await compare(play)
    await updated(play, job_title="Boiler leaks badly")
    new = await card_saying(play, "Boiler leaks badly")
    await compare(play)
    change_status(play, "Complete")
    await compare(play)
    assert new.says("Complete")
    cards = [each for each in in_channel(play) if not each.is_reply and each.says("JOB-003")]
    assert cards == [new]


async def test_a_job_deleted_in_propops_is_not_told_there_either(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    await compare(play)
    play.slack.workspace.remove(card)
    before = in_channel(play)
    play.propops.delete("JOB-003")
    for _ in range(3):
        await compare(play)
    assert in_channel(play) == before


async def test_the_card_of_another_job_goes_on_hearing(play: Testbed) -> None:
    gone = await updated(play, job_title="Boiler leaks")
    card = await raised(play)
    await compare(play)
    play.slack.workspace.remove(gone)
    change_status(play, "In progress")
    change_status(play, "In progress", "JOB-061")
    await compare(play)
    assert card.says("In progress")
    assert any("Status" in each.text for each in play.slack.thread(card))
