"""The board: what waits for one person, as a pure function of what there is at a moment.

A row is there exactly while its cause is, whoever ends that. Nothing is asked or kept here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple, Self

from bot.jobs.model import Job, heading
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

    `at`: when it was put off (Unix seconds). `job_ref`: of its job, empty where there is none.
    """

    key: str
    until: float
    state: str = ""
    at: float = 0.0
    job_ref: str = ""


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

    @property
    def job_ref(self) -> str:
        """Empty where there is no job yet, or it has none."""
        about = self.job or self.asked or self.pending
        return about.job_ref if about is not None else ""

    @property
    def heading(self) -> str:
        """`JOB-061 · title`, plain; in words what waits, where there is neither."""
        if self.job is not None:
            return self.job.heading
        about = self.asked or self.pending
        if about is None:
            return ""
        return heading(about.job_ref, about.title) or about.what


class Asleep(NamedTuple):
    """A row that is put off. `before`: how many rows of the board come before its place on it."""

    row: Row
    snooze: Snooze
    before: int = 0


@dataclass(frozen=True)
class Board:
    """`rows`: in the order of `GROUPS`, in each the longest waiting first; `asleep`: likewise, those put off."""

    rows: Sequence[Row] = ()
    asleep: Sequence[Asleep] = ()


@dataclass(frozen=True)
class PageStart:
    """The row that a page of the board begins with; where that has gone, the one that came next.

    `at`: its number as the board was drawn. `place`: group, `since` and subject of the row that was there.
    `back`: the page begins so many rows before that one.
    """

    at: int = 0
    place: tuple[Group, float | None, str] | None = None
    back: int = 0

    @classmethod
    def read(cls, written: str, back: int = 0) -> Self:
        """Its number, or that, `|` and its place in writing. Raises ValueError."""
        at, _, rest = written.partition("|")
        if not rest:
            return cls(int(at[:6]))
        name, since, subject = rest.split("|", 2)
        group = next((each for each in GROUPS if each == name), None)
        if group is None:
            raise ValueError(name)
        return cls(int(at[:6]), (group, float(since) if since else None, subject), back)

    def number(self, rows: Sequence[Row], now: float) -> int:
        """Of that row among these, in the order of the board at `now` (Unix seconds)."""
        if self.place is None:
            return max(0, self.at)
        place = _order(*self.place, now)
        before = sum(_order(row.group, row.since, row.subject, now) < place for row in rows)
        return max(0, before - self.back)

    def to_keep(self, rows: Sequence[Row], now: float) -> "PageStart":
        """The same page, to be found again later: the first one by whatever comes first then, and the last likewise."""
        at = self.number(rows, now)
        if not 0 < at < len(rows):
            return PageStart(at)
        return PageStart(at, (rows[at].group, rows[at].since, rows[at].subject))

    @property
    def written_place(self) -> str:
        if self.place is None:
            return ""
        group, since, subject = self.place
        return f"{group}|{since or ''}|{subject}"


def page_start(at: int, row: Row) -> str:
    """A page that begins with this row, or is counted from it; its number is `at` now."""
    return f"{at}|{PageStart(at, (row.group, row.since, row.subject)).written_place}"


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
        *(row for group in OF_JOBS for row in _of(jobs, group, causes, rules, now)),
    ]
    rows.sort(key=lambda row: _order(row.group, row.since, row.subject, now))
    snoozes = {each.key: each for each in causes.snoozes if each.until > now}
    awake: list[Row] = []
    asleep: list[Asleep] = []
    for row in rows:
        snooze = snoozes.get(row.key)
        if snooze is not None and snooze.state == row.state:
            asleep.append(Asleep(row, snooze, len(awake)))
        else:
            awake.append(row)
    return Board(awake, asleep)


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


def _order(group: Group, since: float | None, subject: str, now: float) -> tuple[int, float, str]:
    return list(GROUPS).index(group), since or now, subject


def _of(
    jobs: Iterable[Job], group: Group, causes: Causes, rules: Rules, now: float
) -> Iterator[Row]:
    for job in jobs:
        since = OF_JOBS[group](job, causes, rules, now)
        if since is not None:
            yield Row(group, job.uuid, since or None, state_of(job), job=job)


def _not_accepted(job: Job, causes: Causes, rules: Rules, now: float) -> float | None:
    told = causes.told.get(job.uuid)
    return told.at if told is not None and awaits_acceptance(job, told, rules, now) else None


OF_JOBS: Mapping[Group, Callable[[Job, Causes, Rules, float], float | None]] = {
    "contractor": lambda job, _causes, _rules, _now: needs_contractor_since(job),
    "accept": _not_accepted,
    "visit": lambda job, _causes, rules, now: visit_passed_since(job, rules, now),
}
"""The groups whose rows follow from how a job is: since when it is in each. None: it is not; 0: nobody knows."""
