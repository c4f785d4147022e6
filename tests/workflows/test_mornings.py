"""Morning messages over random days, restarts and replicas: never twice, never on a day off, never late."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import Unreachable, Unverified
from bot.jobs.board import Board, Row
from bot.jobs.change import Member
from bot.jobs.working_time import is_working_day
from bot.store.board_readers import BoardReaderStore
from bot.store.database import Database
from bot.views.board import BoardView
from bot.workflows.board.boards import BoardRead
from bot.workflows.board.morning import LATE, MorningMessages, last_morning, next_morning
from tests.databases import new_sqlite

EIGHT = time(8)
YEAR = datetime(2026, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001 - hypothesis adds none
ZONES = {
    "U1": ZoneInfo("Europe/London"),
    "U2": ZoneInfo("America/New_York"),
    "U3": ZoneInfo("Australia/Lord_Howe"),
}
STARTS = [
    datetime(2026, 3, 26, 6, tzinfo=ZoneInfo("Europe/London")),  # the clocks go forward on the 29th
    datetime(2026, 10, 22, 6, tzinfo=ZoneInfo("Europe/London")),  # back on the 25th
    datetime(2026, 4, 1, 6, tzinfo=ZoneInfo("Europe/London")),  # Good Friday is the 3rd
    datetime(
        2026, 12, 23, 6, tzinfo=ZoneInfo("Europe/London")
    ),  # Christmas; the 28th instead of the 26th
]


@dataclass
class World:
    """What lies outside the messages: the clock, the boards, Slack."""

    now: float
    waiting: set[str] = field(default_factory=set)
    away: bool = False
    slack_away: bool = False
    dies_after_post: bool = False
    posted: dict[str, list[float]] = field(default_factory=dict)
    """By key: when it was posted."""
    linked_at: dict[str, float] = field(default_factory=lambda: dict.fromkeys(ZONES, 0.0))
    """By user id of who is linked."""

    def clock(self) -> float:
        return self.now

    async def all(self) -> list[Any]:
        """As the store of tokens says it."""
        return [
            SimpleNamespace(member=Member("", "T1", user), dead_at=None, linked_at=at)
            for user, at in self.linked_at.items()
        ]


class Crash(BaseException):
    """The process is gone."""


class FakeBoards:
    def __init__(self, world: World, readers: BoardReaderStore) -> None:
        self._world, self.readers = world, readers

    async def read(self, member: Member, *, fresh: bool) -> BoardRead:
        del fresh
        if self._world.away:
            raise Unreachable("away")
        rows = [Row("visit", "u-1", None)] if member.user in self._world.waiting else []
        reader = await self.readers.get(member)
        return BoardRead(Board(rows), reader, self._world.now)


class FakeMessenger:
    """Posts once under a key that it may look for, as the real one does."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def find_or_send_dm(
        self, member: Member, message: Any, *, key: str, maybe_sent_since: float | None
    ) -> tuple[str, str]:
        del member, message
        posted = self._world.posted
        if not (maybe_sent_since is not None and key in posted):
            posted.setdefault(key, []).append(self._world.now)
        if self._world.dies_after_post:
            self._world.dies_after_post = False
            raise Crash
        return "D1", f"{len(posted)}.1"


class FakeAccess:
    def __init__(self, world: World) -> None:
        self._world = world

    async def require_access(self, member: Member) -> None:
        if self._world.slack_away:
            raise Unverified("Nobody knows who that is.")

    async def identity(self, member: Member) -> None: ...

    def zone(self, member: Member) -> tzinfo:
        return ZONES[member.user]


def process(world: World, database: Database) -> MorningMessages:
    """One replica, just started."""
    readers = BoardReaderStore(database, world.clock)
    boards: Any = FakeBoards(world, readers)
    homes: Any = SimpleNamespace(
        view_of=lambda read, start, on_page: BoardView(
            read.board, read.now, at=start.at, on_page=on_page
        )
    )
    tokens: Any = world
    access: Any = FakeAccess(world)
    messenger: Any = FakeMessenger(world)
    return MorningMessages(boards, homes, tokens, access, messenger, EIGHT, world.clock)


Step = tuple[str, Any]
steps = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 50)),  # half hours, the bot up
        st.tuples(st.just("down"), st.integers(1, 30)),  # half hours, the bot down
        st.tuples(st.just("restart"), st.none()),
        st.tuples(st.just("waiting"), st.sets(st.sampled_from(sorted(ZONES)))),
        st.tuples(st.sampled_from(["away", "slack_away"]), st.booleans()),
        st.tuples(st.just("dies"), st.none()),
    ),
    min_size=5,
    max_size=25,
)


async def tick(world: World, replicas: Sequence[MorningMessages]) -> None:
    results = await asyncio.gather(*(each.send_due() for each in replicas), return_exceptions=True)
    for each in results:
        if isinstance(each, BaseException) and not isinstance(each, Crash):
            raise each


