"""What one run of a change came to, PropOps's errors included."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import bot.errors as err
from bot.jobs.change import Change, State
from bot.jobs.model import Job
from bot.jobs.redaction import private_values, redact

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
AWAY = (err.Unreachable, err.Garbled)
"""PropOps can't be talked to at all."""
ANSWERED = (err.RateLimited, err.NotAllowed, err.NotFound, err.Refused)
"""PropOps answered, and nothing was done."""


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


def done(
    change: Change,
    job: Job | None,
    *,
    before: Job | None = None,
    doubted: bool = False,
    extra: Mapping[str, Any] | None = None,
) -> RunResult:
    """It is done. `doubted`: after an answer was lost on the way."""
    return RunResult(
        "done",
        uuid=job.uuid if job else change.job_uuid,
        ref=job.job_ref if job else change.job_ref,
        before=before,
        after=job,
        extra=dict(extra or {}) | ({"doubted": True} if doubted else {}),
    )


def checking(seconds: float) -> RunResult:
    """The answer was lost; whether it landed is read after so many seconds."""
    return RunResult("checking", "lost", "Checking whether PropOps took it…", due_in=seconds)


def waiting(change: Change, said: str, seconds: float) -> RunResult:
    """PropOps is away or throttles: the change goes on by itself after so many seconds."""
    return RunResult(stays(change), "down", said, due_in=seconds)


def stays(change: Change) -> State:
    """The open state a change keeps while it waits."""
    return "checking" if change.state == "checking" else "asked"


def failure(change: Change, error: err.PropOpsError, *, gone: str, wait: float) -> RunResult:
    """One of `AWAY` and `ANSWERED` as a result; raises every other error again.

    `gone`: what a 404 means, where it is not that the whole job is gone. `wait`: seconds until
    the next try, for the errors that have one.
    """
    match error:
        case err.Unreachable() | err.Garbled():
            return waiting(change, err.Unreachable.words, wait)
        case err.RateLimited():
            return waiting(change, error.advice, max(error.after, wait))
        case err.NotAllowed():
            return RunResult("failed", "refused", error.advice, extra={"permission": True})
        case err.NotFound():
            return RunResult("failed", "gone", gone or error.advice)
        case err.Refused():
            private = private_values(change.fields, change.base.get("fields", {}))
            said = redact(error.advice, private)
            return RunResult("failed", "refused", said, named=error.field or "")
        case _:
            raise error
