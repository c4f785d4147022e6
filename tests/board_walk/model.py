"""What the board, the cards and the morning message promise, as their readers would say it.

Written from the contract, and without the code that keeps it. Beside what PropOps itself says of its jobs, it
remembers what people did in Slack.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from tests.board_walk.times import (
    Putting,
    closes_after,
    is_over,
    long_day,
    today,
    visit,
    wakes_at,
    working_seconds,
)

APPROVAL, STUCK = "Waiting for your approval", "Didn't go through"
CONTRACTOR, ACCEPT, VISIT = "Needs a contractor", "Told, not accepted", "Visit passed"
CLOSED = {"Complete", "Closed", "Archived"}
ACCEPTED = {"Assigned", "In progress", *CLOSED}
DELETION = "🗑️"
CHASE_AFTER = 8 * 3600.0
LATE = 2 * 3600.0
"""A morning message that was missed is made up for within that time."""
DRAFT_KEPT = 7 * 86_400.0
UNDO = 600.0
"""UNDO_MINUTES."""
EXPIRY_DAYS = 3
"""APPROVAL_EXPIRY_DAYS."""
Row = tuple[str, str]
"""Its group, and the reference of its job, or the title where there is none yet."""
Fields = Mapping[str, Any]


class Person(NamedTuple):
    """`agent`: whose jobs alone they see; None: all jobs."""

    who: str
    account: str
    zone: ZoneInfo
    approves: bool
    agent: int | None = None

    def sees(self, job: Fields) -> bool:
        return self.agent is None or job["agent_id"] == self.agent


@dataclass
class Told:
    """`by`: who told them, in Slack."""

    contractor: int
    at: float
    by: str
    days: tuple[str, str]
    accepted: bool = False
    was_asleep: bool = False
    """Whoever told them has put the row off at some time."""
    lost_sight: bool = False
    has_moved: bool = False
    """The job was accepted, closed or another contractor's at some time."""

    @property
    def is_chased_no_more(self) -> bool:
        """Whether the reminder may have ended by itself."""
        return self.was_asleep or self.lost_sight or self.has_moved


@dataclass
class Snoozed:
    """`at`: when it was put off. `unsure`: what matters has changed and changed back, and nobody may have
    looked in between.
    """

    at: float
    until: float
    state: Any
    unsure: bool = False


@dataclass
class Asked:
    """A change that waits for approval. `round`: it is asked for anew where the job changed meanwhile.

    `at`: when it was asked for last (Unix seconds). `fields`: what it sets, as PropOps has it; `base`: the job
    as its form showed it.
    """

    action: Literal["create", "update", "delete"]
    by: str
    name: str
    at: float
    fields: Fields = field(default_factory=dict)
    base: Fields = field(default_factory=dict)
    round: int = 1

    @property
    def expires(self) -> float:
        return closes_after(self.at, EXPIRY_DAYS)

    def collides(self, job: Fields) -> bool:
        """Whether somebody else has set one of its fields to something else meanwhile."""
        return any(
            (job[name] or None) not in {self.base[name] or None, value or None}
            for name, value in self.fields.items()
        )


class Deletion(NamedTuple):
    """One that was approved, and is sent at a moment: of the job as it was then, else it is asked for anew."""

    asked: Asked
    at: float
    version: str


class Updated(NamedTuple):
    """The last update of a job from Slack: the job before and after it. `at`: Unix seconds."""

    by: str
    at: float
    before: Fields
    after: Fields


class Stuck(NamedTuple):
    who: str
    name: str
    what: str
    until: float


