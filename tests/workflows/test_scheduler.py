"""Periodic tasks, with a clock moved by the test."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.errors import Busy
from bot.slack.web_api import SlackRefused, SlackSilent
from bot.store.database import Database, DatabaseDown
from bot.store.deferred_tasks import DeferredTaskStore
from bot.workflows.scheduler import Scheduler
from tests.workflows.scheduled import EIGHT, LONDON, Clock, Start, Work


async def test_at_once_and_then_again_and_again(start: Start, clock: Clock) -> None:
    work, began = Work(clock), clock.now
    await start(lambda scheduler: scheduler.every(5, work))
    await clock.advance(12)
    assert [each - began for each in work.times] == [0, 5, 10]


async def test_not_at_the_start_where_that_is_said(start: Start, clock: Clock) -> None:
    work, began = Work(clock), clock.now
    await start(lambda scheduler: scheduler.every(5, work, at_start=False))
    await clock.advance(12)
    assert [each - began for each in work.times] == [5, 10]


async def test_a_failure_ends_nothing_and_is_one_log_line(start: Start, clock: Clock) -> None:
    work = Work(clock, failures=1)
    with capture_logs() as logs:
        await start(lambda scheduler: scheduler.every(5, work, name="polling"))
        await clock.advance(5)
    assert len(work.times) == 2
    assert logs == [
        {
            "event": "scheduled task failed, retrying",
            "log_level": "warning",
            "task": "polling",
            "error": "Busy",
            "next_try_seconds": 5,
            "exc_info": False,
        }
    ]


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (SlackSilent("auth.test", "unreadable answer"), "unreadable answer"),
        (SlackRefused("auth.test", "fatal_error"), "fatal_error"),
        (DatabaseDown("disk I/O error"), "disk I/O error"),
    ],
)
async def test_why_it_failed_is_in_the_line(
    start: Start, clock: Clock, error: Exception, cause: str
) -> None:
    """A proxy in Slack's place, a disk that is full: the operator is told which."""
    work = Work(clock, failures=1, error=error)
    with capture_logs() as logs:
        await start(lambda scheduler: scheduler.every(5, work))
    assert [each["cause"] for each in logs] == [cause]


async def test_a_bug_is_logged_with_its_traceback(start: Start, clock: Clock) -> None:
    with capture_logs() as logs:
        work = Work(clock, failures=1, error=KeyError)
        await start(lambda scheduler: scheduler.every(5, work))
    assert [(each["error"], each["exc_info"]) for each in logs] == [("KeyError", True)]


async def test_a_slow_task_keeps_no_other_waiting(start: Start, clock: Clock) -> None:
    quick, never = Work(clock), asyncio.Event()

    def add(scheduler: Scheduler) -> None:
        scheduler.every(5, never.wait, name="slow")
        scheduler.every(5, quick, name="quick")

    await start(add, tasks=1)  # only the quick one ever sleeps
    await clock.advance(10)
    assert len(quick.times) == 3


async def test_a_task_is_called_as_its_method_unless_it_has_a_name(
    start: Start, clock: Clock
) -> None:
    async def refuse() -> None:
        raise Busy

    with capture_logs() as logs:
        await start(lambda scheduler: scheduler.every(5, refuse))
    assert logs[0]["task"].endswith("refuse")


async def test_two_tasks_never_share_a_name(db: Database, clock: Clock) -> None:
    scheduler = Scheduler(DeferredTaskStore(db), LONDON, clock)
    scheduler.every(5, Work(clock), name="digest")
    with pytest.raises(ValueError, match="digest"):
        scheduler.daily(EIGHT, Work(clock), name="digest")


async def test_stopping_ends_what_a_task_is_at(start: Start, clock: Clock) -> None:
    ended = asyncio.Event()

    async def hang() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    scheduler = await start(lambda scheduler: scheduler.every(5, hang), tasks=0)
    await asyncio.sleep(0)
    await scheduler.stop()
    assert ended.is_set()
