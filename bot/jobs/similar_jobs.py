"""Same-job radar: open jobs at the same address that may be the one about to be raised."""

import re
from collections.abc import Iterable

from bot.jobs.model import Choice, Job
from bot.jobs.timestamps import unix_seconds

DAYS = 60
MOST = 3
_OVER = ("complet", "clos", "archiv", "cancel", "invoic", "paid", "reject")
"""Beginnings of words in the names of statuses of jobs that nobody works on any more."""
_DULL = frozenset(
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
_ALIKE = 80


def similar_open_jobs(title: str, place: Choice, jobs: Iterable[Job], now: float) -> list[Job]:
    """Of these jobs those that may be the same: same address, open, young, a similar title.

    `now`: Unix seconds. The youngest first, at most `MOST`.
    """
    similar_jobs = {
        job.uuid: job
        for job in jobs
        if same_place(job, place)
        and _open(job)
        and _young(job, now)
        and similar(title, job.job_title)
    }
    return sorted(similar_jobs.values(), key=lambda job: job.created_at, reverse=True)[:MOST]


def similar(one: str, other: str) -> bool:
    """Whether two titles tell of the same thing: a telling word in common, or nearly the same text."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415  imported late: start-up matters

    ours, theirs = words(one), words(other)
    if ours & theirs:
        return True
    text = " ".join(sorted(ours)) or one.casefold().strip()
    return (
        bool(text) and ratio(text, " ".join(sorted(theirs)) or other.casefold().strip()) >= _ALIKE
    )


def words(title: str) -> set[str]:
    """The words that tell, without endings: `Leaking taps` → leak, tap."""
    return {
        _stem(word)
        for word in _WORD.findall(title.casefold().replace("’", "'"))
        if word not in _DULL
    }


def same_place(job: Job, place: Choice) -> bool:
    """Whether a row is of the address; by name where it tells no number."""
    if job.address_id is not None:
        return job.address_id == place.id
    name = _plain(place.name.removesuffix("…"))
    return bool(name) and _plain(job.full_address).startswith(name)


def _open(job: Job) -> bool:
    name = job.status_name.casefold()
    return not any(part.startswith(_OVER) for part in re.split(r"\W+", name))


def _young(job: Job, now: float) -> bool:
    """A job that doesn't say when it was raised counts as young: better asked than raised twice."""
    created_at = unix_seconds(job.created_at)
    return created_at is None or now - created_at < DAYS * 86400


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w ]", " ", text.casefold()).split())
