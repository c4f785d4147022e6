"""The board: what waits for one person, as a pure function of what there is at a moment.

A row is there exactly while its cause is, whoever ends that. Nothing is asked or kept here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Literal

from bot.jobs.model import Job
from bot.jobs.next_step import (
    Rules,
    Told,
    awaits_acceptance,
    needs_contractor_since,
    visit_passed_since,
)

Group = Literal["approval", "stuck", "contractor", "accept", "visit"]
"""Stored with snoozes: a name never changes."""
GROUPS: Mapping[Group, str] = {
    "approval": "Waiting for your approval",
    "stuck": "Didn't go through",
    "contractor": "Needs a contractor",
    "accept": "Told, not accepted",
    "visit": "Visit passed",
}
"""What each is called, in the order of the board."""
OF_JOBS: frozenset[Group] = frozenset({"contractor", "accept", "visit"})
"""Whose rows follow from how a job is."""
Stuck = Literal["unknown", "checking", "down", "link", "failed", "draft"]
"""Why a change or a form of the reader's has not gone through."""
Snoozing = Literal["tomorrow", "monday", "week"]


@dataclass(frozen=True)
class Asked:
    """A change that the reader may approve or reject. `at`: Unix seconds. `card`: its address in Slack.

    `title`: of its job, as its card shows it.
    """

    change: str
    round: int
    what: str
    by: str
    at: float
    job_uuid: str = ""
    job_ref: str = ""
    amount: float | None = None
    card: str = ""
    title: str = ""


@dataclass(frozen=True)
class Pending:
    """A change or a draft of the reader's. `what`: in words, as in *Update job*; `at`: Unix seconds.

    `candidates`: uuid and reference of jobs that a create may have made. `again`: its number of a press
    that sends it again.
    """

    id: str
    kind: Stuck
    what: str
    at: float
    job_uuid: str = ""
    job_ref: str = ""
    title: str = ""
    action: str = ""
    candidates: Sequence[tuple[str, str]] = ()
    again: int = 1


@dataclass(frozen=True)
class Snooze:
    """A row that is put off until a moment (Unix seconds), or until what `state` tells has changed.

    `at`: when it was put off (Unix seconds).
    """

    key: str
    until: float
    state: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class Causes:
    """All that the board of one person follows from. `mine`: uuids of jobs that they raised or changed last."""

    jobs: Sequence[Job] = ()
    asked: Sequence[Asked] = ()
    pending: Sequence[Pending] = ()
    told: Mapping[str, Told] = field(default_factory=dict)
    mine: AbstractSet[str] = frozenset()
    snoozes: Sequence[Snooze] = ()


@dataclass(frozen=True)
class Row:
    """One of `job`, `asked` and `pending` is its cause. `since`: Unix seconds, None where nobody knows.

    `state`: what matters of it; a snooze ends when that changes.
    """

    group: Group
    subject: str
    since: float | None
    state: str = ""
    job: Job | None = None
    asked: Asked | None = None
    pending: Pending | None = None

    @property
    def key(self) -> str:
        return f"{self.group}:{self.subject}"


@dataclass(frozen=True)
class Board:
    """`rows`: in the order of `GROUPS`, in each the longest waiting first. `snoozed`: how many are put off."""

    rows: Sequence[Row] = ()
    snoozed: int = 0


def board(causes: Causes, rules: Rules, now: float, *, everybody: bool) -> Board:
    """The rows at `now` (Unix seconds). `everybody`: of all jobs, else of the reader's own."""
    jobs = [
        job
        for job in causes.jobs
        if rules.statuses.is_open(job) and (everybody or job.uuid in causes.mine)
    ]
    rows = [
        *(
            Row("approval", each.change, each.at, str(each.round), asked=each)
            for each in causes.asked
        ),
        *(Row("stuck", each.id, each.at, each.kind, pending=each) for each in causes.pending),
        *_of(jobs, "contractor", needs_contractor_since),
        *_of(jobs, "accept", lambda job: _not_accepted(job, causes.told.get(job.uuid), rules, now)),
        *_of(jobs, "visit", lambda job: visit_passed_since(job, rules, now)),
    ]
    asleep = {each.key: each for each in causes.snoozes if each.until > now}
    awake = [row for row in rows if not _sleeps(row, asleep)]
    order = list(GROUPS)
    awake.sort(key=lambda row: (order.index(row.group), row.since or now, row.subject))
    return Board(tuple(awake), len(rows) - len(awake))


def snoozed_until(choice: Snoozing, now: float, zone: tzinfo, at: time) -> float:
    """When a snooze ends, in Unix seconds: at this time of a day to come, in the reader's own zone."""
    today = datetime.fromtimestamp(now, zone).date()
    days = {"tomorrow": 1, "monday": 7 - today.weekday(), "week": 7}[choice]
    return datetime.combine(today + timedelta(days=days), at, zone).timestamp()


def state_of(job: Job) -> str:
    """What matters of a job: a snooze ends when its status, contractor or dates change."""
    days = f"{job.date_works_start_date}/{job.date_works_end_date}"
    return f"{job.status_id or job.status_name}|{job.contractor_id or 0}|{days}"


def undone(
    snoozes: Iterable[Snooze], jobs: Mapping[str, Job], read_at: float, *, whole: bool
) -> list[Snooze]:
    """Those of jobs that have changed since: they stay over, whatever the job changes back to.

    `jobs`: the open ones by uuid, as they were at `read_at` (Unix seconds). `whole`: there are no others.
    """
    over = []
    for snooze in snoozes:
        group, _, subject = snooze.key.partition(":")
        if group not in OF_JOBS or snooze.at >= read_at:
            continue
        job = jobs.get(subject)
        if whole if job is None else state_of(job) != snooze.state:
            over.append(snooze)
    return over


def _of(jobs: Iterable[Job], group: Group, cause: Callable[[Job], float | None]) -> Iterator[Row]:
    """`cause`: since when the job is in the group; None where it is not, 0 where nobody knows."""
    for job in jobs:
        since = cause(job)
        if since is not None:
            yield Row(group, job.uuid, since or None, state_of(job), job=job)


def _not_accepted(job: Job, told: Told | None, rules: Rules, now: float) -> float | None:
    return told.at if told is not None and awaits_acceptance(job, told, rules, now) else None


def _sleeps(row: Row, asleep: Mapping[str, Snooze]) -> bool:
    snooze = asleep.get(row.key)
    return snooze is not None and snooze.state == row.state
