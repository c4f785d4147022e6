"""No message holds the bot's loop: whatever its size, everybody else's turn comes soon.

Each turn of the loop is measured by its thread's own processor time, so that a busy machine changes
nothing, and only the turns of what the bot has started are counted: the sandboxes are on the loop too.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from contextvars import ContextVar

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


@pytest.mark.parametrize("name", TEXTS)
async def test_no_command_holds_the_loop(marked: Testbed, name: str) -> None:
    command, _, text = TEXTS[name].partition(" ")
    with bot_turns() as turns:
        (answer,) = await post(marked, payload(marked, "command", command, text=text))
        await idle(marked)
    assert answer.status_code == 200
    assert len(turns) > 5
    assert max(turns)[0] < MOST_SECONDS, max(turns)


@pytest.mark.parametrize("name", ["address_id", "contractor_id"])
async def test_no_typing_holds_the_loop(marked: Testbed, name: str) -> None:
    bodies = [
        payload(marked, "options", name, value=value)
        for value in ("elm", "elmm oakk rowe " * 270, "x" * 900_000)
    ]
    with bot_turns() as turns:
        for body in bodies:
            (answer,) = await post(marked, body)
            assert answer.status_code == 200
            assert "options" in answer.json()
        await idle(marked)
    assert max(turns)[0] < MOST_SECONDS, max(turns)


@pytest.mark.parametrize("value", ["[" * 450_000, '["card.show","' + "x" * 900_000, "1" * 900_000])
async def test_no_press_holds_the_loop(marked: Testbed, value: str) -> None:
    bodies = [
        payload(marked, "action", "card.notify", value=value),
        payload(marked, "submission", "job.create", metadata=value),
    ]
    with bot_turns() as turns:
        await post(marked, *bodies)
        await idle(marked)
    assert max(turns)[0] < MOST_SECONDS, max(turns)


@pytest.mark.parametrize("unit", ["<ul><li>x", "<p>", "code 1234 ", "<", "&amp;"])
async def test_no_description_holds_the_loop(marked: Testbed, unit: str) -> None:
    job = marked.propops._found("JOB-003")
    longest = []
    for attempt in range(2):  # the least of two, as nothing else is on this thread
        job["job_description"] = f"{attempt} {unit * (1_000_000 // len(unit))}"
        with bot_turns() as turns:
            text = "show JOB-003" + " " * attempt  # the same request twice would be a replay
            await post(marked, payload(marked, "command", "/job", text=text))
            await idle(marked)
        assert len(turns) > 20
        longest.append(max(turns))
    assert min(longest)[0] < MOST_SECONDS, longest


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
