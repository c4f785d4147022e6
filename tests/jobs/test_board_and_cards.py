"""The board and the last line of the cards, against a model: whatever happens to jobs, both say the same.

Jobs are changed in Slack and in PropOps, contractors told, rows snoozed, and the clock goes over both nights
on which it changes and over bank holidays. What is known is written down and read again, as after a restart.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.jobs import board
from bot.jobs.board import Board, Causes, Snooze, state_of
from bot.jobs.change import Change, Member
from bot.jobs.model import Job
from bot.jobs.next_step import KnownHere, Rules, Told, changes_at, next_step, told_by
from bot.jobs.statuses import StatusNames
from bot.jobs.working_time import working_hours_after
from bot.views.next_line import next_words

LONDON = ZoneInfo("Europe/London")
NAMES = StatusNames.of(("Complete", "Closed"), ("Assigned", "In Progress"))
RULES = Rules(NAMES, 8.0, LONDON)
STARTS = (
    datetime(2026, 3, 27, 15, tzinfo=UTC),  # the clocks go forward on Sunday
    datetime(2026, 4, 2, 16, tzinfo=UTC),  # before Easter
    datetime(2026, 10, 23, 15, tzinfo=UTC),  # they go back on Sunday
    datetime(2026, 12, 24, 12, tzinfo=UTC),
)
UUIDS = tuple(f"u-{number}" for number in range(4))
READERS = {"all": frozenset(UUIDS), "some": frozenset(UUIDS[:2]), "none": frozenset[str]()}
"""Which jobs PropOps shows to whom."""
uuids = st.sampled_from(UUIDS)
contractors = st.sampled_from([None, 1, 2])
statuses = st.sampled_from(["New", "Assigned", "in progress", "Complete"])
GROUP_OF = {
    "contractor": "contractor",
    "report": "visit",
    "accept": "accept",
    "tell_again": "accept",
}
"""The step of a card → the group of the board that the job is in, if it is in one."""


class Jobs(RuleBasedStateMachine):
    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: datetime) -> None:
        self.now = start.timestamp()
        self.jobs = {uuid: Job(uuid=uuid, status_name="New") for uuid in UUIDS}
        self.told: dict[str, Told] = {}
        self.snoozes: dict[str, Snooze] = {}

    def edit(self, uuid: str, **fields: object) -> None:
        self.jobs[uuid] = self.jobs[uuid].model_copy(update=fields)

    @rule(uuid=uuids, contractor=contractors)
    def choose(self, uuid: str, contractor: int | None) -> None:
        name = f"Firm {contractor}" if contractor else ""
        self.edit(uuid, contractor_id=contractor, contractor_name=name)

    @rule(uuid=uuids, status=statuses)
    def move_on(self, uuid: str, status: str) -> None:
        self.edit(uuid, status_name=status)

    @rule(uuid=uuids, ahead=st.integers(-2, 6), days=st.integers(0, 2))
    def plan(self, uuid: str, ahead: int, days: int) -> None:
        day = self.today() + timedelta(days=ahead)
        end = (day + timedelta(days=days)).isoformat() if days else ""
        self.edit(uuid, date_works_start_date=day.isoformat(), date_works_end_date=end)

    @rule(uuid=uuids)
    def tell(self, uuid: str) -> None:
        job = self.jobs[uuid]
        if job.contractor_id:
            change = Change(
                *("S-1", "k", "send_assignment_notification", Member("", "T1", "U1")),
                after=job.model_dump(mode="json"),
                finished_at=self.now,
            )
            told = told_by(change)
            assert told is not None
            self.told[uuid] = told

    @rule(uuid=uuids)
    def contractor_writes(self, uuid: str) -> None:
        told = self.told.get(uuid)
        if told is not None and self.jobs[uuid].contractor_id == told.contractor_id:
            self.told[uuid] = replace(told, accepted_at=self.now + 1)

    @rule(uuid=uuids, days=st.integers(1, 3))
    def snooze(self, uuid: str, days: int) -> None:
        for row in self.board("all").rows:
            if row.subject == uuid:
                self.snoozes[row.key] = Snooze(row.key, self.now + days * 86_400, row.state)

    @rule(hours=st.sampled_from([1, 9, 24, 72]))
    def time_goes_by(self, hours: int) -> None:
        self.now += hours * 3600

    @rule()
    def restart(self) -> None:
        written = [job.model_dump_json() for job in self.jobs.values()]
        self.jobs = {job.uuid: job for job in map(Job.model_validate_json, written)}

    def today(self) -> date:
        return datetime.fromtimestamp(self.now, LONDON).date()

    def board(self, reader: str) -> Board:
        seen = [job for uuid, job in self.jobs.items() if uuid in READERS[reader]]
        causes = Causes(seen, told=self.told, snoozes=list(self.snoozes.values()))
        return board.board(causes, RULES, self.now, everybody=True)

    def wanted(self, uuid: str) -> set[str]:
        """The groups of a job, by the words of the contract."""
        job, told = self.jobs[uuid], self.told.get(uuid)
        if job.status_name == "Complete":
            return set()
        groups = set() if job.contractor_id else {"contractor"}
        last = job.date_works_end_date or job.date_works_start_date
        if last and date.fromisoformat(last) < self.today():
            groups.add("visit")
        if told is not None and job.contractor_id and told.contractor_id == job.contractor_id:
            late = self.now >= working_hours_after(told.at, 8, LONDON)
            accepted = job.status_name != "New" or told.accepted_at is not None
            if late and not accepted:
                groups.add("accept")
        return groups

    @invariant()
    def a_row_is_there_exactly_while_its_cause_is(self) -> None:
        if not hasattr(self, "jobs"):
            return
        for reader, seen in READERS.items():
            shown = {row.key for row in self.board(reader).rows}
            rows = {f"{group}:{uuid}" for uuid in seen for group in self.wanted(uuid)}
            asleep = {
                key
                for key, each in self.snoozes.items()
                if each.until > self.now and each.state == state_of(self.jobs[key.split(":")[1]])
            }
            assert shown == rows - asleep

    @invariant()
    def the_card_agrees_with_the_board(self) -> None:
        for uuid, job in getattr(self, "jobs", {}).items():
            known = KnownHere(self.told.get(uuid))
            found = next_step(job, known, RULES, self.now)
            groups = self.wanted(uuid)
            assert (found is None) == (job.status_name == "Complete")
            if found is None:
                assert changes_at(job, RULES, self.now) == 0
                continue
            assert (found.step == "contractor") == ("contractor" in groups)
            assert (found.step == "report") == ("visit" in groups and "contractor" not in groups)
            if groups == {"accept"}:
                assert GROUP_OF[found.step] == "accept"
            if groups:
                assert GROUP_OF[found.step] in groups
            told = known.told
            if told is None or told.contractor_id != job.contractor_id:
                assert found.step not in {"tell_again", "accept"}
            elif found.step not in {"contractor", "report"}:
                moved = told.days != (job.date_works_start_date, job.date_works_end_date)
                assert (found.step == "tell_again") == (moved and told.accepted_at is None)
                assert found.step != "tell"
            words = next_words(found, job, year=2026)
            if found.step == "visit":
                assert job.date_works_start_date >= self.today().isoformat() or (
                    job.date_works_end_date >= self.today().isoformat()
                )
            at = changes_at(job, RULES, self.now)
            for moment in (self.now, at - 1 if at else self.now + 30 * 86_400):
                later = next_step(job, known, RULES, moment)
                assert later is not None
                assert next_words(later, job, year=2026) == words, "it holds until then"
            if at:
                after = next_step(job, known, RULES, at)
                assert after is not None
                assert after.step == "report"


Jobs.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestJobs = Jobs.TestCase
