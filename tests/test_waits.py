"""How periodic tasks wait: together, so that an idle process is woken seldom."""

import asyncio

import pytest

from bot.wiring import waits


class Loop:
    now = 0.0

    def time(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("now", "seconds", "waited"),
    [(10.0, 1, 1.0), (10.2, 1, 0.8), (10.9, 1, 1.1), (10.7, 5, 5.3), (10.3, 0.5, 0.5)],
)
async def test_what_is_done_every_few_seconds_is_done_at_whole_ones(
    now: float, seconds: float, waited: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)

    loop = Loop()
    loop.now = now
    with monkeypatch.context() as patched:
        patched.setattr(asyncio, "get_running_loop", lambda: loop)
        patched.setattr(asyncio, "sleep", sleep)
        await waits.together(seconds)
    assert asked == [pytest.approx(waited)]
