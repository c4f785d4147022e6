"""When something of the board comes up, is back or is over by itself: where mistakes of a day are seen."""

from collections.abc import Iterable, Iterator

from tests.board_walk.model import CHASE_AFTER, UNDO, Fields, Model
from tests.board_walk.times import midnight_after, working_moment

_SLACK = 60.0
"""Seconds within which somebody has to be notified."""


def moments(model: Model, jobs: Iterable[Fields]) -> Iterator[float]:
    """Unix seconds, also of what is over by now."""
    for snoozed in model.snoozed.values():
        yield snoozed.until
    for asked in model.asked:
        yield asked.expires
    for stuck in model.stuck:
        yield stuck.until
    for deletion in model.deletions.values():
        yield deletion.at
    for updated in model.updated.values():
        yield updated.at + UNDO
    for job in jobs:
        if last := job["date_works_end_date"] or job["date_works_start_date"]:
            yield midnight_after(last)
        if told := model.told_of(job):
            yield working_moment(told.at, CHASE_AFTER) + _SLACK
