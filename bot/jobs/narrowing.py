"""Narrowing a list of jobs by words, as people type them: a contractor, an agent, a type, a priority, a
status, what a job is today, such as overdue, the trade's own words (`asap`, `plumber`), a title, an address.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from bot.jobs.display import day_of
from bot.jobs.model import Choice, Job
from bot.jobs.name_index import NameIndex
from bot.jobs.trade_words import TradeWords

NAMES = ("contractor_name", "agent_name", "job_type_name", "priority_name", "status_name")
"""Fields of a job that are looked through."""
_FILLERS = frozenset(
    {
        *(
            "and",
            "are",
            "at",
            "by",
            "for",
            "from",
            "in",
            "is",
            "job",
            "jobs",
            "my",
            "mine",
            "of",
            "on",
        ),
        *(
            "a",
            "an",
            "me",
            "please",
            "pls",
            "show",
            "thanks",
            "all",
            "everything",
            "open",
            "priority",
            "status",
            "that",
            "the",
            "with",
        ),
    }
)
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Letters of a word that stands for somebody's whole name."""
_MOST_WORDS = 12
"""Of a text that narrows a list; a longer one names nothing."""
_MOST_LETTERS = 300

Meanings = Mapping[tuple[str, ...], tuple[str, str]]
"""Words, in lower case → the field of a job, and its value, that they stand for."""


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


def _is_this_week(job: Job, today: date) -> bool:
    monday = today - timedelta(days=today.weekday())
    return any(_is_on(job, monday + timedelta(days=each)) for each in range(7))


def _has_no_contractor(job: Job, today: date) -> bool:
    del today
    return not job.contractor_id


_STATES: Mapping[tuple[str, ...], Callable[[Job, date], bool]] = MappingProxyType(
    {
        ("overdue",): _is_overdue,
        ("late",): _is_overdue,
        ("today",): _is_on,
        ("tomorrow",): _is_tomorrow,
        ("this", "week"): _is_this_week,
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


_ASKS = re.compile(
    r"\s*(?:(?P<asks>(?:what|which)(?:['’]?s)?|anything|any(?=\s+(?:open\s+)?jobs\b))|(?:show|list|see|view)(?:\s+me)?)\b"
    r"(?P<around>(?:\s+(?:is|are|has|have|we|i|got|there|still|the|on|in|due|booked|planned|happening|for|jobs?))*)(?:\s+|\Z)",
    re.IGNORECASE,
)
_OPEN = re.compile(r"open(?:\s+jobs?)?\b\s*", re.IGNORECASE)
_JOBS_LAST = re.compile(r"(?:\A|\s+)jobs?\Z", re.IGNORECASE)


def asked_for(typed: str) -> str | None:
    """What a question narrows the open jobs by: `whats open today`, `which jobs are late`; empty: by nothing.

    None where it asks something else.
    """
    typed = typed.rstrip(" \t\n?!.")
    asks = _ASKS.match(typed)
    if asks is None:
        return None
    rest = _JOBS_LAST.sub("", typed[asks.end() :])
    if is_state(rest) or (asks["asks"] and re.search(r"\bjobs\b", asks["around"], re.IGNORECASE)):
        return rest
    is_open = _OPEN.match(rest)
    return rest[is_open.end() :] if is_open else None


def meanings(words: TradeWords, types: Sequence[Choice], priorities: Sequence[Choice]) -> Meanings:
    """The trade's words that mean a type or a priority which this instance has."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for field, table, choices in (
        ("job_type_name", words.type, types),
        ("priority_name", words.priority, priorities),
    ):
        index = NameIndex(choices)
        for entry in table:
            if (choice := entry.choice(index)) is not None:
                meant = [tuple(_words(each)) for each in (*entry.words, *entry.names)]
                found = {**dict.fromkeys(meant, (field, choice.name)), **found}
    return found


def narrow(
    jobs: Sequence[Job], typed: str, today: date, meant: Meanings = MappingProxyType({})
) -> Narrowed:
    """The jobs that fit everything in the text: `ace gas urgent overdue` is a contractor, a priority
    and a state. `meant`: as of `meanings`; of a type only where the word stands in no title.
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
        size, fits = _next(words, values, jobs, meant)
        if fits is not None:
            left = [job for job in left if fits(job)]
        elif words[0] not in _FILLERS:
            unknown.append(spelt[len(spelt) - len(words)])
        words = words[size:]
    return Narrowed(left, " ".join(unknown))


def _next(
    words: Sequence[str], values: set[tuple[str, str]], jobs: Sequence[Job], meant: Meanings
) -> tuple[int, Callable[[Job], bool] | None]:
    """How many of the first words say something together, and whether a job is that; None: they say nothing."""
    size, fields = _longest(words, values)
    street = next((n for n in range(len(words), size, -1) if _is_address(words[:n], jobs)), 0)
    if street > 1:  # `elm row` is no agent called Elm
        return street, lambda job: _stand_in(words[:street], _words(job.full_address))
    if fields:
        return size, lambda job: any(getattr(job, name) == value for name, value in fields)
    for size in range(len(words), 0, -1):
        if (said := tuple(words[:size])) in meant:
            field, value = meant[said]
            titled = any(_is_titled(said, job) for job in jobs)
            if titled and field == "job_type_name":  # `boiler` is not all that is gas
                return size, partial(_is_titled, said)
            return size, partial(_is_meant, said, (field, value))
    word = words[0]
    if word not in _FILLERS and any(_begins([word], _text(job)) for job in jobs):
        return 1, lambda job: _begins([word], _text(job))
    return 1, None


def _is_meant(words: Sequence[str], meant: tuple[str, str], job: Job) -> bool:
    field, value = meant
    return getattr(job, field) == value or _is_titled(words, job)


def _is_titled(words: Sequence[str], job: Job) -> bool:
    return _stand_in(words, _words(job.job_title))


def _is_address(words: Sequence[str], jobs: Sequence[Job]) -> bool:
    return any(_stand_in(words, _words(job.full_address)) for job in jobs)


def _stand_in(words: Sequence[str], there: Sequence[str]) -> bool:
    """Whether they stand there one after the other."""
    size = len(words)
    return any(list(there[at : at + size]) == list(words) for at in range(len(there) - size + 1))


def _text(job: Job) -> str:
    return f"{job.job_title} {job.full_address}"


def longest_word(typed: str) -> str:
    """The word of several to look for where nothing has all of them in a row; empty where there is one alone."""
    words = [] if _is_too_long(typed) else [each for each in _words(typed) if each not in _FILLERS]
    return max(words, key=lambda each: (not each.isdigit(), len(each))) if len(words) > 1 else ""


def has_words(job: Job, typed: str) -> bool:
    """Whether each word begins one of the job's title, address or names."""
    there = " ".join([_text(job), *(str(getattr(job, name)) for name in NAMES)])
    return _begins([each for each in _words(typed) if each not in _FILLERS], there)


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
