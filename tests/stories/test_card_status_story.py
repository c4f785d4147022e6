"""A status in two clicks: each there is, from a stale card, by somebody without the right, of a job that is gone."""

import copy
from functools import partial

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.refusals import NotPossible
from bot.sandbox.testbed import Testbed
from tests.stories.acting import answer, raised
from tests.stories.test_card_choices_story import change_status


async def has_status(play: Testbed, status: str) -> None:
    await play.slack.until(
        lambda: play.propops.job("JOB-061")["status_name"] == status or None, why=status
    )


async def test_each_status_in_turn(play: Testbed) -> None:
    card = await raised(play)
    for row in [*play.propops.rows("statuses")[1:], play.propops.rows("statuses")[0]]:
        await change_status(play, card, row["name"])
        await has_status(play, row["name"])
        said = f"High priority · {row['name']} · "
        await play.slack.until(partial(_says, card, said), why=said)
    assert len(play.propops.writes) == 1 + len(play.propops.rows("statuses"))


async def test_of_a_card_that_a_slow_client_still_shows_the_last_choice_counts(
    play: Testbed,
) -> None:
    card = await raised(play)
    stale = copy.deepcopy(card)
    await change_status(play, card, "In progress")
    await has_status(play, "In progress")
    await change_status(play, stale, "Assigned")
    await has_status(play, "Assigned")


async def test_without_the_right_the_reason_is_told_and_the_choice_kept(play: Testbed) -> None:
    card = await raised(play)
    play.propops.fail(Fault("update", "403"))
    await change_status(play, card, "In progress")
    told = await answer(play, "priya", "PropOps doesn't let that account do this")
    assert told.buttons == ["Resume"]
    assert play.propops.job("JOB-061")["status_name"] == "New"


async def test_a_guest_is_offered_no_status(play: Testbed) -> None:
    card = await raised(play)
    with pytest.raises(NotPossible, match="there: nothing"):
        await change_status(play, card, "In progress", "gil")
    assert len(play.propops.writes) == 1


async def test_of_a_job_that_is_gone(play: Testbed) -> None:
    card = await raised(play)
    play.propops.delete("JOB-061")
    await change_status(play, card, "In progress")
    told = await answer(play, "priya", "It is no longer in PropOps")
    assert told.buttons == []
    assert len(play.propops.writes) == 1


def _says(card: Message, words: str) -> bool | None:
    return words in outline(card.blocks) or None