async def play(start: datetime, script: Sequence[Step], path: Path) -> tuple[World, list[float]]:
    """The world after the script, and the moments at which the bot was up, able, and asked."""
    world = World(start.timestamp(), set(ZONES))
    if ("links", "U1") in script:
        world.linked_at.clear()
    database = await Database.open(new_sqlite(path))
    replicas = [process(world, database), process(world, database)]
    able: list[float] = []
    await asyncio.gather(*(each.plan() for each in replicas))
    for what, how in script:
        match what:
            case "wait":
                for _ in range(how):
                    world.now += 1800
                    await tick(world, replicas)
                    able.append(world.now)
            case "down":
                world.now += 1800 * how
            case "restart":
                replicas = [process(world, database), process(world, database)]
                await asyncio.gather(*(each.plan() for each in replicas))
            case "waiting":
                world.waiting = set(how)
            case "away":
                world.away = how
            case "slack_away":
                world.slack_away = how
            case "moves":
                ZONES.update(how)
                await asyncio.gather(*(each.plan() for each in replicas))
            case "links":
                world.linked_at = {how: world.now}
            case "dies":
                world.dies_after_post = True
    await database.close()
    return world, able


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(STARTS), steps)
def test_never_twice_never_on_a_day_off_never_late(start: datetime, script: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world, _ = asyncio.run(play(start, script, Path(folder) / "x.db"))
    for key, moments in world.posted.items():
        user, _, day = key.rpartition("/")[2].partition(":")
        assert len(moments) == 1, key
        local = datetime.fromtimestamp(moments[0], ZONES[user])
        assert local.date().isoformat() == day
        assert is_working_day(local.date())
        due = datetime.combine(local.date(), EIGHT, ZONES[user]).timestamp()
        assert -60 <= moments[0] - due <= LATE


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.date().isoformat())
async def test_while_the_bot_runs_everybody_hears_on_each_working_day(
    start: datetime, tmp_path: Path
) -> None:
    world, _ = await play(start, [("wait", 48 * 9)], tmp_path / "x.db")
    for user, zone in ZONES.items():
        heard = {key.rpartition(":")[2] for key in world.posted if f"/{user}:" in key}
        assert heard == set(_mornings(start.timestamp(), world.now, zone))


async def test_a_board_that_is_empty_sends_nothing(tmp_path: Path) -> None:
    world, _ = await play(STARTS[0], [("waiting", set()), ("wait", 48)], tmp_path / "x.db")
    assert world.posted == {}


async def test_a_message_missed_by_an_hour_is_made_up_for_and_by_three_is_dropped(
    tmp_path: Path,
) -> None:
    """The script begins at 06:00 in London."""
    for hours, sent in ((3, True), (5, False)):
        script: list[Step] = [("down", 2 * hours), ("restart", None), ("wait", 1)]
        world, _ = await play(STARTS[0], script, tmp_path / f"{hours}.db")
        assert any("/U1:" in key for key in world.posted) is sent


@pytest.mark.parametrize(("linked", "sent"), [(3, True), (5, False)])
async def test_so_is_that_of_who_was_linked_while_the_bot_was_down(
    linked: int, sent: bool, tmp_path: Path
) -> None:
    """`linked`: half hours after 06:00 in London. The bot starts at nine."""
    script: list[Step] = [("down", linked), ("links", "U1"), ("down", 6 - linked)]
    script += [("restart", None), ("wait", 1)]
    world, _ = await play(STARTS[0], script, tmp_path / "x.db")
    assert [len(moments) for moments in world.posted.values()] == ([1] if sent else [])


async def test_while_slack_cannot_say_who_somebody_is_it_waits(tmp_path: Path) -> None:
    """The script begins at 06:00 in London."""
    script: list[Step] = [("slack_away", True), ("wait", 5), ("slack_away", False), ("wait", 1)]
    world, _ = await play(STARTS[0], script, tmp_path / "x.db")
    assert any("/U1:" in key for key in world.posted)


async def test_a_process_that_dies_behind_the_post_leaves_one_message(tmp_path: Path) -> None:
    script: list[Step] = [("waiting", {"U1"}), ("wait", 3), ("dies", None), ("wait", 4)]
    world, _ = await play(STARTS[0], script, tmp_path / "x.db")
    assert [len(moments) for moments in world.posted.values()] == [1]


@pytest.mark.parametrize("there", ["America/New_York", "Australia/Lord_Howe"])
async def test_who_moves_to_another_time_zone_hears_once_on_each_day(
    there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is nine o'clock in London, on a Thursday, when they have gone; on Friday they are back."""
    monkeypatch.setitem(ZONES, "U1", ZONES["U1"])
    away, back = {"U1": ZoneInfo(there)}, {"U1": ZONES["U1"]}
    script: list[Step] = [("waiting", {"U1"}), ("wait", 6), ("moves", away), ("wait", 40)]
    script += [("moves", back), ("wait", 40)]
    world, _ = await play(STARTS[0], script, tmp_path / "x.db")
    assert [len(moments) for moments in world.posted.values()] == [1, 1]
    assert [key.rpartition(":")[2] for key in world.posted] == ["2026-03-26", "2026-03-27"]


def _mornings(begins: float, ends: float, zone: tzinfo) -> Iterator[str]:
    day = datetime.fromtimestamp(begins, zone).date()
    while True:
        due = datetime.combine(day, EIGHT, zone).timestamp()
        if due > ends:
            return
        if due > begins and is_working_day(day):
            yield day.isoformat()
        day += timedelta(days=1)


@given(
    st.datetimes(*YEAR),
    st.sampled_from([*ZONES.values(), ZoneInfo("Asia/Kathmandu")]),
    st.times(),
)
def test_the_next_and_the_last_morning_have_no_other_between_them(
    moment: datetime, zone: ZoneInfo, at: time
) -> None:
    now = moment.replace(tzinfo=zone).timestamp()
    last, following = last_morning(now, at, zone), next_morning(now, at, zone)
    assert last <= now < following
    first, until = (datetime.fromtimestamp(each, zone).date() for each in (last, following))
    between = first + timedelta(days=1)
    while between < until:
        assert not is_working_day(between) or datetime.combine(between, at, zone).timestamp() <= now
        between += timedelta(days=1)
