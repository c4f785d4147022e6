"""The clock of the demo: forward only, asleep as long as it says, and nobody else's."""

import asyncio
import inspect
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.sandbox.playground.clock import TURNS, TurnedClock
from bot.wiring.waits import USUAL, Waits, together
from tests.waiting import until

LONDON = ZoneInfo("Europe/London")


def turned(at: str, to: str) -> str:
    return f"{TURNS[to][1](datetime.fromisoformat(at).replace(tzinfo=LONDON)):%a %d %b %H:%M}"


@pytest.mark.parametrize(
    ("at", "to", "becomes"),
    [
        ("2026-11-26 06:50", "hour", "Thu 26 Nov 07:50"),
        ("2026-11-26 06:50", "tomorrow", "Fri 27 Nov 07:59"),
        ("2026-11-27 12:00", "tomorrow", "Sat 28 Nov 07:59"),
        ("2026-11-26 06:50", "morning", "Thu 26 Nov 07:59"),
        ("2026-11-27 12:00", "morning", "Mon 30 Nov 07:59"),
        ("2026-12-24 12:00", "morning", "Tue 29 Dec 07:59"),
        # both nights on which clocks change
        ("2027-03-28 00:30", "hour", "Sun 28 Mar 02:30"),
        ("2027-10-31 01:30", "hour", "Sun 31 Oct 01:30"),
        ("2027-03-27 22:00", "tomorrow", "Sun 28 Mar 07:59"),
        ("2027-10-30 22:00", "morning", "Mon 01 Nov 07:59"),
    ],
)
def test_it_is_turned_in_the_time_of_london(at: str, to: str, becomes: str) -> None:
    assert turned(at, to) == becomes


async def test_who_sleeps_by_it_wakes_when_it_is_turned_past_their_time() -> None:
    clock = TurnedClock()
    soon, later = (asyncio.create_task(clock.sleep(seconds)) for seconds in (3_000, 4_000))
    short = asyncio.create_task(clock.sleep(0.01))
    await until(short.done)
    assert not soon.done()
    clock.turn("hour")
    await until(soon.done)
    assert not later.done()
    clock.turn("hour")
    await until(later.done)


def test_it_outlives_the_demo(tmp_path: Path) -> None:
    clock = TurnedClock(tmp_path / "clock")
    clock.turn("tomorrow")
    assert TurnedClock(tmp_path / "clock")() == pytest.approx(clock(), abs=5)


def test_a_real_install_has_the_time_of_its_machine() -> None:
    assert inspect.signature(App).parameters["clock"].default is time.time
    assert USUAL.sleep is Waits().sleep is together
