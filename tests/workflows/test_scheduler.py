"""Periodic and daily tasks, once among several processes, with a clock moved by the test."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot.errors import Busy
from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.workflows.scheduler import LEASE, LIMIT, MOST_TRIES, RETRY, Scheduler
from tests.waiting import until

LONDON = ZoneInfo("Europe/London")
EIGHT = time(8)
DAY = 86_400.0


def at(text: str) -> float:
    """Unix seconds of a local time in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).timestamp()


class Clock:
    """Time stands still until `advance`, which wakes sleepers in the order of their hour.

    `loops`: how many sleep when all is quiet.
    """

    def __init__(self, now: float) -> None:
        self.now, self.loops = now, 0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = itertools.count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._number), woken))
        await woken

    async def quiet(self) -> None:
        """Until every loop sleeps."""
        for turn in range(5_000):
            self._sleepers = [each for each in self._sleepers if not each[2].done()]
            if len(self._sleepers) >= self.loops:
                return
            await asyncio.sleep(0 if turn < 20 else 0.001)  # a thread may be at it
        raise AssertionError("a loop never sleeps")

    async def until(self, moment: float) -> None:
        await self.quiet()
        heapq.heapify(self._sleepers)
        while self._sleepers and self._sleepers[0][0] <= moment:
            when, _, woken = heapq.heappop(self._sleepers)
            self.now = max(self.now, when)
            woken.set_result(None)
            await self.quiet()
            heapq.heapify(self._sleepers)
        self.now = moment

    async def advance(self, seconds: float) -> None:
        await self.until(self.now + seconds)


class Work:
    """Remembers when it was done; fails as often as told."""

    def __init__(self, clock: Clock, failures: int = 0, error: type[Exception] = Busy) -> None:
        self.times: list[float] = []
        self._clock, self._failures, self._error = clock, failures, error

    async def __call__(self) -> None:
        self.times.append(self._clock.now)
        if len(self.times) <= self._failures:
            raise self._error

    @property
    def moments(self) -> list[str]:
        """Local times."""
        return [f"{datetime.fromtimestamp(each, LONDON):%a %d %b %H:%M}" for each in self.times]


Start = Callable[..., Awaitable[Scheduler]]


@pytest.fixture
def clock() -> Clock:
    return Clock(at("2026-11-25T07:00"))  # a Wednesday


@pytest.fixture
async def db(sqlite_url: str) -> AsyncIterator[Database]:
    db = await Database.open(sqlite_url)
    yield db
    await db.close()


@pytest.fixture
async def start(db: Database, clock: Clock) -> AsyncIterator[Start]:
    """Starts a scheduler, as one process would: `start(add)`, where `add` adds its tasks to it."""
    running: list[Scheduler] = []

    async def start(add: Callable[[Scheduler], object], *, tasks: int = 1) -> Scheduler:
        scheduler = Scheduler(DeferredTaskStore(db), LONDON, clock, sleep=clock.sleep)
        add(scheduler)
        running.append(scheduler)
        clock.loops += tasks
        scheduler.start()
        await clock.quiet()
        return scheduler

    yield start
    for scheduler in running:
        await scheduler.stop()


async def stop(scheduler: Scheduler, clock: Clock, tasks: int = 1) -> None:
    clock.loops -= tasks
    await scheduler.stop()


# every so many seconds


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


# daily


def digest(work: Work, **options: bool) -> Callable[[Scheduler], None]:
    return lambda scheduler: scheduler.daily(EIGHT, work, name="digest", **options)


async def test_once_a_day_at_the_local_time(start: Start, clock: Clock) -> None:
    work = Work(clock)
    await start(digest(work))
    await clock.until(at("2026-11-27T12:00"))
    assert work.moments == ["Wed 25 Nov 08:00", "Thu 26 Nov 08:00", "Fri 27 Nov 08:00"]


async def test_on_working_days_only(start: Start, clock: Clock) -> None:
    """Christmas is a Friday; its Monday is the substitute for Boxing Day, a Saturday."""
    clock.now = at("2026-12-24T12:00")
    work = Work(clock)
    await start(digest(work))
    await clock.until(at("2026-12-29T12:00"))
    assert work.moments == ["Thu 24 Dec 12:00", "Tue 29 Dec 08:00"]


