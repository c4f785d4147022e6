"""Two members have the form of one job open at the same time."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import card_saying, until_title


async def opened(play: Testbed, who: str, **entered: Any) -> View:
    member = play.slack.member(who)
    await member.command("/job update JOB-003")
    form = await member.modal(having="job_title")
    await member.fill(form, **entered)
    return form


async def written(play: Testbed, number: int) -> None:
    await play.slack.until(lambda: len(play.propops.writes) == number or None, why="a write")


async def test_the_second_to_send_one_field_is_asked_whose_counts(play: Testbed) -> None:
    await play.link("tom", "Tom Reilly")
    hers = await opened(play, "priya", quote_no="Q-PRIYA")
    his = await opened(play, "tom", quote_no="Q-TOM")
    await play.slack.member("tom").submit(his)
    await card_saying(play, "Q-TOM")
    priya = play.slack.member("priya")
    await priya.submit(hers)
    asks = await until_title(priya, play, "while your form was open")
    assert "Tom Reilly" in outline_view(asks)
    assert play.propops.job("JOB-003")["quote_no"] == "Q-TOM"
    await priya.fill(asks, quote_no="Mine: Q-PRIYA")
    await priya.submit(asks)
    await written(play, 2)
    assert play.propops.job("JOB-003")["quote_no"] == "Q-PRIYA"


async def test_different_fields_of_two_forms_are_both_kept(play: Testbed) -> None:
    await play.link("tom", "Tom Reilly")
    hers = await opened(play, "priya", quote_no="Q-PRIYA")
    his = await opened(play, "tom", works_order_ref="WO-TOM")
    await play.slack.member("tom").submit(his)
    await card_saying(play, "WO-TOM")
    await play.slack.member("priya").submit(hers)
    await written(play, 2)
    card = await card_saying(play, "Q-PRIYA")
    assert "Tom Reilly changed Works order" in outline(card.blocks)
    job = play.propops.job("JOB-003")
    assert (job["quote_no"], job["works_order_ref"]) == ("Q-PRIYA", "WO-TOM")


@pytest.mark.parametrize("first", ["priya", "tom"])
async def test_sent_at_the_same_moment_neither_is_lost_in_silence(
    play: Testbed, first: str
) -> None:
    await play.link("tom", "Tom Reilly")
    forms = {
        who: await opened(play, who, quote_no=f"Q-{who}", works_order_ref=f"WO-{who}")
        for who in ("priya", "tom")
    }
    order = sorted(forms, key=lambda who: who != first)
    await asyncio.gather(*(play.slack.member(who).submit(forms[who]) for who in order))

    def asked() -> str | None:
        for who in order:
            view = play.slack.member(who).top
            if view is not None and "while your form was open" in outline_view(view):
                return who
        return None

    second = await play.slack.until(asked, why="one of them is asked")
    [other] = set(forms) - {second}
    job = play.propops.job("JOB-003")
    assert (job["quote_no"], job["works_order_ref"]) == (f"Q-{other}", f"WO-{other}")
    assert len(play.propops.writes) == 1
