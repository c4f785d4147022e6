"""What has to be so of the cards in the channel, and of what their threads tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.sandbox.slack.messages import Message
from tests.board_walk.model import CLOSED, UNDO, Fields, Person
from tests.board_walk.stage import PEOPLE, Stage
from tests.board_walk.wanted import Wanted
from tests.stories.boards import shown

_TOLD = "🔄"
"""How a reply begins that tells what was changed in PropOps itself."""
_NOTES = re.compile(r"(?:📝|•) (?:New note|(\d+) new notes)")
"""How it is told that others have written case notes there."""
_PRIVATE = ("On my way", "Keys are back")
"""What they write: case notes carry no flag that says who may read them."""
_SLACK = 60.0
"""Seconds until a button is taken from a card whose time is over."""
_MONTH = 30 * 86_400.0
_GONE = "No longer visible"
_LOOKED_FOR_AGAIN = 86_400.0 + 600
"""Seconds until a job that was out of everybody's sight is looked for again, once its card says so."""


def _brief(words: str, name: str) -> str:
    """As far as it has to be legible on a telephone: the name may be cut off, and what follows be short."""
    return words.partition(name)[0] + name[:15].rstrip() if len(name) > 16 else words


def _facts(job: Fields) -> tuple[Any, ...]:
    """Whose change in PropOps a thread is told."""
    days = job["date_works_start_date"] or None, job["date_works_end_date"] or None
    return job["status_id"], job["contractor_id"], *days


class Seen(NamedTuple):
    """At the last look that saw the card true. `told`: replies that tell a change. `own`: changes from here.

    `written`: case notes of others in PropOps; `notes`: of how many the thread tells.
    """

    facts: tuple[Any, ...]
    told: int
    own: int
    notes: int
    written: int
    wanted: Wanted


