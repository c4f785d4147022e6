"""Duplicate detection: open jobs at the same address that may be the one about to be raised."""

import re
from collections.abc import Iterable

from bot.jobs.fuzzy import rapidfuzz
from bot.jobs.model import Choice, Job
from bot.jobs.statuses import StatusNames
from bot.jobs.timestamps import unix_seconds

RECENT_DAYS = 60
MOST_SHOWN = 3
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "isn't",
        "it",
        "its",
        "job",
        "new",
        "no",
        "not",
        "of",
        "off",
        "on",
        "or",
        "out",
        "please",
        "problem",
        "repair",
        "replace",
        "report",
        "the",
        "there",
        "to",
        "up",
        "urgent",
        "was",
        "with",
        "won't",
        "working",
    ]
)
_WORD = re.compile(r"[^\W\d_]{3,}(?:'\w+)?")
_NUMBER = re.compile(r"\d+")
_MIN_SIMILARITY = 80


def similar_open_jobs(
    title: str, place: Choice, jobs: Iterable[Job], now: float, statuses: StatusNames
) -> list[Job]:
    """Of these jobs those that may be the same: same address, open, recent, a similar title.

    `now`: Unix seconds. `statuses`: which end a job. The newest first, at most `MOST_SHOWN`.
    """
    similar_jobs = {
        job.uuid: job
        for job in jobs
        if same_address(job, place)
        and statuses.is_open(job)
        and _is_recent(job, now)
        and similar(title, job.job_title)
    }
    return sorted(similar_jobs.values(), key=lambda job: job.created_at, reverse=True)[:MOST_SHOWN]


def similar(one: str, other: str) -> bool:
    """Whether two titles are about the same thing: a word stem in common, or nearly the same text."""
    ours, theirs = stems(one), stems(other)
    if ours & theirs:
        return True
    text = " ".join(sorted(ours)) or one.casefold().strip()
    if not text:
        return False
    their_text = " ".join(sorted(theirs)) or other.casefold().strip()
    return bool(rapidfuzz().fuzz.ratio(text, their_text) >= _MIN_SIMILARITY)


def nearly_same(one: str, other: str) -> bool:
    """Whether two titles are the same but for endings, small words or a letter: said twice, not like it.

    Other numbers make another title: flat 3 is not flat 4.
    """
    if _NUMBER.findall(one) != _NUMBER.findall(other):
        return False
    ours, theirs = (" ".join(sorted(stems(each))) for each in (one, other))
    if not (ours and theirs):
        return one.casefold().split() == other.casefold().split()
    return ours == theirs or bool(rapidfuzz().fuzz.ratio(ours, theirs) >= _MIN_SIMILARITY)


def stems(title: str) -> set[str]:
    """The words of a title that mean something, without endings: `Leaking taps` → leak, tap."""
    return {
        _stem(word)
        for word in _WORD.findall(title.casefold().replace("’", "'"))
        if word not in _STOP_WORDS
    }


def same_address(job: Job, place: Choice) -> bool:
    """Whether a job is at the address; by name where the row has no id."""
    if job.address_id is not None:
        return job.address_id == place.id
    name = _letters(place.name.removesuffix("…"))
    return bool(name) and _letters(job.full_address).startswith(name)


def lives_at(tenant: Choice, place: Choice) -> bool:
    """Whether a tenant's address, which lists tell as the detail, is this one."""
    name = _letters(place.name.removesuffix("…"))
    return bool(name) and _letters(tenant.detail).startswith(name)


def _is_recent(job: Job, now: float) -> bool:
    """A job without a creation time counts as recent: better a question than a duplicate."""
    created_at = unix_seconds(job.created_at)
    return created_at is None or now - created_at < RECENT_DAYS * 86400


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _letters(text: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", text.casefold()).split())
