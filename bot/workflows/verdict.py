"""What became of one run of a change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.jobs.change import State
from bot.jobs.model import Job

Why = Literal[
    "",
    "refused",  # PropOps said no
    "conflict",  # somebody else changed the job since the form opened
    "link",  # no living token: goes on once the member has linked
    "down",  # PropOps can't be reached or throttles: goes on by itself
    "lost",  # the answer was lost
    "gone",  # the job is no longer there
    "approval",  # somebody else has to approve it
]


@dataclass(frozen=True)
class Verdict:
    """`state` the change moves to; `due_in` seconds until the next run, for open states.

    `said` is a whole sentence for the member, `named` the field PropOps named in a refusal.
    `before` and `after` are reads of the job; `extra` is plain JSON kept with the outcome.
    """

    state: State
    why: Why = ""
    said: str = ""
    named: str = ""
    due_in: float = 0
    uuid: str = ""
    ref: str = ""
    before: Job | None = None
    after: Job | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


class Rules:
    """The numbers of the exactly-once protocol. Seconds, counts.

    A read, and a write that certainly never left, may be repeated for ever; a 429 after
    `Retry-After`. A write whose answer was lost may be sent `most_posts` times in all, each only
    after a look that found nothing at least `settle` seconds after the one before.
    """

    def __init__(self, settle: float, most_posts: int = 2, audit_after: float = 0) -> None:
        self.settle = settle
        self.most_posts = most_posts
        self.audit_after = audit_after or max(settle * 5, 60)

    @staticmethod
    def backoff(failures: int) -> float:
        """Seconds before the next try when PropOps can't be reached: 2, 4, 8 … at most 60."""
        return float(min(60, 2 ** min(failures, 6)))
