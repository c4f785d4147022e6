"""Two bots on one Postgres, and one person whose clicks reach now the one, now the other."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.slack.messages import Message
from tests.replicas.pair import Pair, pair
from tests.stories.acting import SIX

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]


def to_bot(two: Pair, number: int) -> None:
    two.slack.deliver_to(f"http://127.0.0.1:{two.ports[number]}/slack/events")


async def raised(two: Pair, title: str, **more: object) -> Message:
    """With the first bot; its card."""
    to_bot(two, 0)
    priya = two.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.submit(await priya.fill(form, **(SIX | {"job_title": title} | more)))
    return await two.slack.until(
        lambda: next((m for m in two.slack.messages("maintenance") if title in m.text), None),
        why="a card",
    )


async def test_a_press_that_reaches_both_at_once_counts_once(
    tmp_path: Path, postgres_url: str
) -> None:
    async with pair(postgres_url, tmp_path) as two:
        card = await raised(two, "Fault number 1", contractor_id="Ace Gas")
        priya, presses = two.slack.member("priya"), []
        for number in (0, 1):
            to_bot(two, number)
            presses.append(asyncio.create_task(priya.press(card, "Notify contractor")))
            await asyncio.sleep(0.005)  # it has left for that bot
        assert [each is not None and each.status for each in await asyncio.gather(*presses)] == [
            200,
            200,
        ]
        told = await two.slack.until(
            lambda: next((m for m in two.slack.messages("maintenance") if "told" in m.text), None),
            why="a card that says so",
        )
        assert told.ts == card.ts
        await raised(two, "Fault number 2")  # by when a second one would have been sent too
        sent = Counter(each["action"] for each in two.propops.writes)
        assert sent["send_assignment_notification"] == 1


async def test_home_that_one_bot_opened_is_kept_true_by_the_other(
    tmp_path: Path, postgres_url: str
) -> None:
    async with pair(postgres_url, tmp_path) as two:
        priya = two.slack.member("priya")

        def home() -> str:
            return outline_view(priya.home) if priya.home else ""

        to_bot(two, 1)
        await priya.open_home()
        await two.slack.until(lambda: home() or None, why="Home")
        assert "Fault number 3" not in home()
        await raised(two, "Fault number 3")  # with the other bot; it has no contractor
        await two.slack.until(lambda: "Fault number 3" in home() or None, why="the row on Home")