@pytest.mark.parametrize(
    ("friday", "moments"),
    [
        ("2026-03-27", ["Fri 27 Mar 08:00", "Mon 30 Mar 08:00"]),
        ("2026-10-23", ["Fri 23 Oct 08:00", "Mon 26 Oct 08:00"]),
    ],
)
async def test_the_local_time_stays_when_the_clocks_change(
    start: Start, clock: Clock, friday: str, moments: list[str]
) -> None:
    clock.now = at(f"{friday}T07:00")
    work = Work(clock)
    await start(digest(work))
    await clock.advance(3.5 * DAY)
    assert work.moments == moments


@pytest.mark.parametrize(
    ("sunday", "hour", "utc"),
    [
        ("2026-03-29", time(1, 30), "01:30"),  # left out: an hour later by the new clock
        ("2026-10-25", time(1, 30), "00:30"),  # told twice: the first
    ],
)
async def test_a_skipped_or_repeated_hour_runs_the_task_once(
    start: Start,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    sunday: str,
    hour: time,
    utc: str,
) -> None:
    monkeypatch.setattr("bot.workflows.scheduler.is_working_day", lambda _: True)
    clock.now = at(f"{sunday}T00:10")
    work = Work(clock)
    await start(lambda scheduler: scheduler.daily(hour, work))
    await clock.until(at(f"{sunday}T12:00"))
    utcs = [f"{datetime.fromtimestamp(each, ZoneInfo('UTC')):%H:%M}" for each in work.times]
    assert utcs == [utc]


async def test_one_of_two_processes_does_it(start: Start, clock: Clock) -> None:
    first, second = Work(clock), Work(clock)
    await start(digest(first))
    await start(digest(second))
    await clock.until(at("2026-11-27T12:00"))
    assert sorted(first.moments + second.moments) == [
        "Fri 27 Nov 08:00",
        "Thu 26 Nov 08:00",
        "Wed 25 Nov 08:00",
    ]


async def test_without_once_every_process_does_it(start: Start, clock: Clock) -> None:
    first, second = Work(clock), Work(clock)
    await start(digest(first, once=False))
    await start(digest(second, once=False))
    await clock.advance(2 * 3600)
    assert first.moments == second.moments == ["Wed 25 Nov 08:00"]


async def test_what_fell_due_while_the_bot_was_down_is_made_up_for_the_same_day(
    start: Start, clock: Clock
) -> None:
    clock.now = at("2026-11-25T15:20")
    work = Work(clock)
    await start(digest(work))
    await clock.until(at("2026-11-25T23:59"))
    assert work.moments == ["Wed 25 Nov 15:20"]


async def test_a_day_the_bot_was_down_altogether_is_gone(start: Start, clock: Clock) -> None:
    work = Work(clock)
    scheduler = await start(digest(work))
    await clock.until(at("2026-11-25T09:00"))
    await stop(scheduler, clock)
    clock.now = at("2026-11-27T07:00")  # Thursday has passed
    await start(digest(work))
    await clock.until(at("2026-11-27T09:00"))
    assert work.moments == ["Wed 25 Nov 08:00", "Fri 27 Nov 08:00"]


async def test_a_restart_does_it_no_second_time(start: Start, clock: Clock) -> None:
    work = Work(clock)
    scheduler = await start(digest(work))
    await clock.until(at("2026-11-25T09:00"))
    await stop(scheduler, clock)
    await start(digest(work))
    await clock.until(at("2026-11-25T23:00"))
    assert work.moments == ["Wed 25 Nov 08:00"]


async def test_a_run_that_failed_is_tried_again_the_same_day(start: Start, clock: Clock) -> None:
    work = Work(clock, failures=2)
    with capture_logs() as logs:
        await start(digest(work))
        await clock.until(at("2026-11-25T12:00"))
    assert work.moments == ["Wed 25 Nov 08:00", "Wed 25 Nov 08:01", "Wed 25 Nov 08:02"]
    assert [(each["task"], each["next_try_seconds"]) for each in logs] == [("digest", RETRY)] * 2


