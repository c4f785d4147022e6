"""What a channel follows: jobs by agent, type, priority, status, contractor. Pure: nothing is read here."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal, Self, TypeAlias

from bot.jobs.display import facts
from bot.jobs.model import Job
from bot.jobs.timestamps import unix_seconds

CRITERIA: Mapping[str, bool] = MappingProxyType(
    {
        "agent_id": True,
        "job_type_id": False,
        "priority_id": True,
        "status_id": True,
        "contractor_id": True,
    }
)
"""The fields to follow by, in the order of the form, and whether PropOps filters its list by each [api/jobs].

A field is added here alone: the form, its lists, what is read and what is told follow.
"""
MOST_VALUES = 20
"""Values of one field."""
MOST_FOLLOWS = 8
"""Of one channel."""
MOST_AT_ONCE = 10
"""New cards of one look; where there are more, one message names them."""
WEEK = 7 * 86_400.0
OVERLAP = 900.0
"""Seconds before the newest change seen in which changes are looked at once more: lists may lag."""
Rest: TypeAlias = Literal["link", "right", "person", "channel"]
"""Why a follow rests: its account's link ended, or may not list jobs; its person is no longer in the
channel, or not let in; the bot can't post there. Stored.
"""
Pause: TypeAlias = Rest | Literal[""]
_LEAST_PROOF = 10
"""Jobs in a row: fewer may be in the order of changes by chance."""
_MOST_READINGS = 4
"""Lists read for one look, one for each value of a field."""


@dataclass(frozen=True)
class Criteria:
    """Field → ids of PropOps: any of the ids of one field, and so for all fields."""

    ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, stored: Any) -> Self:
        """As `written` wrote it. What an earlier or later release would not understand is left out."""
        ids: dict[str, tuple[int, ...]] = {}
        for name in CRITERIA:
            raw = stored.get(name) if isinstance(stored, Mapping) else None
            values = raw if isinstance(raw, list | tuple) else ()
            if known := tuple(dict.fromkeys(each for each in values if type(each) is int)):
                ids[name] = known
        return cls(ids)

    def written(self) -> dict[str, list[int]]:
        return {name: list(values) for name, values in self.ids.items()}

    def __bool__(self) -> bool:
        return bool(self.ids)

    def match(self, job: Job) -> bool:
        return bool(self.ids) and all(
            getattr(job, name) in values for name, values in self.ids.items()
        )

    def filters(self) -> Sequence[Mapping[str, int]]:
        """The lists of PropOps that hold every matching job between them, each as its filters.

        PropOps takes one value a filter, so of the fields with several only one is asked for value by value.
        """
        listed = {name: values for name, values in self.ids.items() if CRITERIA[name]}
        one = {name: values[0] for name, values in listed.items() if len(values) == 1}
        several = [(len(values), name) for name, values in listed.items() if len(values) > 1]
        count, name = min(several, default=(0, ""))
        if not name or count > _MOST_READINGS:
            return [one]
        return [one | {name: value} for value in listed[name]]


def facts_of(job: Job) -> str:
    """Tells whether a job shows something else than before: what a card tells everybody, as a digest."""
    told = [job.job_ref, job.job_title, job.job_description, job.full_address, facts(job)]
    return hashlib.blake2b(json.dumps(told).encode(), digest_size=12).hexdigest()


def moment(job: Job) -> float | None:
    """When it was last changed, in Unix seconds of PropOps's clock; None where PropOps does not say."""
    return unix_seconds(job.updated_at or job.created_at)


def untold(jobs: Iterable[Job], watermark: float, known: Mapping[str, str]) -> list[Job]:
    """Those that changed since about the watermark and show something else than is known, the oldest
    change first. `known`: uuid → facts as they were told, or as they were when the follow began.
    """
    since = watermark - OVERLAP
    fresh = [
        (at if at is not None else watermark, job)
        for job in jobs
        if ((at := moment(job)) is None or at >= since) and known.get(job.uuid) != facts_of(job)
    ]
    return [job for _, job in sorted(fresh, key=lambda each: (each[0], each[1].uuid))]


def next_watermark(jobs: Iterable[Job], before: float, now: float) -> float:
    """The newest change seen. Never later than `now`: one job of tomorrow would hide today's."""
    changes = [at for job in jobs if (at := moment(job)) is not None]
    return max([before, *(min(at, now) for at in changes)])


def newest_change_first(jobs: Sequence[Job]) -> bool:
    """Whether a list proves to be in the order of changes, so that its end need not be read.

    PropOps documents no order: one that may be that of creation as well proves nothing.
    """
    if len(jobs) < _LEAST_PROOF:
        return False
    changed = [moment(job) for job in jobs]
    others = [unix_seconds(job.created_at) for job in jobs], [job.id for job in jobs]
    return (
        None not in changed
        and _never_rises(changed)
        and not any(None in each or _never_rises(each) for each in others)
    )


def _never_rises(values: Sequence[float | None]) -> bool:
    """Of those that are known."""
    return all(one >= other for one, other in pairwise(each for each in values if each is not None))
