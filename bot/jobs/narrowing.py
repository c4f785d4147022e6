"""Narrowing a list of jobs by words: a contractor, an agent, a type, a priority, as people type them."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.jobs.model import Choice, Job

NAMES = ("contractor_name", "agent_name", "job_type_name", "priority_name")
"""Fields of a job that are looked through."""
_FILLERS = frozenset(
    {"and", "by", "for", "from", "in", "job", "jobs", "of", "priority", "the", "with"}
)
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Letters of a word that stands for somebody's whole name."""


class Narrowed(NamedTuple):
    """`unknown`: words that name nothing in the list, as they were typed."""

    jobs: Sequence[Job]
    unknown: str = ""


def narrow(jobs: Sequence[Job], typed: str) -> Narrowed:
    """The jobs that fit every name in the text: `ace gas urgent` is a contractor and a priority."""
    left, words = list(jobs), _words(typed)
    values = {
        (field, value) for job in jobs for field in NAMES if (value := str(getattr(job, field)))
    }
    unknown: list[str] = []
    while words:
        if words[0] in _FILLERS:
            words = words[1:]
            continue
        size, meant = _longest(words, values)
        if not meant:
            unknown.append(words[0])
        else:
            left = [
                job for job in left if any(getattr(job, name) == value for name, value in meant)
            ]
        words = words[size:]
    return Narrowed(left, " ".join(unknown))


def named(typed: str, choices: Iterable[Choice], most: int = 3) -> list[Choice]:
    """Whom the whole text names: each of its words begins a word of their name."""
    words = _words(typed)
    if not words or max(map(len, words)) < _SHORTEST:
        return []
    return [each for each in choices if _begins(words, each.name)][:most]


def _longest(
    words: Sequence[str], values: set[tuple[str, str]]
) -> tuple[int, set[tuple[str, str]]]:
    """How many of the first words name something together, and what."""
    for size in range(len(words), 0, -1):
        meant = {each for each in values if _begins(words[:size], each[1])}
        if meant:
            return size, meant
    return 1, set()


def _begins(words: Sequence[str], name: str) -> bool:
    there = _words(name)
    return all(any(each.startswith(word) for each in there) for word in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