async def test_a_run_that_always_fails_is_given_up_until_the_next_day(
    start: Start, clock: Clock
) -> None:
    work = Work(clock, failures=MOST_TRIES)
    await start(digest(work))
    await clock.until(at("2026-11-26T12:00"))
    assert len(work.times) == MOST_TRIES + 1
    assert work.moments[-1] == "Thu 26 Nov 08:00"


async def test_a_run_that_a_process_died_in_is_done_by_another(start: Start, clock: Clock) -> None:
    dying, hung = Work(clock), asyncio.Event()

    async def hang() -> None:
        await dying()
        hung.set()
        await asyncio.Event().wait()

    first = await start(lambda scheduler: scheduler.daily(EIGHT, hang, name="digest"))
    await clock.quiet()
    clock.loops -= 1  # it hangs, so it sleeps no more
    await clock.until(at("2026-11-25T08:00"))
    await hung.wait()
    await first.stop()  # as dead: nothing is written down
    work = Work(clock)
    await start(digest(work))
    await clock.until(at("2026-11-25T08:14"))
    assert work.times == []
    await clock.until(at("2026-11-25T12:00"))
    assert work.moments == ["Wed 25 Nov 08:15"]


def test_a_run_is_given_up_before_another_process_may_begin_it() -> None:
    assert LIMIT < LEASE


async def test_an_unreachable_database_is_retried(
    start: Start, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, asked = DeferredTaskStore.claim_day, 0

    async def away_at_first(self: DeferredTaskStore, *args: object) -> object:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise Busy
        return await claim(self, *args)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(DeferredTaskStore, "claim_day", away_at_first)
    work = Work(clock)
    await start(digest(work))
    await clock.until(at("2026-11-25T09:00"))
    assert len(work.times) == 1


# the store


async def test_a_day_is_claimed_by_one_at_a_time(database_url: str) -> None:
    """On either database, and however many ask at the same moment."""
    one, other = await Database.open(database_url), await Database.open(database_url)
    stores = [DeferredTaskStore(one), DeferredTaskStore(other)]
    day = date(2026, 11, 25)
    claims = await asyncio.gather(
        *(stores[n % 2].claim_day("digest", day, 1000.0, 60, 5) for n in range(8))
    )
    assert sorted(claims) == ["ours", *["theirs"] * 7]
    assert await stores[1].claim_day("digest", day, 1061.0, 60, 5) == "ours"
    assert await stores[0].claim_day("another", day, 1061.0, 60, 5) == "ours"
    await stores[1].finish_day("digest", day)
    assert await stores[0].claim_day("digest", day, 9999.0, 60, 5) == "over"
    await one.close()
    await other.close()


async def test_daily_runs_are_no_deferred_tasks(db: Database) -> None:
    store = DeferredTaskStore(db)
    await store.claim_day("digest", date(2026, 11, 25), 1000.0, 60, 5)
    assert await store.take(1e11, 60) == []


async def test_days_that_are_over_are_forgotten(db: Database) -> None:
    store = DeferredTaskStore(db)
    for day in (date(2026, 11, 24), date(2026, 11, 25)):
        assert await store.claim_day("digest", day, 1000.0, 60, 5) == "ours"
        await store.finish_day("digest", day)
    assert await store.claim_day("digest", date(2026, 11, 24), 2000.0, 60, 5) == "ours"


async def test_a_run_that_hangs_is_cut_off_and_the_next_one_follows(db: Database) -> None:
    runs = 0

    async def hang() -> None:
        nonlocal runs
        runs += 1
        await asyncio.Event().wait()

    scheduler = Scheduler(DeferredTaskStore(db), LONDON, lambda: 0.0)
    scheduler.every(0.01, hang, name="hangs", limit=0.02)
    with capture_logs() as lines:
        scheduler.start()
        await until(lambda: runs > 2)
    await scheduler.stop()
    failed = [line for line in lines if line["event"] == "scheduled task failed, retrying"]
    assert failed[0]["error"] == "TimeoutError"
