"""The bench itself: every group measures something, a few times only, on one bot."""

import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from tests.bench import (
    acks,
    boards,
    crowd,
    growth,
    idle,
    load,
    one,
    page,
    payloads,
    presses,
    profile,
    rate,
    replicas,
    typeahead,
)
from tests.bench.counters import CounterFile
from tests.bench.groups import APART, GOALS, GROUPS
from tests.bench.history import History
from tests.bench.plot import COLOURS, svg
from tests.bench.results import compared, met, table
from tests.bench.rows import (
    NAIVE_SQLITE,
    POSTGRES,
    SERVERS,
    SQLITE,
    Figure,
    Result,
    Setting,
    cells,
    collected,
)
from tests.bench.stage import naive_stage

SHORT = Setting({SQLITE: str}, short=True)


@pytest.mark.timeout(240)
async def test_every_group_measures_the_bot_and_the_naive_ones(tmp_path: Path) -> None:
    url, counters = f"sqlite:///{tmp_path / 'bot.db'}", CounterFile(tmp_path / "counters")
    more = {"BENCH_COUNTERS": str(tmp_path / "counters")}
    async with presses.with_cards(url, ["C1", "C2"], module="tests.bench.counters", more=more) as (
        stage,
        cards,
    ):
        waits, _ = await presses.press_all(stage, cards)
        assert len(waits) == 2
        stage.check_once(send_assignment_notification=2)
        assert len(await presses.steadily(stage, "COTHER", 1, 0)) == 1
        figures = await one.quick({SQLITE: stage}, 1)
        assert len(await rate.send_at_rate(stage, 2)) == 2
        figures += await crowd.throughput(SQLITE, stage, SHORT)
        counted = await crowd.transactions(SQLITE, stage, counters, SHORT)
        assert counted[0].value > 0
        assert counters.read().engine > 0
        figures += await idle.watch({SQLITE: stage}, {SQLITE: counters}, 0.1)
        assert len(await boards.open_homes(stage, 1)) == 1
        typed = typeahead.typed_texts(20, 8)
        waits, found = await typeahead.over_http(stage, 20, typed)
        assert (len(waits), found) == (8, 8)
        figures += await one.far_away({SQLITE: stage}, 1)
        writes = Counter(stage.propops.writes)
        stage.check_once(**writes)
    assert writes["create"] > 8
    history = History(url)
    history.grow(2 * history.length)
    with sqlite3.connect(tmp_path / "bot.db") as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT count(*) FROM changes").fetchone() == (history.length,)
    async with growth.after(url) as stage:
        await stage.send_form(payloads.user(1), "CAFTER")
        stage.check_once(create=1)
    assert all(figure.value >= 0 for figure in figures)
    async with naive_stage(NAIVE_SQLITE) as stage:  # with the form that the bot has opened
        await stage.send_form(payloads.user(1), "C1")
        stage.check_once(create=1)


@pytest.mark.postgres
@pytest.mark.timeout(240)
async def test_one_of_two_bots_is_killed(postgres_url: str) -> None:
    setting = Setting({POSTGRES: lambda: postgres_url}, short=True)
    rows = [figure.what for figure in await replicas.one_of_two_killed(setting)]
    assert rows[-1] == "two replicas, one killed: last card after"


async def test_acks_are_timed() -> None:
    async with load.server("ours", 2) as ours:
        assert (await ours.drive(load.a_press(), 1, 0.05)).answers > 0
    assert acks.acks in GROUPS.values()


def test_stacks_are_told_apart_by_library() -> None:
    frames = {
        "step (/x/.venv/lib/python3.11/site-packages/dbos/_core.py:12)": "dbos",
        "run (/usr/lib/python3.11/asyncio/runners.py:118)": "asyncio",
        "dumps (/usr/lib/python3.11/json/__init__.py:1)": "json",
        "show (/x/bot/store/changes.py:3)": "bot.store",
        "thread (0x7F)": "",
    }
    assert {frame: profile.library(frame) for frame in frames} == frames
    stacks = [(list(frames)[1:4], 3), (list(frames)[:1], 1)]
    alone, within, count = profile.by_library(stacks)
    assert (alone["bot.store"], within["bot.store"], alone["dbos"], count) == (3, 3, 1, 4)


def a_result(rate: float) -> Result:
    figures = [
        Figure("50 people: changes a second", NAIVE_SQLITE, 40, "1/s"),
        Figure("50 people: changes a second", SQLITE, rate, "1/s"),
    ]
    groups = {"crowd": collected([figures, figures])}
    return Result("abc", "a machine", {"Python": "3.11"}, 1.0, 2, groups)


def test_a_goal_may_be_a_multiple_of_another_server() -> None:
    rows = cells(a_result(27).groups["crowd"])
    assert met(rows, "50 people: changes a second", SQLITE) is False
    rows = cells(a_result(29).groups["crowd"])
    assert met(rows, "50 people: changes a second", SQLITE) is True
    assert "| ≥ 0.7 × naive + SQLite | yes |" in table(a_result(29).groups["crowd"])


def test_two_files_are_compared() -> None:
    assert "| 10.0 1/s | 30.0 1/s | 3.00 |" in compared(a_result(10), a_result(30))


def test_only_what_is_between_the_marks_of_the_page_is_written() -> None:
    text = page.PAGE.read_text("utf-8")
    new = page.written(text, a_result(30))
    assert new.partition(page.BEGIN)[0] == text.partition(page.BEGIN)[0]
    assert new.partition(page.END)[2] == text.partition(page.END)[2]
    assert page.written(new, a_result(30)) == new


def test_each_group_has_a_section_and_a_picture_of_rows_that_it_measures() -> None:
    assert page.SECTIONS.keys() == {**GROUPS, **APART}.keys()
    plot = page.SECTIONS["crowd"].plot
    assert plot is not None
    picture = svg(plot, cells(a_result(30).groups["crowd"]))
    assert picture.count("<rect") == 1 + 2 + 2
    assert "50 people: changes a second" in GOALS
    assert COLOURS.keys() == set(SERVERS)
