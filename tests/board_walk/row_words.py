"""What a row of a board has to say of its job: which it is, where, and why it waits, with the age."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from tests.board_walk.model import ACCEPT, CONTRACTOR, VISIT, Fields, Model
from tests.board_walk.reading import Blocks, drawn_rows
from tests.board_walk.times import moment

_AGE = re.compile(r"(\d+) (minute|hour|day)s? ago")
_SECONDS = {"minute": 60.0, "hour": 3_600.0, "day": 86_400.0}
_SLACK = 120.0
"""Seconds that may have gone by since it was drawn."""
_CLOCK_CHANGE = 3_600.0
"""Seconds by which a day is shorter or longer than 24 hours."""


def check_words(blocks: Blocks, jobs: Mapping[str, Fields]) -> None:
    """`jobs`: by reference, as they are."""
    for (group, ref), words, _ in drawn_rows(blocks):
        job = jobs.get(ref)
        if job is None or group not in _WHY:
            continue
        for fact in (job["job_title"], job["full_address"].split(",")[0], _why(group, job)):
            assert fact in words, f"{ref} of {group}: “{fact}” is not in\n{words}"


def check_ages(blocks: Blocks, model: Model, jobs: Mapping[str, Fields], now: float) -> None:
    """Of rows that were drawn just now."""
    for (group, ref), words, _ in drawn_rows(blocks):
        job = jobs.get(ref)
        if job is not None and group in _WHY:
            age = now - _since(group, job, model)
            assert _says_age(words, age), f"{ref} of {group} waits for {age:.0f} s:\n{words}"


_WHY: Mapping[str, str] = {
    CONTRACTOR: "No contractor chosen",
    ACCEPT: "{contractor} was told",
    VISIT: "The visit was due on {day}",
}


def _why(group: str, job: Fields) -> str:
    last = job["date_works_end_date"] or job["date_works_start_date"]
    day = date.fromisoformat(last) if last else date.min
    return _WHY[group].format(contractor=job["contractor_name"], day=f"{day:%a} {day.day} {day:%b}")


def _since(group: str, job: Fields, model: Model) -> float:
    """Since when it waits (Unix seconds): its job was raised, the contractor told, the day of the visit."""
    if group == CONTRACTOR:
        return datetime.fromisoformat(job["created_at"]).timestamp()
    if group == ACCEPT:
        return model.told[job["job_ref"]].at
    return moment(
        date.fromisoformat(job["date_works_end_date"] or job["date_works_start_date"]), time()
    )


def _says_age(words: str, seconds: float) -> bool:
    found = _AGE.search(words.replace("yesterday", "1 day ago"))
    if found is None:
        return "just now" in words and seconds < 2 * _SLACK
    unit = _SECONDS[found[2]]
    least, slack = int(found[1]) * unit, _SLACK + (_CLOCK_CHANGE if found[2] == "day" else 0)
    return least - slack <= seconds < least + unit + slack
