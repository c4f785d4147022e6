"""No background loop dies unseen."""

import ast
import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import supervision
from bot.supervision import supervised
from tests.waiting import until

ROOT = Path(__file__).parent.parent
ONE_SHOT = {
    "bot/app.py": "awaited by the start",
    "bot/serve.py": "awaited by the serving; the warm-up may fail",
    "bot/concurrency.py": "awaited by the body it runs beside",
    "bot/engine/dbos_engine.py": "awaited by its caller",
    "bot/propops/lookups/cached_list.py": "awaited by whoever needs the list",
    "bot/propops/lookups/in_time.py": "awaited by whoever asked, or its end is read",
    "bot/propops/lookups/member_lookups.py": "awaited by the same call",
    "bot/slack/channel_directory.py": "awaited by whoever asks for the channel",
    "bot/slack/group_names.py": "awaited by whoever asks for the name",
    "bot/slack/user_directory.py": "awaited by whoever asks for the profile",
    "bot/store/agenda.py": "awaited by all who ask at once",
    "bot/supervision.py": "the supervisor",
    "bot/web/bolt.py": "a listener: what it raises is answered and logged",
    "bot/web/installations.py": "awaited by whoever needs it",
    "bot/web/installation.py": "awaited by whoever needs it",
    "bot/web/socket_mode.py": "one request, awaited",
    "bot/workflows/approvals/decisions.py": "one card, whose failure is logged",
    "bot/workflows/board/homes.py": "awaited by whoever opens Home",
    "bot/workflows/changes/exactly_once.py": "awaited by the run",
    "bot/workflows/changes/run_leases.py": "one statement; the lease lapses where it fails",
    "bot/workflows/deferred_tasks.py": "one task, whose failure is logged; its lease brings it back",
    "bot/workflows/drafts/sent_forms.py": "one look, whose failure is logged",
    "bot/workflows/drafts/unsent_forms.py": "one write, whose failure is logged",
    "bot/workflows/link_previews/previews.py": "previews of one job, whose failure is logged",
    "bot/workflows/linking/permissions.py": "awaited by whoever asks",
    "handlers/background.py": "the work of one press: what it raises is told and logged",
    "handlers/message_words.py": "awaited at once, side by side",
    "handlers/sign_of_life.py": "one message, whose failure is logged",
}
"""Files that start tasks by themselves: each ends soon, and why nobody misses it."""


def test_every_task_is_supervised_or_ends_soon() -> None:
    starting = set()
    for folder in ("bot", "handlers"):
        for file in (ROOT / folder).rglob("*.py"):
            name = file.relative_to(ROOT).as_posix()
            if "sandbox" in name or "/cli/" in name:
                continue
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                called = node.func if isinstance(node, ast.Call) else None
                if getattr(called, "attr", "") in {"create_task", "ensure_future"}:
                    starting.add(name)
    assert starting <= ONE_SHOT.keys(), "a loop? start it with bot.supervision.supervised"


async def test_a_loop_that_fails_or_ends_is_started_again_and_logged_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.001)
    ran = 0

    async def loop() -> None:
        nonlocal ran
        ran += 1
        if ran < 3:
            raise ValueError("broken")
        if ran < 5:
            return
        await asyncio.Event().wait()

    with capture_logs() as lines:
        task = supervised("a loop", loop)
        await until(lambda: ran == 5)
    assert not task.done()
    assert [line["event"] for line in lines] == ["a background loop failed, starting it again"]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_a_loop_waits_for_may_be_cancelled_and_the_loop_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervision, "FIRST_PAUSE", 0.001)
    shared, ran = asyncio.get_running_loop().create_future(), 0

    async def loop() -> None:
        nonlocal ran
        ran += 1
        if ran < 3:
            await asyncio.shield(shared)
        await asyncio.Event().wait()

    with capture_logs() as lines:
        task = supervised("a loop", loop)
        await until(lambda: ran == 1)
        shared.cancel()
        await until(lambda: ran == 3 or task.done())
    assert not task.done()
    assert [each["error"] for each in lines] == ["CancelledError"]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_loop_whose_work_is_done_may_end() -> None:
    async def work() -> None:
        await asyncio.sleep(0)

    await supervised("some work", work, ends=True)
