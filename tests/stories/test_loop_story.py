"""No message holds the bot's loop: whatever its size, everybody else's turn comes soon.

Each turn of the loop is measured by its thread's own processor time, so that a busy machine changes
nothing, and only the turns of what the bot has started are counted: the sandboxes are on the loop too.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import pytest

from bot.sandbox.testbed import Testbed
from tests.stories.every_listener import idle, payload, post

pytestmark = pytest.mark.testbed(linked={"priya": "Priya Shah"})
MOST_SECONDS = 0.05
"""Of processor time: what is promised of any one message."""
ADDRESSES = 9_000
_is_bot: ContextVar[bool] = ContextVar("is_bot", default=False)


@contextlib.contextmanager
def bot_turns() -> Iterator[list[tuple[float, str]]]:
    """The turns of the loop that ran the bot, in seconds, and whose they were."""
    turns: list[tuple[float, str]] = []
    run = asyncio.Handle._run

    def measured(handle: asyncio.Handle) -> None:
        if not handle._context.get(_is_bot, False):  # type: ignore[attr-defined]  # no public way
            run(handle)
            return
        whose = repr(handle)[:300]
        before = time.thread_time()
        run(handle)
        turns.append((time.thread_time() - before, whose))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.Handle, "_run", measured)
        yield turns


async def _restart_marked(play: Testbed) -> None:
    """All that the bot starts from now on is known by its context."""
    await play.stop_bot()
    mark = _is_bot.set(True)
    await play.start_bot()
    _is_bot.reset(mark)


@pytest.fixture
async def marked(play: Testbed) -> Testbed:
    """A PropOps with very many addresses, a huge description and huge notes."""
    streets = play.propops._state.tables["addresses"]
    one = streets[0]
    streets += [
        one
        | {
            "ID": 50_000 + n,
            "uuid": f"home-{n}",
            "full_address": f"{n} Elm Row, Leeds LS1 {n % 9}AB",
        }
        for n in range(ADDRESSES)
    ]
    await _restart_marked(play)
    return play


TEXTS = {
    "words": "/job new " + "elm row " * 24_000,
    "codes": "/job new leak, door code 1" + "-" * 400 + "! " + "code 1234 " * 20_000,
    "update": "/job update JOB-003 " + "friday or 1/2 " * 14_000,
    "find": "/job find " + "elm " * 50_000,
    "reference": "/job show " + "1" * 200_000,
    "no command": "/job " + "updaate" * 30_000,
    "spaces": "/job new " + " " * 190_000 + "x",
}


async def longest_turn(
    play: Testbed, bodies: Callable[[int], Iterable[dict[str, Any]]], tries: int = 6
) -> tuple[float, str]:
    """Of several tries the least, no more than it needs: a busy machine slows processors too.

    `bodies`: the payloads of a try; the same request twice would be a replay.
    """
    longest: list[tuple[float, str]] = []
    for attempt in range(tries):
        with bot_turns() as turns:
            for body in bodies(attempt):
                await post(play, body)
            await idle(play)
        assert turns
        longest.append(max(turns))
        if longest[-1][0] < MOST_SECONDS:
            break
    return min(longest)


@pytest.mark.parametrize("name", TEXTS)
async def test_no_command_holds_the_loop(marked: Testbed, name: str) -> None:
    command, _, text = TEXTS[name].partition(" ")

    def typed(attempt: int) -> list[dict[str, Any]]:
        return [payload(marked, "command", command, text=text + " " * attempt)]

    longest = await longest_turn(marked, typed)
    assert longest[0] < MOST_SECONDS, longest


@pytest.mark.parametrize("name", ["address_id", "contractor_id"])
async def test_no_typing_holds_the_loop(marked: Testbed, name: str) -> None:
    def typed(attempt: int) -> list[dict[str, Any]]:
        values = ("elm", "elmm oakk rowe " * 270, "x" * 900_000)
        return [payload(marked, "options", name, value=value + " " * attempt) for value in values]

    longest = await longest_turn(marked, typed)
    assert longest[0] < MOST_SECONDS, longest


@pytest.mark.parametrize("value", ["[" * 450_000, '["card.show","' + "x" * 900_000, "1" * 900_000])
async def test_no_press_holds_the_loop(marked: Testbed, value: str) -> None:
    def pressed(attempt: int) -> list[dict[str, Any]]:
        text = value + " " * attempt
        return [
            payload(marked, "action", "card.notify", value=text),
            payload(marked, "submission", "job.create", metadata=text),
        ]

    longest = await longest_turn(marked, pressed)
    assert longest[0] < MOST_SECONDS, longest


@pytest.mark.parametrize("unit", ["<ul><li>x", "<p>", "code 1234 ", "<", "&amp;"])
async def test_no_description_holds_the_loop(marked: Testbed, unit: str) -> None:
    job = marked.propops._found("JOB-003")

    def shown(attempt: int) -> list[dict[str, Any]]:
        job["job_description"] = f"{attempt} {unit * (1_000_000 // len(unit))}"
        return [payload(marked, "command", "/job", text="show JOB-003" + " " * attempt)]

    longest = await longest_turn(marked, shown)
    assert longest[0] < MOST_SECONDS, longest


async def test_a_computation_on_the_loop_would_be_seen() -> None:
    """What the others hold would fail for 200 ms of work in one turn."""

    async def hold() -> None:
        until = time.thread_time() + 0.2
        while time.thread_time() < until:
            pass

    with bot_turns() as turns:
        mark = _is_bot.set(True)
        task = asyncio.create_task(hold())
        _is_bot.reset(mark)
        await task
    assert max(turns)[0] > 1.9 * MOST_SECONDS
