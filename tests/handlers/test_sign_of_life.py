"""Signs of life in a crowd: a few at a time, and put off while they would make Slack's answers later."""

import asyncio
from typing import Any, cast

import pytest

from bot.jobs.change import Member, Place
from bot.slack.messenger import Messenger
from handlers import sign_of_life
from handlers.request import Request
from handlers.sign_of_life import SignsOfLife
from tests.waiting import until

REQUEST = Request(Member("", "T1", "U1"), Place("C1"), "1.2.3", "https://hooks.slack.com/a", True)


class Told:
    """A messenger that only hears that a sign is shown."""

    def __init__(self) -> None:
        self.shown = asyncio.Event()
        self.answers: asyncio.Event | None = None
        """Slack takes nothing before it is set."""
        self.count = self.under_way = self.most_under_way = 0

    async def respond(self, _url: str, _message: object) -> bool:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        if self.answers is not None:
            await self.answers.wait()
        self.under_way -= 1
        self.count += 1
        self.shown.set()
        return True


class Crowd:
    """Crowded so many times in a row that somebody asks."""

    def __init__(self, times: int) -> None:
        self.asked, self.times = 0, times
        self.asked_for = asyncio.Event()

    def __call__(self) -> bool:
        self.asked += 1
        self.asked_for.set()
        return self.asked <= self.times


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    monkeypatch.setattr(sign_of_life, "PUT_OFF", 0.001)
    return Told()


def signs(told: Told, crowd: Crowd) -> SignsOfLife:
    return SignsOfLife(cast("Messenger", told), 0.001, crowd)


@pytest.mark.parametrize("crowded", [0, 3, 30])
async def test_a_sign_comes_once_the_crowd_is_served(told: Told, crowded: int) -> None:
    crowd = Crowd(crowded)
    signs(told, crowd).begin(REQUEST)
    await asyncio.wait_for(told.shown.wait(), 60)
    assert crowd.asked == crowded + 1


async def test_of_many_signs_a_few_are_shown_at_a_time(told: Told) -> None:
    of_all = signs(told, Crowd(0))
    told.answers = asyncio.Event()
    requests = [REQUEST._replace(trigger=f"1.{n}", place=Place(f"C{n}")) for n in range(20)]
    for request in requests:
        of_all.begin(request)
    await until(lambda: told.under_way == sign_of_life.AT_ONCE)
    for _ in range(20):
        await asyncio.sleep(0)
    assert told.under_way == sign_of_life.AT_ONCE
    told.answers.set()
    await until(lambda: told.count == len(requests))
    assert told.most_under_way == sign_of_life.AT_ONCE


async def test_an_answer_ends_a_sign_that_was_put_off(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_of_life, "PUT_OFF", 3600.0)
    crowd = Crowd(1)
    of_one = signs(told, crowd)
    of_one.begin(REQUEST)
    await asyncio.wait_for(crowd.asked_for.wait(), 60)
    await of_one.end(REQUEST.trigger)
    timers: Any = of_one._signs
    assert not timers
    assert not told.shown.is_set()
