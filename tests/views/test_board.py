"""The board as it is drawn: within Slack's limits for any text, and every row within reach."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.rehearsal.example_values import BOARD
from bot.jobs import board as jobs
from bot.jobs.board import GROUPS, Board, Row
from bot.jobs.change import Member
from bot.store.tokens import Link
from bot.views import board, home
from bot.views.board import BoardView
from bot.views.buttons import Press
from tests.views.board_samples import worst_messages, worst_rows, worst_views
from tests.views.samples import AT, JOB, SAM, STORMS, much
from tests.views.slack_rules import broken_home, broken_message, broken_view


@pytest.mark.parametrize("storm", STORMS)
def test_any_text_keeps_to_slacks_limits(storm: str) -> None:
    link = Link(Member("", "T1", SAM), "", None)
    for view in worst_views(storm, board.ON_HOME):
        assert broken_home(home.home(much(storm), link, view)) == []
    for _, message in worst_messages(storm):
        assert broken_message(message.wire()) == []
    for words in (much(storm), "No."):
        for drawn in (home.cannot_show(words), home.refused(words), home.coming()):
            assert broken_home(drawn) == []
        for view in worst_views(storm, board.ON_HOME):
            assert broken_home(home.not_linked(words, view)) == []
    assert broken_view(home.find_form()) == []


@given(st.integers(0, 300), st.integers(0, 400), st.sampled_from([board.IN_MESSAGE, board.ON_HOME]))
def test_three_hundred_rows_are_all_within_reach(count: int, at: int, on_page: int) -> None:
    whole = Board([Row("visit", f"u-{n}", AT, job=JOB) for n in range(count)])
    seen: list[Row] = []
    start = 0
    while True:
        view = BoardView(whole, AT, at=start, on_page=on_page)
        seen += whole.rows[view.first : view.first + on_page]
        start = view.first + on_page
        if start >= count:
            break
    assert seen == list(whole.rows)
    anywhere = BoardView(whole, AT, at=at, on_page=on_page)
    assert board.rows(anywhere)
    assert anywhere.first <= max(0, count - 1)


def test_what_a_row_can_do_is_read_back() -> None:
    for row in worst_rows("pings"):
        view = BoardView(Board([row]), AT)
        actions = next(each for each in board.rows(view) if each["type"] == "actions")
        assert board.is_row(actions["block_id"])
        for option in actions["elements"][-1]["options"]:
            press = Press.read(option["value"])
            if press.action == "snooze":
                choice, _, group = press.change.partition("-")
                assert (f"{group}:{press.job}", choice in board.SNOOZES) == (row.key, True)


def test_groups_and_buttons_have_the_words_that_people_hold_on_to() -> None:
    assert list(GROUPS.values()) == [
        "Waiting for your approval",
        "Didn't go through",
        "Needs a contractor",
        "Told, not accepted",
        "Visit passed",
    ]
    labels = " ".join(board.SNOOZES.values())
    assert all(word in labels for word in ("Snooze", "tomorrow", "Monday", "in a week"))
    assert set(board.SNOOZES) == set(get_args(jobs.Snoozing))


def test_each_group_of_jobs_has_its_button_and_each_group_a_row_to_rehearse() -> None:
    drawn = {row.group: row for row in BOARD.rows}
    assert drawn.keys() == GROUPS.keys()
    for group in jobs.OF_JOBS:
        actions = board.rows(BoardView(Board([drawn[group]]), AT))[2]
        assert [each["type"] for each in actions["elements"]] == ["button", "overflow"]
