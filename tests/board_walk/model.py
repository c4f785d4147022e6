"""What the board, the cards and the morning message promise, as their readers would say it.

Written from the contract, and without the code that keeps it. Beside what PropOps itself says of its jobs, it
remembers what people did in Slack.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
APPROVAL, STUCK = "Waiting for your approval", "Didn't go through"
CONTRACTOR, ACCEPT, VISIT = "Needs a contractor", "Told, not accepted", "Visit passed"
CLOSED = {"Complete", "Closed", "Archived"}
ACCEPTED = {"Assigned", "In progress", *CLOSED}
DELETION = "🗑️"
CHASE_AFTER = 8 * 3600.0
LATE = 2 * 3600.0
"""A morning message that was missed is made up for within that time."""
DRAFT_KEPT = 7 * 86_400.0
BANK_HOLIDAYS = {
    *(date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31)),
    *(date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28), date(2028, 1, 3)),
}
"""England's, as gov.uk lists them."""
Row = tuple[str, str]
"""Its group, and the reference of its job, or the title where there is none yet."""
Putting = Literal["tomorrow", "Monday", "in a week"]


class Person(NamedTuple):
    """`agent`: whose jobs alone they see; None: all jobs."""

    who: str
    account: str
    zone: ZoneInfo
    approves: bool
    agent: int | None = None

    def sees(self, job: Mapping[str, Any]) -> bool:
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
    """`unsure`: what matters has changed and changed back, and nobody may have looked in between."""

    until: float
    state: Any
    unsure: bool = False


@dataclass
class Asked:
    """A change that waits for approval. `round`: it is asked for anew where the job changed meanwhile."""

    action: Literal["create", "update", "delete"]
    by: str
    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    round: int = 1


class Deletion(NamedTuple):
    """One that was approved, and is sent at a moment: of the job as it was then, else it is asked for anew."""

    asked: Asked
    at: float
    version: str


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
    snoozed: dict[tuple[str, Row], Snoozed] = field(default_factory=dict)

    def rows(
        self, who: str, jobs: Iterable[Mapping[str, Any]], now: float, *, asleep: bool = False
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

    def is_mine(self, person: Person, job: Mapping[str, Any]) -> bool:
        """An agent's account sees the agent's own jobs alone."""
        ref = job["job_ref"]
        if person.agent is not None:
            return True
        return self.raised.get(ref) == person.account or self.last_by.get(ref) == person.who

    def groups(self, job: Mapping[str, Any], now: float) -> set[str]:
        if job["status_name"] in CLOSED:
            return set()
        groups = set() if job["contractor_id"] else {CONTRACTOR}
        last = job["date_works_end_date"] or job["date_works_start_date"]
        if last and date.fromisoformat(last) < datetime.fromtimestamp(now, LONDON).date():
            groups.add(VISIT)
        if self.is_chased(job, now):
            groups.add(ACCEPT)
        return groups

    def is_chased(self, job: Mapping[str, Any], now: float) -> bool:
        told = self.told_of(job)
        if told is None or told.accepted or job["status_name"] in ACCEPTED:
            return False
        return working_seconds(told.at, now) >= CHASE_AFTER

    def has_moved(self, job: Mapping[str, Any]) -> None:
        """Remembers of the last notification that the job has moved since, if it has."""
        told = self.told.get(job["job_ref"])
        if told is None:
            return
        if job["status_name"] in ACCEPTED or told.contractor != job["contractor_id"]:
            told.has_moved = True

    def told_of(self, job: Mapping[str, Any]) -> Told | None:
        """Of the contractor that it has."""
        told = self.told.get(job["job_ref"])
        return told if told is not None and told.contractor == job["contractor_id"] else None

    # snoozes

    def put_off(
        self, who: str, row: Row, jobs: Iterable[Mapping[str, Any]], now: float, how: Putting
    ) -> None:
        zone = self.people[who].zone
        today = datetime.fromtimestamp(now, zone).date()
        days = {"tomorrow": 1, "Monday": 7 - today.weekday(), "in a week": 7}[how]
        until = datetime.combine(today + timedelta(days=days), time(8), zone).timestamp()
        known = {job["job_ref"]: job for job in jobs}
        self.snoozed[who, row] = Snoozed(until, self.state(row, known))
        told = self.told.get(row[1])
        if row[0] == ACCEPT and told is not None and told.by == who:
            told.was_asleep = True

    def state(self, row: Row, jobs: Mapping[str, Mapping[str, Any]]) -> Any:
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

    def has_changed(self, jobs: Iterable[Mapping[str, Any]], *, looked: bool) -> None:
        """A change that matters ends a snooze, whatever happens later. `looked`: the bot has looked since."""
        known = {job["job_ref"]: job for job in jobs}
        for (who, row), snoozed in list(self.snoozed.items()):
            if self.state(row, known) != snoozed.state:
                snoozed.unsure = True
                if looked:
                    del self.snoozed[who, row]

    def unsure(self, who: str, now: float) -> set[Row]:
        """Rows of which nobody can say whether they are still put off."""
        return {
            row
            for (each, row), snoozed in self.snoozed.items()
            if each == who and snoozed.unsure and snoozed.until > now
        }

    # the last line of a card

    def next(self, job: Mapping[str, Any], now: float) -> str:
        """How it begins; empty for a closed job, unless it is to be deleted."""
        ref, name = job["job_ref"], job["contractor_name"]
        asked = {each.action for each in self.asked if each.name == ref}
        if ref in self.deletions or "delete" in asked:
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
                f"visit {visit(start, end, now)}" if start or end else "agree a date for the visit"
            )
        if told is None:
            return f"tell {name}"
        on = long_day(datetime.fromtimestamp(told.at, LONDON).date(), now)
        return f"{name} to accept, told on {on}"


def visit(start: str, end: str, now: float) -> str:
    first, last = (long_day(date.fromisoformat(each), now) if each else "" for each in (start, end))
    if not end or start == end:
        return f"on {first}"
    return f"from {first} to {last}" if start else f"by {last}"


def long_day(day: date, now: float) -> str:
    """`Thu 26 November`, with its year where that is another than now."""
    words = f"{day:%a} {day.day} {day:%B}"
    return words if day.year == datetime.fromtimestamp(now, LONDON).year else f"{words} {day.year}"


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def working_seconds(start: float, end: float) -> float:
    """From nine to five on working days."""
    total, day = 0.0, datetime.fromtimestamp(start, LONDON).date()
    while day <= datetime.fromtimestamp(end, LONDON).date():
        if is_working_day(day):
            opens, closes = (
                datetime.combine(day, time(hour), LONDON).timestamp() for hour in (9, 17)
            )
            total += max(0.0, min(end, closes) - max(start, opens))
        day += timedelta(days=1)
    return total


def at_work(now: float) -> bool:
    local = datetime.fromtimestamp(now, LONDON)
    return is_working_day(local.date()) and time(9) <= local.time() < time(17)
