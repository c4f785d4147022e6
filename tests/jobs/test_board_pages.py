"""Pages of the board: whoever goes on to the end has had every row before them, whatever goes meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.board import Board, Causes, PageStart, board
from bot.jobs.model import Job
from bot.jobs.next_step import Rules
from bot.jobs.statuses import StatusNames
from bot.views import board as views
from bot.views.board import BoardView
from tests.jobs.test_board import LONDON, NOW

RULES = Rules(StatusNames.of(("Closed",), ("Assigned",)), 8.0, LONDON)
PAGE = views.IN_MESSAGE
DAYS = ["2026-02-27", "2026-03-02", ""]
"""Several jobs of one day, so that their uuids decide; and some that PropOps tells no day of."""


def opened(uuids: list[int], now: float) -> Board:
    jobs = [
        Job(uuid=f"u-{n:03}", status_name="New", created_at=f"{day}T09:00:00Z" if day else "")
        for n in uuids
        for day in [DAYS[n % 3]]
    ]
    return board(Causes(jobs), RULES, now, everybody=True)


def shown(view: BoardView) -> set[str]:
    return {row.subject for row in view.board.rows[view.first : view.first + view.on_page]}


def pressed(view: BoardView, action: str) -> str:
    """The value of that button; empty where there is none."""
    for block in views.rows(view):
        for element in block.get("elements", ()):
            if element.get("action_id") == action:
                return str(element["value"])
    return ""


@given(st.data(), st.integers(1, 60))
def test_to_the_end_while_jobs_are_closed_and_come(data: st.DataObject, count: int) -> None:
    there = list(range(count))
    view, now, newest = BoardView(opened(there, NOW), NOW, on_page=PAGE), NOW, 100
    seen = shown(view)
    while value := pressed(view, views.ROWS):
        gone = data.draw(st.sets(st.sampled_from(there), max_size=12))
        there = [each for each in there if each not in gone] + [newest]
        now, newest = now + 90, newest + 1
        at = PageStart.read(value).number(opened(there, now).rows, now)
        view = BoardView(opened(there, now), now, at=at, on_page=PAGE)
        seen |= shown(view)
    assert {f"u-{each:03}" for each in there if each < count} <= seen


@given(st.integers(9, 60), st.data())
def test_back_shows_what_came_before(count: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, count - 1))
    view = BoardView(opened(list(range(count)), NOW), NOW, at=at, on_page=PAGE)
    before = [row.subject for row in view.board.rows[: view.first]]
    gone = data.draw(st.sets(st.integers(0, count - 1)))
    left = opened([each for each in range(count) if each not in gone], NOW)
    start = PageStart.read(pressed(view, views.BACK), PAGE)
    back = BoardView(left, NOW, at=start.number(left.rows, NOW), on_page=PAGE)
    still = {row.subject for row in left.rows}
    assert set([each for each in before if each in still][-PAGE:]) <= shown(back)


@pytest.mark.parametrize("value", ["8", "0", "-3", "999999"])
def test_a_button_of_an_earlier_release_still_turns_the_page(value: str) -> None:
    there = opened(list(range(20)), NOW)
    at = PageStart.read(value).number(there.rows, NOW)
    assert shown(BoardView(there, NOW, at=at, on_page=PAGE))


@pytest.mark.parametrize("value", ["", "x", "8|nobody|1.0|u", "8|visit|yesterday|u", "8|visit"])
def test_what_is_no_page_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"invalid literal|could not convert|not enough|nobody"):
        PageStart.read(value)
