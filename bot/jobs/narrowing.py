"""Narrowing a list of jobs by words, as people type them: a contractor, an agent, a type, a priority, a
status, and what a job is today, such as overdue.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from bot.jobs.display import day_of
from bot.jobs.model import Choice, Job

NAMES = ("contractor_name", "agent_name", "job_type_name", "priority_name", "status_name")
"""Fields of a job that are looked through."""
_FILLERS = frozenset(
    {
        *("and", "are", "by", "for", "from", "in", "is", "job", "jobs", "my", "mine", "of", "on"),
        *("all", "everything", "open", "priority", "status", "that", "the", "with"),
    }
)
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Letters of a word that stands for somebody's whole name."""
_MOST_WORDS = 12
"""Of a text that narrows a list; a longer one names nothing."""
_MOST_LETTERS = 300


class Narrowed(NamedTuple):
    """`unknown`: words that name nothing in the list, spelt as they were typed."""

    jobs: Sequence[Job]
    unknown: str = ""

    @property
    def fits(self) -> bool:
        """Whether every word named something, and there are jobs left."""
        return bool(self.jobs) and not self.unknown


def _is_overdue(job: Job, today: date) -> bool:
    day = day_of(job.date_works_end_date or job.date_works_start_date)
    return day is not None and day < today


def _is_on(job: Job, day: date) -> bool:
    first = day_of(job.date_works_start_date or job.date_works_end_date)
    last = day_of(job.date_works_end_date) or first
    return first is not None and last is not None and first <= day <= last


def _is_tomorrow(job: Job, today: date) -> bool:
    return _is_on(job, today + timedelta(days=1))


def _has_no_contractor(job: Job, today: date) -> bool:
    del today
    return not job.contractor_id


_STATES: Mapping[tuple[str, ...], Callable[[Job, date], bool]] = MappingProxyType(
    {
        ("overdue",): _is_overdue,
        ("late",): _is_overdue,
        ("today",): _is_on,
        ("tomorrow",): _is_tomorrow,
        ("unassigned",): _has_no_contractor,
        ("no", "contractor"): _has_no_contractor,
        ("without", "contractor"): _has_no_contractor,
        ("without", "a", "contractor"): _has_no_contractor,
    }
)
"""Words → whether a job is that today."""


def is_state(typed: str) -> bool:
    """Whether the whole text says what a job is today: `overdue`, `no contractor`."""
    return tuple(_words(typed)) in _STATES


def narrow(jobs: Sequence[Job], typed: str, today: date) -> Narrowed:
    """The jobs that fit everything in the text: `ace gas urgent overdue` is a contractor, a priority
    and a state.
    """
    if _is_too_long(typed):
        return Narrowed((), " ".join(_WORD.findall(typed[:_MOST_LETTERS])[:_MOST_WORDS]))
    left, spelt = list(jobs), _WORD.findall(typed)
    words = [word.casefold() for word in spelt]
    values = {
        (field, value) for job in jobs for field in NAMES if (value := str(getattr(job, field)))
    }
    unknown: list[str] = []
    while words:
        state = next((each for each in _STATES if tuple(words[: len(each)]) == each), None)
        if state is not None:
            left = [job for job in left if _STATES[state](job, today)]
            words = words[len(state) :]
            continue
        size, fields = _longest(words, values)
        if fields:
            left = [
                job for job in left if any(getattr(job, name) == value for name, value in fields)
            ]
        elif words[0] not in _FILLERS:
            unknown.append(spelt[len(spelt) - len(words)])
        words = words[size:]
    return Narrowed(left, " ".join(unknown))


def named(typed: str, choices: Iterable[Choice]) -> list[Choice]:
    """Whom the whole text names: each of its words begins a word of their name."""
    words = [] if _is_too_long(typed) else _words(typed)
    if not words or max(map(len, words)) < _SHORTEST:
        return []
    return [each for each in choices if _begins(words, each.name)]


def _longest(
    words: Sequence[str], values: set[tuple[str, str]]
) -> tuple[int, set[tuple[str, str]]]:
    """How many of the first words name something together, and the fields that hold it."""
    for size in range(len(words), 0, -1):
        if size == 1 and words[0] in _FILLERS:
            break
        fields = {each for each in values if _begins(words[:size], each[1])}
        if fields:
            return size, fields
    return 1, set()


def _begins(words: Sequence[str], name: str) -> bool:
    there = _words(name)
    return all(any(each.startswith(word) for each in there) for word in words)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _is_too_long(typed: str) -> bool:
    """Nobody narrows a list by so much; to look at each stretch of it takes for ever."""
    return len(typed) > _MOST_LETTERS or len(_words(typed)) > _MOST_WORDS
