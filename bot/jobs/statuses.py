"""What the names of an instance's statuses mean: which end a job, from which on it is accepted.

PropOps has no flag for either; the names are the operator's to set (CLOSED_STATUSES,
ACCEPTED_STATUSES), and compared in any case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.jobs.model import Choice, Job


@dataclass(frozen=True)
class StatusNames:
    """Names of statuses, as `of` folds them."""

    closed: frozenset[str]
    accepted: frozenset[str]

    @classmethod
    def of(cls, closed: Iterable[str], accepted: Iterable[str]) -> "StatusNames":
        """A closed job counts as accepted too."""
        ended = frozenset(map(_folded, closed))
        return cls(ended, ended | frozenset(map(_folded, accepted)))

    def is_open(self, job: Job) -> bool:
        return not self.ends(job.status_name)

    def is_accepted(self, job: Job) -> bool:
        return self.counts_as_accepted(job.status_name)

    def ends(self, status: str) -> bool:
        """Whether a job of this status is closed."""
        return _folded(status) in self.closed

    def counts_as_accepted(self, status: str) -> bool:
        return _folded(status) in self.accepted

    def open_among(self, statuses: Iterable[Choice]) -> list[Choice]:
        """Those that end no job."""
        return [each for each in statuses if not self.ends(each.name)]


def unknown_names(names: Iterable[str], statuses: Iterable[Choice]) -> Sequence[str]:
    """Which of the names no status of the instance has."""
    there = {_folded(each.name) for each in statuses}
    return [name for name in names if _folded(name) not in there]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