@dataclass
class CardChecks:
    stage: Stage
    seen: dict[str, Seen] = field(default_factory=dict)
    """By reference."""
    missed: dict[str, int] = field(default_factory=dict)
    """By reference: how often it was looked for since it is gone."""
    closed: set[str] = field(default_factory=set)
    """Cards of closed jobs are looked at less often."""
    blind: dict[str, int] = field(default_factory=dict)
    """By reference: looks until its card has to be true again, once somebody sees it who is linked."""
    unseen_at: dict[str, float] = field(default_factory=dict)
    """By reference: when nobody did last (Unix seconds)."""

    def check(self) -> None:
        self._followed()
        self._note_blindness()
        for ref, card in self.stage.card_of.items():
            job = self.stage.job(ref)
            if job is None:
                self._is_gone(ref, card)
            elif not (
                ref in self.stage.behind or self.blind.get(ref) or self._is_given_up(card, ref)
            ):
                self._is_true(job, card)

    def note_sight(self) -> None:
        """Of which notifications the sender can't see any more what becomes of them."""
        stage = self.stage
        stage.followed.note(stage.jobs())
        for job in stage.jobs():
            told = stage.model.told.get(job["job_ref"])
            if told is None:
                continue
            if not PEOPLE[told.by].sees(job) or not stage.is_linked(told.by):
                told.lost_sight = True

    def _readers(self, ref: str) -> set[str]:
        """With whose accounts its card is kept true: who worked on it, else who follows it here."""
        stage = self.stage
        followers = {each.person.who for each in stage.followed.follows}
        return stage.workers.get(ref) or followers

    def _note_blindness(self) -> None:
        """Cards of jobs that nobody sees who works on them and is linked can't be kept true."""
        stage = self.stage
        for ref in stage.card_of:
            job = stage.job(ref)
            readers = [PEOPLE[who] for who in self._readers(ref) if stage.is_linked(who)]
            seen = any(each.sees(job) for each in readers) if job else self._is_proof(ref, readers)
            if not seen:
                self.blind[ref] = 2
                self.unseen_at[ref] = stage.clock()
            elif self.blind.get(ref):
                self.blind[ref] -= 1

    def _is_proof(self, ref: str, readers: Sequence[Person]) -> bool:
        """Whether it counts that these do not find the job: two of them, or whoever changed it last."""
        last = self.stage.model.last_by.get(ref)
        return len(readers) > 1 or any(last in {None, each.who} for each in readers)

    def _is_given_up(self, card: Message, ref: str) -> bool:
        """Whether it may still say that nobody sees the job."""
        at = self.unseen_at.get(ref)
        return at is not None and card.says(_GONE) and self.stage.clock() - at < _LOOKED_FOR_AGAIN

    def _is_gone(self, ref: str, card: Message) -> None:
        self.missed[ref] = self.missed.get(ref, 0) + 1
        if self.missed[ref] < 2 or ref in self.closed or self.blind.get(ref):
            return
        words = "deleted", _GONE
        assert any(card.says(each) for each in words), f"{ref} is gone: {card.text}"

    def _is_true(self, job: Fields, card: Message) -> None:
        stage, now, ref = self.stage, self.stage.clock(), job["job_ref"]
        if job["status_name"] in CLOSED:
            self.closed.add(ref)
        text = shown(card)
        nexts = {f"Next: {stage.model.next(job, now, drawn_at=at)}" for at in (now, now - _MONTH)}
        for fact in (
            job["job_title"],
            job["status_name"],
            job["contractor_name"] or "No contractor yet",
        ):
            assert fact in text, f"{ref} has {fact}, its card says:\n{text}"
        if nexts != {"Next: "}:
            assert any(each in card.text for each in nexts), f"{nexts}, {ref}: {card.text}"
            seen = nexts | {_brief(each, job["contractor_name"] or "") for each in nexts}
            assert any(each in text for each in seen), f"{seen}, {ref} says:\n{text}"
        else:
            assert "Next:" not in text, f"{ref} is closed, its card says:\n{text}"
        self._buttons(job, card)
        self._told(job, card)

    def _told(self, job: Fields, card: Message) -> None:
        """What others changed in PropOps stands in the thread: once at most, and where nobody has changed the job
        from here since the last look, once at least.
        """
        stage, ref = self.stage, job["job_ref"]
        thread = stage.play.slack.thread(card)
        told = [each for each in thread if each.text.startswith(_TOLD)]
        edits, own = stage.edits.get(ref, 0), stage.own_changes.get(ref, 0)
        words = [each.text for each in told]
        assert len(told) <= edits, f"{edits} changes in PropOps, told: {words}"
        notes, written = self._notes(ref, [card, *thread])
        before = self.seen.get(ref)
        self.seen[ref] = Seen(_facts(job), len(told), own, notes, written, stage.wanted)
        if before is not None and before.own == own and before.facts != _facts(job):
            assert len(told) > before.told, f"{before.facts} is {_facts(job)}, told: {words}"
        wants = stage.wanted.notes and before is not None and before.wanted is stage.wanted
        if before is not None and before.own == own and wants and ref not in self.closed:
            new = written - before.written
            assert notes - before.notes >= new, f"{new} notes in {ref}: {[x.text for x in thread]}"

    def _notes(self, ref: str, messages: Sequence[Message]) -> tuple[int, int]:
        """Of how many notes of others the channel is told, and how many there are: who wrote them, and each once."""
        stage, accounts = self.stage, {each.account for each in PEOPLE.values()}
        every = stage.play.propops.notes(ref)
        authors = [each["created_by_name"] for each in every]
        written = sum(each not in accounts for each in authors)
        told = [int(each[1] or 1) for message in messages for each in _NOTES.finditer(message.text)]
        texts = [f"{each.text}\n{shown(each)}" for each in messages]
        assert sum(told) <= written, f"{written} notes of others in {ref}, told: {texts}"
        assert not any(words in text for text in texts for words in _PRIVATE), texts
        pinged = [each.text for each in messages if "<@" in f"{each.text}{each.blocks}"]
        assert not pinged, f"nobody is pinged by what was done: {pinged}"
        return sum(told), written

    def _buttons(self, job: Fields, card: Message) -> None:
        """*Undo* stands for as long as it can be pressed, and no longer."""
        stage, now, ref = self.stage, self.stage.clock(), job["job_ref"]
        assert ("Delete now" in card.buttons) == (ref in stage.model.deletions), shown(card)
        updated = stage.model.updated.get(ref)
        if updated is None or stage.model.is_to_go(ref):
            return
        left = updated.at + UNDO - now
        assert left > -_SLACK or "Undo" not in card.buttons, f"Undo too late: {shown(card)}"
        if updated.after["updated_at"] == job["updated_at"]:
            assert left < _SLACK or "Undo" in card.buttons, f"{left:.0f} s left: {shown(card)}"

    # what the channel follows

    def _followed(self) -> None:
        stage = self.stage
        for follow in stage.followed.follows:
            if not stage.is_linked(follow.person.who):
                continue
            for ref in stage.followed.to_tell(follow, stage.jobs()):
                assert ref in stage.card_of, f"{ref} is followed, and not told"
        for ref in stage.card_of:
            is_ours = ref in stage.workers
            assert is_ours or ref in stage.followed.may, f"{ref} is told, and nobody asked for it"
