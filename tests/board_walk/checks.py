"""What has to be so after each step: what people see, against the model."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bot.sandbox.slack.messages import Message
from tests.board_walk.cards import CardChecks
from tests.board_walk.model import ACCEPT, APPROVAL, LATE, STUCK, UNDO, Fields, Row
from tests.board_walk.reading import (
    GROUPS,
    Blocks,
    WholeBoard,
    asleep_in,
    buttons_of,
    check_buttons,
    check_counts,
    rows_in,
    undoable_in,
    whole_board,
)
from tests.board_walk.row_words import check_ages, check_words
from tests.board_walk.stage import PEOPLE, POLLED_EVERY, REFRESH, Stage
from tests.board_walk.times import at_work, is_working_day, moment
from tests.stories import boards
from tests.stories.boards import shown

_FORMS = {"create", "update", "draft"}
"""What began with a form: that is kept when it comes to nothing."""
_LAST_DRAWN = 120.0
"""Seconds since Home and morning messages were compared with PropOps, when a look reads them, at most."""
_SLACK = 30.0
"""Seconds by which nobody can say whether *Undo* still stands."""
_MOST_UNDONE = 5
"""Rows with *Undo* at once."""


@dataclass
class Checks:
    stage: Stage
    mornings_over: set[tuple[str, date]] = field(default_factory=set)
    """Whose morning of which day is over, with a message or without."""
    seen: set[str] = field(default_factory=set)
    """Time stamps of direct messages that were looked at."""
    chases: dict[tuple[str, float], int] = field(default_factory=dict)
    mornings: dict[str, tuple[Message, float]] = field(default_factory=dict)
    """The last morning message of each, and when it came (Unix seconds)."""

    def __post_init__(self) -> None:
        """Who was linked after eight has their first message tomorrow."""
        self.cards = CardChecks(self.stage)
        for who in PEOPLE:
            self._has_linked(who)

    def _has_linked(self, who: str) -> None:
        now = datetime.fromtimestamp(self.stage.clock(), PEOPLE[who].zone)
        if now.time() >= time(8):
            self.mornings_over.add((who, now.date()))

    def wanted(self, who: str) -> set[Row]:
        stage = self.stage
        return stage.model.rows(who, stage.jobs(), stage.clock())

    def differs(self, who: str, rows: list[Row], *, drawn: float = 0.0) -> str:
        """How what they see differs from what they ought to; empty where it does not. `drawn`: how many
        seconds ago at most: what time alone has brought or ended since may be there or not.
        """
        assert len(rows) == len(set(rows)), f"{who} reads a row twice: {rows}"
        groups = [GROUPS.index(group) for group, _ in rows]
        assert groups == sorted(groups), f"the groups of {who} come in another order: {rows}"
        stage = self.stage
        then = stage.model.rows(who, stage.jobs(), stage.clock() - drawn)
        unsure = self._unsure(who) | (then ^ self.wanted(who))
        extra = set(rows) - self.wanted(who) - unsure
        lacking = self.wanted(who) - set(rows) - unsure
        return f"{who} reads {sorted(extra)} too, not {sorted(lacking)}" if extra or lacking else ""

    def _unsure(self, who: str) -> set[Row]:
        """Rows that may be there at this moment, or not."""
        stage = self.stage
        now, titles = stage.clock(), stage.arriving
        come = [job for job in stage.jobs() if job["job_title"] in titles]
        rows = {(group, job["job_ref"]) for job in come for group in stage.model.groups(job, now)}
        return (
            stage.model.unsure(who, now)
            | stage.ended_now
            | rows
            | {(STUCK, each) for each in titles}
        )

    # after each hop

    def on_hop(self) -> None:
        self._chases()
        for who in PEOPLE:
            if self.stage.is_linked(who):
                self._morning(who)
            else:
                assert not self._new_dms(who, morning=True), f"{who} is not linked"
                self._has_linked(who)

    def _new_dms(self, who: str, *, morning: bool) -> list[Message]:
        """Morning messages, else reminders of contractors who were told."""
        words = "Good morning." if morning else "⏰"
        dms = self.stage.play.slack.member(who).dms
        found = [each for each in dms if each.text.startswith(words) and each.ts not in self.seen]
        self.seen |= {each.ts for each in found}
        return found

    def _morning(self, who: str) -> None:
        stage, person, now = self.stage, PEOPLE[who], self.stage.clock()
        local = datetime.fromtimestamp(now, person.zone)
        eight = moment(local.date(), time(8), person.zone)
        new = self._new_dms(who, morning=True)
        assert len(new) <= 1, f"{len(new)} morning messages to {who}"
        may_be = is_working_day(local.date()) and eight <= now and stage.hopped_at <= eight + LATE
        if (who, local.date()) in self.mornings_over or not may_be or stage.is_away:
            assert not new, f"a morning message to {who}, {local}"
            return
        may_come = stage.is_recovering or who in stage.linked_now
        if not new and (may_come or stage.hopped_at < eight + POLLED_EVERY):
            return
        self.mornings_over.add((who, local.date()))
        wanted, unsure = self.wanted(who), self._unsure(who)
        if not new:
            assert wanted <= unsure, f"no morning message to {who}: {sorted(wanted)}"
            return
        [message] = new
        rows = rows_in(message.blocks)
        assert rows, "a morning message with nothing in it"
        if not any(each.endswith(" more") for each in message.buttons):
            assert not self.differs(who, rows), f"this morning {self.differs(who, rows)}"
        assert set(rows) <= wanted | unsure, f"this morning {self.differs(who, rows)}"
        check_buttons(message.blocks)
        check_words(message.blocks, self._jobs())
        self.mornings[who] = message, now

    def _chases(self) -> None:
        stage, now = self.stage, self.stage.clock()
        jobs = self._jobs()
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
                assert job["job_title"] in shown(message), shown(message)
                assert {"Notify again", "Choose another"} <= set(message.buttons), message.buttons
                assert stage.is_linked(who), f"{who} is not linked, and reminded"
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
            if stage.is_away or stage.is_recovering:
                continue
            if stage.model.is_chased(job, now - 30):
                assert self.chases.get((ref, told.at)), f"no reminder of {ref} to {told.by}"

    # after an interval

    async def look(self) -> None:
        stage = self.stage
        await stage.refreshed()
        stage.model.has_changed(stage.jobs(), looked=[each.who for each in stage.linked()])
        stage.find_cards()
        for who in PEOPLE:
            if stage.is_linked(who):
                self._board(who, await whole_board(stage, who))
                self._home(who)
                self._morning_kept(who)
        self.cards.check()

    def _board(self, who: str, whole: WholeBoard) -> None:
        stage, now = self.stage, self.stage.clock()
        assert not self.differs(who, whole.rows), self.differs(who, whole.rows)
        check_counts(whole)
        whose = "Everybody's" if stage.model.everybody.get(who) else "My jobs"
        assert whole.first.startswith(f"{whose}: "), f"{who} looks at {whose}: {whole.first}"
        for page in whole.pages:
            check_words(page, self._jobs())
            check_ages(page, stage.model, self._jobs(), now)
        unsure = self._unsure(who)
        asleep = stage.model.rows(who, stage.jobs(), now, asleep=True) - self.wanted(who) - unsure
        told = set(whole.asleep) - unsure
        assert told == asleep, f"{who} reads of {told} snoozed, not {asleep}"
        self._undoable(who, whole.pages, [name for _, name in whole.asleep], drawn=0.0)
        kept = {
            each.name
            for each in stage.model.stuck
            if each.who == who and each.what.split()[0] in _FORMS
        }
        for (group, name), label in whole.buttons:
            if group == STUCK and name in kept:
                assert label == "Resume", f"the form of {name} is kept for {who}: {label}"

    def _undoable(
        self, who: str, pages: Sequence[Blocks], asleep: Sequence[str], *, drawn: float
    ) -> None:
        """Where a row was put off, *Undo* stands for its time. `drawn`: seconds since then, at most."""
        now, all_ = self.stage.clock(), self.stage.model.snoozed.items()
        ages = [(row[1], now - each.at) for (by, row), each in all_ if by == who]
        there = {each for page in pages for each in undoable_in(page)}
        may = {name for name, age in ages if age < UNDO + drawn + _SLACK} & set(asleep)
        has_to = {name for name, age in ages if age < UNDO - _SLACK} & set(asleep)
        has_to -= {name for _, name in self._unsure(who)}
        assert there <= may, f"{who} is offered Undo of {there - may}"
        assert len(has_to) > _MOST_UNDONE or has_to <= there, (
            f"{who} lacks Undo of {has_to - there}"
        )

    def _jobs(self) -> dict[str, Fields]:
        return {job["job_ref"]: job for job in self.stage.jobs()}

    async def look_while_away(self) -> None:
        """PropOps does not say how its jobs are: of those alone what was known."""
        for person in self.stage.linked():
            message = await boards.board(self.stage.play, person.who)
            here = {APPROVAL, STUCK}
            rows = {each for each in rows_in(message.blocks) if each[0] in here}
            wanted = {each for each in self.wanted(person.who) if each[0] in here}
            unsure = self._unsure(person.who)
            more = any(each.endswith(" more") for each in message.buttons)
            assert rows <= wanted | unsure, f"{person.who} reads {rows - wanted}, PropOps away"
            assert more or wanted <= rows | unsure, f"{person.who}: {wanted - rows}, PropOps away"
            assert "⚠️" in shown(message), shown(message)
            can = {row[1]: label for row, label in buttons_of(message.blocks) if row[0] == STUCK}
            for each in self.stage.model.stuck:
                if each.what == "held" and each.name in can:  # nothing of it has left
                    assert can[each.name] == "Withdraw", f"{each.name}: {can[each.name]}"

    def _morning_kept(self, who: str) -> None:
        """For the rest of its day it is as true as the board."""
        message, at = self.mornings.get(who, (None, 0.0))
        if message is None or self.stage.clock() - at > 86_400:
            return
        rows = rows_in(message.blocks)
        check_words(message.blocks, self._jobs())
        if not any(each.endswith(" more") for each in message.buttons):
            differs = self.differs(who, rows, drawn=_LAST_DRAWN)
            assert not differs, f"the message of this morning: {differs}"
            self._undoable(who, [message.blocks], _names(message.blocks), drawn=REFRESH)

    def _home(self, who: str) -> None:
        stage = self.stage
        opened = stage.home_opened.get(who)
        home = stage.play.slack.member(who).home
        if home is None or opened is None or stage.clock() - opened > 86_400:
            return
        check_words(home.blocks, self._jobs())
        linked = f"Linked to PropOps as {PEOPLE[who].account}, until"
        assert linked in shown(home), shown(home)
        differs = self.differs(who, rows_in(home.blocks), drawn=_LAST_DRAWN)
        assert not differs, f"Home: {differs}"
        self._undoable(who, [home.blocks], _names(home.blocks), drawn=REFRESH)


def _names(blocks: Blocks) -> list[str]:
    """Of what is put off."""
    return [name for _, name in asleep_in(blocks)]
