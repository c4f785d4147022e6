"""Daily tasks, once among several processes."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot.errors import Busy
from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.workflows.scheduler import LEASE, LIMIT, MOST_TRIES, RETRY, Scheduler
from tests.waiting import until
from tests.workflows.scheduled import DAY, EIGHT, LONDON, Clock, Start, Work, at, stop


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
