"""What became of one run of a change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.jobs.change import State
from bot.jobs.model import Job

Why = Literal[
    "",
    "refused",  # PropOps said no
    "sure",  # something speaks against it: goes on after a second yes
    "conflict",  # somebody else changed the job since the form opened
    "link",  # no living token: goes on once the member has linked
    "down",  # PropOps can't be reached or throttles: goes on by itself
    "lost",  # the answer was lost
    "gone",  # the job is no longer there
    "approval",  # somebody else has to approve it
]


@dataclass(frozen=True)
class RunResult:
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