@dataclass
class Model:
    people: Mapping[str, Person]
    everybody: dict[str, bool] = field(default_factory=dict)
    raised: dict[str, str] = field(default_factory=dict)
    """By reference: whose account raised the job."""
    last_by: dict[str, str] = field(default_factory=dict)
    """By reference: who changed a job last from Slack."""
    told: dict[str, Told] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    deletions: dict[str, Deletion] = field(default_factory=dict)
    """By reference."""
    updated: dict[str, Updated] = field(default_factory=dict)
    """By reference: what *Undo* on its card takes back."""
    snoozed: dict[tuple[str, Row], Snoozed] = field(default_factory=dict)

    def rows(
        self, who: str, jobs: Iterable[Fields], now: float, *, asleep: bool = False
    ) -> set[Row]:
        """What waits for somebody. `asleep`: with what they have put off."""
        person = self.people[who]
        rows = {(APPROVAL, each.name) for each in self.to_decide(who)}
        rows |= {(STUCK, each.name) for each in self.stuck if each.who == who and each.until > now}
        for job in jobs:
            if person.sees(job) and (self.everybody.get(who) or self.is_mine(person, job)):
                rows |= {(group, job["job_ref"]) for group in self.groups(job, now)}
        return {row for row in rows if asleep or not self.is_asleep(who, row, now)}

    def to_decide(self, who: str) -> list[Asked]:
        """Nobody approves what they asked for."""
        approves = self.people[who].approves
        return [each for each in self.asked if approves and each.by != who]

    def is_mine(self, person: Person, job: Fields) -> bool:
        """An agent's account sees the agent's own jobs alone."""
        ref = job["job_ref"]
        if person.agent is not None:
            return True
        return self.raised.get(ref) == person.account or self.last_by.get(ref) == person.who

    def groups(self, job: Fields, now: float) -> set[str]:
        if job["status_name"] in CLOSED:
            return set()
        groups = set() if job["contractor_id"] else {CONTRACTOR}
        last = job["date_works_end_date"] or job["date_works_start_date"]
        if last and is_over(last, now):
            groups.add(VISIT)
        if self.is_chased(job, now):
            groups.add(ACCEPT)
        return groups

    def is_chased(self, job: Fields, now: float) -> bool:
        told = self.told_of(job)
        if told is None or told.accepted or job["status_name"] in ACCEPTED:
            return False
        return working_seconds(told.at, now) >= CHASE_AFTER

    def has_moved(self, job: Fields) -> None:
        """Remembers of the last notification that the job has moved since, if it has."""
        told = self.told.get(job["job_ref"])
        if told is None:
            return
        if job["status_name"] in ACCEPTED or told.contractor != job["contractor_id"]:
            told.has_moved = True

    def told_of(self, job: Fields) -> Told | None:
        """Of the contractor that it has."""
        told = self.told.get(job["job_ref"])
        return told if told is not None and told.contractor == job["contractor_id"] else None

    def is_to_go(self, ref: str) -> bool:
        """Whether the job is to be deleted: at a moment, or once somebody has approved it."""
        return ref in self.deletions or ("delete", ref) in {(x.action, x.name) for x in self.asked}

    def ended(self, asked: Asked, how: str, now: float) -> None:
        """It was refused, or nobody decided in time: whoever asked may take it up again for a week."""
        self.asked.remove(asked)
        self.stuck.append(Stuck(asked.by, asked.name, f"{asked.action} {how}", now + DRAFT_KEPT))

    def done(self, action: str, ref: str) -> None:
        """By whomever: who could not do it waits no longer. What was typed stays, to be taken up again."""
        self.stuck = [
            each for each in self.stuck if each.name != ref or not each.what.startswith(action)
        ]

    # snoozes

    def put_off(self, who: str, row: Row, jobs: Iterable[Fields], now: float, how: Putting) -> None:
        known = {job["job_ref"]: job for job in jobs}
        until = wakes_at(now, self.people[who].zone, how)
        self.snoozed[who, row] = Snoozed(now, until, self.state(row, known))
        told = self.told.get(row[1])
        if row[0] == ACCEPT and told is not None and told.by == who:
            told.was_asleep = True

    def state(self, row: Row, jobs: Mapping[str, Fields]) -> Any:
        """What ends a snooze when it changes."""
        group, name = row
        if group == APPROVAL:
            return next((each.round for each in self.asked if each.name == name), None)
        if group == STUCK:
            return [each.what for each in self.stuck if each.name == name][-1:]
        job = jobs.get(name)
        names = ("status_id", "contractor_id", "date_works_start_date", "date_works_end_date")
        return job and [job[each] or "" for each in names]

    def is_asleep(self, who: str, row: Row, now: float) -> bool:
        snoozed = self.snoozed.get((who, row))
        return snoozed is not None and snoozed.until > now

    def has_changed(self, jobs: Iterable[Fields], *, looked: Iterable[str] = ()) -> None:
        """A change that matters ends a snooze, whatever happens later. `looked`: for whom the bot has
        looked since.
        """
        known, readers = {job["job_ref"]: job for job in jobs}, set(looked)
        for (who, row), snoozed in list(self.snoozed.items()):
            if self.state(row, known) != snoozed.state:
                snoozed.unsure = True
                if who in readers:
                    del self.snoozed[who, row]

    def unsure(self, who: str, now: float) -> set[Row]:
        """Rows of which nobody can say whether they are still put off."""
        return {
            row
            for (each, row), snoozed in self.snoozed.items()
            if each == who and snoozed.unsure and snoozed.until > now
        }

    # the last line of a card

    def next(self, job: Fields, now: float, *, drawn_at: float) -> str:
        """How it begins; empty for a closed job, unless it is to be deleted. `drawn_at`: days of that year
        are said without it.
        """
        ref, name = job["job_ref"], job["contractor_name"]
        asked = {each.action for each in self.asked if each.name == ref}
        if self.is_to_go(ref):
            return DELETION
        if job["status_name"] in CLOSED:
            return ""
        if asked:
            return "approval of “Update job”"
        groups = self.groups(job, now)
        if CONTRACTOR in groups:
            return "choose a contractor"
        if VISIT in groups:
            return "say how the visit went"
        told = self.told_of(job)
        start, end = job["date_works_start_date"] or "", job["date_works_end_date"] or ""
        if told is not None and told.days != (start, end) and not told.accepted:
            return f"tell {name} {'the new date' if start or end else 'that no date is set now'}"
        if (told is not None and told.accepted) or job["status_name"] in ACCEPTED:
            return (
                f"visit {visit(start, end, drawn_at)}"
                if start or end
                else "agree a date for the visit"
            )
        if told is None:
            return f"tell {name}"
        return f"{name} to accept, told on {long_day(today(told.at), drawn_at)}"
