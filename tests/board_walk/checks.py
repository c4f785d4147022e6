"""What has to be so after each step: what people see, against the model."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.sandbox.slack.messages import Message
from tests.board_walk.model import ACCEPT, CLOSED, LATE, Row, at_work, is_working_day
from tests.board_walk.reading import rows_in, whole_board
from tests.board_walk.stage import PEOPLE, Stage
from tests.stories.boards import shown


@dataclass
class Checks:
    stage: Stage
    mornings_over: set[tuple[str, date]] = field(default_factory=set)
    """Whose morning of which day is over, with a message or without."""
    seen: set[str] = field(default_factory=set)
    """Time stamps of direct messages that were looked at."""
    chases: dict[tuple[str, float], int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    """By reference: how often it was looked for since it is gone."""
    closed: set[str] = field(default_factory=set)
    """Cards of closed jobs are looked at less often."""

    def __post_init__(self) -> None:
        """Who was linked after eight has their first message tomorrow."""
        for who, person in PEOPLE.items():
            now = datetime.fromtimestamp(self.stage.clock(), person.zone)
            if now.time() >= time(8):
                self.mornings_over.add((who, now.date()))

    def wanted(self, who: str) -> set[Row]:
        stage = self.stage
        return stage.model.rows(who, stage.jobs(), stage.clock())

    def differs(self, who: str, rows: list[Row]) -> str:
        """How what they see differs from what they ought to; empty where it does not."""
        assert len(rows) == len(set(rows)), f"{who} reads a row twice: {rows}"
        unsure = self.stage.model.unsure(who, self.stage.clock())
        extra = set(rows) - self.wanted(who) - unsure
        lacking = self.wanted(who) - set(rows) - unsure
        return f"{who} reads {sorted(extra)} too, not {sorted(lacking)}" if extra or lacking else ""

    # after each hop

    def on_hop(self) -> None:
        self._chases()
        for who in PEOPLE:
            self._morning(who)

    def _new_dms(self, who: str, *, morning: bool) -> list[Message]:
        """Morning messages, else reminders of contractors who were told."""
        words = "Good morning." if morning else "⏰"
        dms = self.stage.play.slack.member(who).dms
        found = [each for each in dms if each.text.startswith(words) and each.ts not in self.seen]
        self.seen |= {each.ts for each in found}
        return found

    def _morning(self, who: str) -> None:
        stage, person, now = self.stage, PEOPLE[who], self.stage.clock()
        today = datetime.fromtimestamp(now, person.zone).date()
        eight = datetime.combine(today, time(8), person.zone).timestamp()
        new = self._new_dms(who, morning=True)
        assert len(new) <= 1, f"{len(new)} morning messages to {who}"
        is_due = is_working_day(today) and eight <= now <= eight + LATE
        if (who, today) in self.mornings_over or not is_due:
            assert not new, (
                f"a morning message to {who}, {datetime.fromtimestamp(now, person.zone)}"
            )
            return
        self.mornings_over.add((who, today))
        wanted, unsure = self.wanted(who), stage.model.unsure(who, now)
        if not new:
            assert wanted <= unsure, f"no morning message to {who}: {sorted(wanted)}"
            return
        [message] = new
        rows = rows_in(message.blocks)
        assert rows, "a morning message with nothing in it"
        if not any(each.endswith(" more") for each in message.buttons):
            assert not self.differs(who, rows), f"this morning {self.differs(who, rows)}"
        assert set(rows) <= wanted | unsure, f"this morning {self.differs(who, rows)}"

    def _chases(self) -> None:
        stage, now = self.stage, self.stage.clock()
        jobs = {job["job_ref"]: job for job in stage.jobs()}
        for who in PEOPLE:
            for message in self._new_dms(who, morning=False):
                ref = message.text.split("JOB-")[1][:3]
                job = jobs[f"JOB-{ref}"]
                told = stage.model.told_of(job)
                assert at_work(now), (
                    f"a reminder at {datetime.fromtimestamp(now, PEOPLE[who].zone)}"
                )
                assert told is not None, f"a reminder of nothing: {message.text}"
                assert told.by == who, f"a reminder to {who}, not {told.by}"
                assert stage.model.is_chased(job, now), f"a reminder too early: {message.text}"
                assert not stage.model.is_asleep(who, (ACCEPT, job["job_ref"]), now)
                key = (job["job_ref"], told.at)
                self.chases[key] = self.chases.get(key, 0) + 1
                assert self.chases[key] <= 2, "a third reminder"
        for ref, job in jobs.items():
            stage.model.has_moved(job)
            told = stage.model.told_of(job)
            if told is None or told.is_chased_no_more or not at_work(now):
                continue
            if stage.model.is_chased(job, now - 1):
                assert self.chases.get((ref, told.at)), f"no reminder of {ref} to {told.by}"

    # after an interval

    async def look(self) -> None:
        stage = self.stage
        await stage.refreshed()
        stage.model.has_changed(stage.jobs(), looked=True)
        stage.find_cards()
        for who in PEOPLE:
            rows = await whole_board(stage, who)
            assert not self.differs(who, rows), self.differs(who, rows)
            await self._home(who)
        self._cards()

    async def _home(self, who: str) -> None:
        stage = self.stage
        opened = stage.home_opened.get(who)
        home = stage.play.slack.member(who).home
        if home is None or opened is None or stage.clock() - opened > 86_400:
            return
        assert not self.differs(who, rows_in(home.blocks)), (
            f"Home: {self.differs(who, rows_in(home.blocks))}"
        )

    def _cards(self) -> None:
        stage, now = self.stage, self.stage.clock()
        for ref, card in stage.card_of.items():
            job = stage.job(ref)
            if job is None:
                self.missed[ref] = self.missed.get(ref, 0) + 1
                if self.missed[ref] < 2 or ref in self.closed or ref in stage.unseen:
                    continue
                words = "deleted", "No longer visible"
                assert any(card.says(each) for each in words), f"{ref} is gone: {card.text}"
                continue
            if ref in stage.unseen:
                continue
            if job["status_name"] in CLOSED:
                self.closed.add(ref)
            text = shown(card)
            next_ = stage.model.next(job, now)
            for fact in (
                job["job_title"],
                job["status_name"],
                job["contractor_name"] or "No contractor yet",
            ):
                assert fact in text, f"{ref} has {fact}, its card says:\n{text}"
            says = f"Next: {next_}" if next_ else ""
            if says:
                assert says in text, f"{says}, {ref} says:\n{text}"
                assert says in card.text, f"{says}, {ref} says in words:\n{card.text}"
            else:
                assert "Next:" not in text, f"{ref} is closed, its card says:\n{text}"

    def note_sight(self) -> None:
        """Which jobs nobody sees any more who works on them: their cards can't be kept true."""
        stage = self.stage
        for job in stage.jobs():
            workers = stage.workers.get(job["job_ref"], set())
            if workers and not any(PEOPLE[who].sees(job) for who in workers):
                stage.unseen.add(job["job_ref"])
            told = stage.model.told.get(job["job_ref"])
            if told is not None and not PEOPLE[told.by].sees(job):
                told.lost_sight = True
