"""Signs of life in a crowd: put off while they would make Slack's answers later, but not for ever."""

import asyncio
from typing import Any, cast

import pytest

from bot.jobs.change import Member, Place
from bot.slack.messenger import Messenger
from handlers import sign_of_life
from handlers.request import Request
from handlers.sign_of_life import SignsOfLife

REQUEST = Request(Member("", "T1", "U1"), Place("C1"), "1.2.3", "https://hooks.slack.com/a", True)


class Told:
    """A messenger that only hears that a sign is shown."""

    def __init__(self) -> None:
        self.shown = asyncio.Event()

    async def respond(self, _url: str, _message: object) -> bool:
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


@pytest.mark.parametrize(
    ("crowded", "asked"), [(0, 1), (3, 4), (10**6, sign_of_life.MOST_PUT_OFF + 1)]
)
async def test_a_sign_comes_once_the_crowd_is_served_or_after_a_while(
    told: Told, crowded: int, asked: int
) -> None:
    crowd = Crowd(crowded)
    signs(told, crowd).begin(REQUEST)
    await asyncio.wait_for(told.shown.wait(), 10)
    assert crowd.asked == asked


async def test_an_answer_ends_a_sign_that_was_put_off(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_of_life, "PUT_OFF", 3600.0)
    crowd = Crowd(1)
    of_one = signs(told, crowd)
    of_one.begin(REQUEST)
    await asyncio.wait_for(crowd.asked_for.wait(), 10)
    await of_one.end(REQUEST.trigger)
    timers: Any = of_one._signs
    assert not timers
    assert not told.shown.is_set()
