"""Boards at their worst: every kind of row, with the longest text."""

from collections.abc import Iterator
from typing import Any

from bot.jobs.board import Asked, Asleep, Board, Pending, Row, Snooze
from bot.views import board, chase
from bot.views.blocks import Message
from bot.views.board import BoardView
from tests.views.samples import AT, UUID, much, worst_job

URL = "https://propops.example.com/jobs/1"
KINDS: tuple[Any, ...] = ("unknown", "checking", "down", "link", "failed", "draft")


def worst_rows(storm: str) -> list[Row]:
    """One of each kind."""
    text, job = much(storm), worst_job(storm)
    asked = Asked(
        "S-ABCDEFGHIJKL", 2, text, text, AT, UUID, text, 9e9, "https://x.slack.com/a/C/p1", text
    )
    rows = [Row("approval", "S-ABCDEFGHIJKL", AT, "1", asked=asked)]
    for kind in KINDS:
        for candidates in ([], [(UUID, text)], [(UUID, text)] * 9):
            pending = Pending(
                *("S-ABCDEFGHIJKL", kind, text, AT, UUID, text, text, "create"), candidates
            )
            rows.append(Row("stuck", "S-ABCDEFGHIJKL", AT, kind, pending=pending))
    groups: tuple[Any, ...] = ("contractor", "accept", "visit")
    return rows + [
        Row(group, UUID, since, "s", job=job) for group in groups for since in (AT, None)
    ]


def worst_views(storm: str, on_page: int) -> Iterator[BoardView]:
    every = worst_rows(storm) * 5
    for everybody, rows, at in (
        (True, worst_rows(storm) * 3, 40),
        (False, worst_rows(storm), 0),
        (False, [], 0),
    ):
        asleep = [Asleep(row, Snooze(f"{n}", AT, at=AT + 9e6 - n)) for n, row in enumerate(every)]
        whole = Board(rows, [each._replace(before=len(rows) // 2) for each in asleep])
        yield BoardView(whole, AT + 9e6, everybody, much(storm), at, on_page, lambda _: URL, 600.0)


def worst_messages(storm: str) -> Iterator[tuple[str, Message]]:
    for view in worst_views(storm, board.IN_MESSAGE):
        yield "board", board.message(view, "Good morning.")
    yield "chase", chase.chase(worst_job(storm), AT, AT + 9e6, URL)
    yield "snoozed", chase.snoozed(UUID, much(storm), AT)
    yield "over", chase.over(much(storm))
