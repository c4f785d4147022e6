"""What an open job waits for: one rule for the rows of a board and for the last line of a card.

Pure functions of the job, of what this bot knows of it, and of a moment (Unix seconds).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple

from bot.jobs.change import Change
from bot.jobs.deletions import PendingDeletion
from bot.jobs.display import day_of
from bot.jobs.model import Job
from bot.jobs.statuses import StatusNames
from bot.jobs.timestamps import unix_seconds
from bot.jobs.working_time import working_hours_after

Step = Literal[
    "deletion",  # one waits, to be undone or to be sent
    "approval",  # a change of the job waits for somebody's yes
    "contractor",  # to be chosen
    "report",  # the visit is over: how did it go?
    "tell",  # the contractor has not been told
    "tell_again",  # the contractor was told about an earlier date
    "accept",  # the contractor was told, and has not accepted
    "date",  # to be agreed
    "visit",  # accepted, and the visit is to come
]


@dataclass(frozen=True)
class Rules:
    """`chase_after`: working hours, None for never. `zone`: of the properties, in which days end. `wakes_at`:
    the time of day at which a snooze ends; `undo_for`: seconds for which it is undone where the row stood.
    """

    statuses: StatusNames
    chase_after: float | None
    zone: tzinfo
    wakes_at: time = time(8)
    undo_for: float = 600.0


@dataclass(frozen=True)
class Told:
    """The last time that a contractor was told of a job: whom, by PropOps's id, and when (Unix seconds).

    `by`: the Slack user id of whoever did. `days`: start and end of the works as they were then, None where
    nobody knows. `version`: the job's `updated_at` then. `accepted_at`: when the contractor was seen to act
    on it since, None while they were not.
    """

    contractor_id: int | None
    at: float
    contractor: str = ""
    by: str = ""
    days: tuple[str, str] | None = None
    version: str = ""
    accepted_at: float | None = None


class FailedNotice(NamedTuple):
    """The contractor was to be told after the last time that they were, and it came to nothing.

    `in_doubt`: nobody knows whether they were told. `at`: Unix seconds. `contractor_id`: PropOps's id of
    the one who was to be told, None where the job could not be read.
    """

    at: float
    in_doubt: bool
    contractor_id: int | None = None


class AwaitedApproval(NamedTuple):
    """A change of the job that waits for approval: its action's title, and whose it is in Slack."""

    what: str
    by: str


@dataclass(frozen=True)
class KnownHere:
    """What this bot's own database knows of a job, beside what PropOps says of it."""

    told: Told | None = None
    failed: FailedNotice | None = None
    approval: AwaitedApproval | None = None
    deletion: PendingDeletion | None = None


@dataclass(frozen=True)
class Next:
    """`told_on`: the day on which the contractor was told. `approval`: the one that is awaited."""

    step: Step
    told_on: date | None = None
    approval: AwaitedApproval | None = None


def told_by(change: Change) -> Told | None:
    """What a notification that is done says of whom it told; None where it is not done."""
    if change.finished_at is None:
        return None
    then = change.after or change.before
    days = None
    if then:
        days = (
            str(then.get("date_works_start_date") or ""),
            str(then.get("date_works_end_date") or ""),
        )
    return Told(
        then.get("contractor_id"),
        change.finished_at,
        str(then.get("contractor_name") or ""),
        change.member.user,
        days,
        str(then.get("updated_at") or ""),
    )


def next_step(job: Job, known: KnownHere, rules: Rules, now: float) -> Next | None:
    """None where the job is closed."""
    if not rules.statuses.is_open(job):
        return None
    if known.deletion is not None:
        return Next("deletion")
    if known.approval is not None:
        return Next("approval", approval=known.approval)
    told = known.told if is_told(job, known.told) else None
    told_on = datetime.fromtimestamp(told.at, rules.zone).date() if told is not None else None
    return Next(_step(job, told, rules, now), told_on)


def _step(job: Job, told: Told | None, rules: Rules, now: float) -> Step:
    """`told`: of the contractor that the job has."""
    if needs_contractor(job):
        return "contractor"
    if visit_passed(job, rules, now):
        return "report"
    acted = told is not None and told.accepted_at is not None
    if told is not None and has_earlier_date(job, told) and not acted:
        return "tell_again"
    if acted or rules.statuses.is_accepted(job):
        return "visit" if last_day(job) else "date"
    return "tell" if told is None else "accept"


def changes_at(job: Job, rules: Rules, now: float) -> float:
    """When the next step becomes another one only because time goes by; 0 for never.

    That is the end of the day of the visit.
    """
    day = day_of(last_day(job))
    if day is None or needs_contractor(job) or not rules.statuses.is_open(job):
        return 0.0
    end = datetime.combine(day + timedelta(days=1), time(), rules.zone).timestamp()
    return end if end > now else 0.0


def needs_contractor(job: Job) -> bool:
    return not job.contractor_id


def needs_contractor_since(job: Job) -> float | None:
    """None where the job has one; 0 where nobody knows since when."""
    return (unix_seconds(job.created_at) or 0.0) if needs_contractor(job) else None


def is_told(job: Job, told: Told | None) -> bool:
    """Whether it was the job's contractor who was told."""
    return told is not None and bool(job.contractor_id) and told.contractor_id == job.contractor_id


def has_earlier_date(job: Job, told: Told) -> bool:
    """Whether the works have other days than those that the contractor was told."""
    return told.days is not None and told.days != _days(job)


def has_accepted(job: Job, told: Told, rules: Rules) -> bool:
    """By the job's status, or because the contractor was seen to act on it."""
    return rules.statuses.is_accepted(job) or told.accepted_at is not None


def awaits_acceptance(job: Job, told: Told | None, rules: Rules, now: float) -> bool:
    """Whether its contractor was told so long ago that they should have accepted, and has not."""
    if told is None or rules.chase_after is None or not is_told(job, told):
        return False
    if has_accepted(job, told, rules):
        return False
    return now >= working_hours_after(told.at, rules.chase_after, rules.zone)


def visit_passed(job: Job, rules: Rules, now: float) -> bool:
    day = day_of(last_day(job))
    return day is not None and day < datetime.fromtimestamp(now, rules.zone).date()


def visit_passed_since(job: Job, rules: Rules, now: float) -> float | None:
    """From the beginning of that day on (Unix seconds); None where it has not passed."""
    day = day_of(last_day(job))
    if day is None or not visit_passed(job, rules, now):
        return None
    return datetime.combine(day, time(), rules.zone).timestamp()


def last_day(job: Job) -> str:
    """The day on which its works end, else start: `YYYY-MM-DD`, or empty."""
    return job.date_works_end_date or job.date_works_start_date


def _days(job: Job) -> tuple[str, str]:
    return job.date_works_start_date, job.date_works_end_date
