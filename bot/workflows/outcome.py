"""The result of one run of a change, PropOps's errors included."""

from dataclasses import dataclass, field, replace

import bot.errors as err
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, State
from bot.jobs.model import Job
from bot.jobs.outcome import Outcome
from bot.jobs.redaction import private_values, redact

_SOMETHING_GONE = (
    "PropOps no longer has something that this needs, so nothing was changed. "
    "Please look at the job in PropOps, then try again."
)
_BEHIND = "PropOps hasn't said yet whether an earlier change of this job went through."
AWAY = (err.Unreachable, err.Garbled)
"""PropOps is unreachable, or answers with something other than PropOps."""
ANSWERED = (err.RateLimited, err.NotAllowed, err.NotFound, err.Refused)
"""PropOps answered, and nothing was done."""
WAITED = 60.0
"""Seconds from when on a change may be one of a backup that was put back, and done since the backup was made."""


@dataclass(frozen=True)
class RunResult:
    """`state` the change moves to; `due_in` seconds until the next run, for open states.

    `outcome`: what is stored with the change. `before` and `after` are reads of the job, `uuid` and
    `ref` name it where the change did not. `send_at`: of a deletion that can be undone until then.
    """

    state: State
    outcome: Outcome = field(default_factory=Outcome)
    due_in: float = 0
    uuid: str = ""
    ref: str = ""
    before: Job | None = None
    after: Job | None = None
    send_at: float | None = None

    def with_outcome(self, outcome: Outcome) -> "RunResult":
        return replace(self, outcome=outcome)


def done(
    change: Change, job: Job | None, outcome: Outcome | None = None, *, before: Job | None = None
) -> RunResult:
    return RunResult(
        "done",
        outcome or Outcome(),
        uuid=job.uuid if job else change.job_uuid,
        ref=job.job_ref if job else change.job_ref,
        before=before,
        after=job,
    )


def checking(seconds: float) -> RunResult:
    """The answer was lost; whether the write took effect is read after so many seconds."""
    return RunResult(
        "checking", Outcome("lost", "Checking whether PropOps took it…"), due_in=seconds
    )


def waiting(change: Change, sentence: str, seconds: float) -> RunResult:
    """PropOps is unreachable or rate-limits: the change is run again after so many seconds."""
    return RunResult(stays(change), Outcome("down", sentence), due_in=seconds)


def behind_lost() -> RunResult:
    """Nobody knows yet what became of an earlier change of its job: due once that has ended."""
    return RunResult("asked", Outcome("behind", _BEHIND))


def stays(change: Change) -> State:
    """The open state a change keeps while it waits."""
    return "checking" if change.state == "checking" else "asked"


def no_job(change: Change, deletion: Change | None) -> RunResult:
    """PropOps itself does not find the job that the change is about. `deletion`: how the bot deleted it."""
    name = change.job_ref or "the job"
    if deletion is None:
        gone = f"{name} is no longer in PropOps, or your PropOps account can't see it any more"
    elif deletion.member == change.member:
        gone = f"You deleted {name} from Slack"
    else:
        gone = f"{deletion.outcome.account or 'Somebody'} deleted {name} from Slack"
    if WRITES[change.action].deletes_job:
        then = (
            ", so there was nothing to delete. If it should still be there, please look in PropOps."
        )
    elif deletion is None:
        then = ". Please look for it there; if it is still needed, raise it again with /job new."
    else:
        then = (
            ", so nothing was changed. If it is still needed, please raise it again with /job new."
        )
    sentence = f"{gone[0].upper()}{gone[1:]}{then}"
    return RunResult("failed", Outcome("gone", sentence, no_job=True))


def failure(change: Change, error: err.PropOpsError, *, gone: str, wait: float) -> RunResult:
    """One of `AWAY` and `ANSWERED` as a result; raises every other error again.

    `gone`: what a 404 means, where it is not that the job is gone (`no_job`). `wait`: seconds until
    the next try, for the errors that have one.
    """
    match error:
        case err.Unreachable() | err.Garbled():
            return waiting(change, err.Unreachable.words, wait)
        case err.RateLimited():
            return waiting(change, error.advice, max(error.after, wait))
        case err.NotAllowed():
            return RunResult("failed", Outcome("refused", error.advice, forbidden=True))
        case err.NotFound():
            return RunResult("failed", Outcome("gone", gone or _SOMETHING_GONE))
        case err.Refused():
            private = private_values(change.fields, change.base.get("fields", {}))
            sentence = redact(error.advice, private)
            return RunResult("failed", Outcome("refused", sentence, field=error.field or ""))
        case _:
            raise error
