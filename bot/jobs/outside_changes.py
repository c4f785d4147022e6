"""What happened to a job in PropOps itself: what two reads of it differ in, without what the bot did.

A channel is told of a status, contractor, day or priority that was changed there, and that somebody wrote
a case note, of which it learns the author alone. All other fields are on the card.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.diff import differences
from bot.jobs.model import NAME_FIELDS, CaseNote, Commit, Job
from bot.jobs.outcome import FieldChange
from bot.jobs.redaction import masked
from bot.jobs.rich_text import to_text
from bot.jobs.timestamps import unix_seconds

TOLD = (
    *("status_id", "priority_id", "contractor_id"),
    *("date_works_start_date", "date_works_end_date"),
)
"""Fields whose changes are told: those that everybody in a channel may know, and none with an amount."""
_NAMES = (NAME_FIELDS[name] for name in TOLD if name in NAME_FIELDS)
_KEPT = {*TOLD, *_NAMES, "uuid", "job_ref", "job_title", "full_address", "updated_at"}
_MOST_AUTHORS = 3


@dataclass(frozen=True)
class News:
    """What was found in one comparison. `id` is part of the key of its messages, and never used again.

    `at`: when it happened there, `found_at`: when it was found (Unix seconds). `by`: who changed the fields,
    as PropOps names them; `notes`: the author of each new note, empty where PropOps does not say. `gone`:
    PropOps does not find the job any more. `job`: its reference, title and address.
    """

    id: str
    at: float
    found_at: float
    job: Json = field(default_factory=dict)
    by: tuple[str, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    notes: tuple[str, ...] = ()
    gone: bool = False

    @property
    def has_new_status(self) -> bool:
        return any(each.name == "status_id" for each in self.changes)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """As `written` wrote it."""
        changes = tuple(FieldChange(*each) for each in stored["changes"])
        lists = {name: tuple(stored[name]) for name in ("by", "notes")}
        return cls(**{**stored, **lists, "changes": changes})

    def written(self) -> Json:
        changes = [[each.name, each.label, each.old, each.new] for each in self.changes]
        return {**self.__dict__, "changes": changes}


@dataclass(frozen=True)
class Known:
    """What the bot knew of a job when it compared it last, and what it has not told yet.

    `job`: the fields that are told, as PropOps had them; None before the first comparison. `notes`: keys of
    the case notes there were; None where they were never read. `at`: when it was read (Unix seconds).
    """

    job: Json | None = None
    notes: tuple[str, ...] | None = None
    at: float = 0.0
    number: int = 0
    gone: bool = False
    news: tuple[News, ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """As `written` wrote it."""
        notes = stored["notes"]
        news = tuple(News.read(each) for each in stored["news"])
        return cls(**{**stored, "notes": None if notes is None else tuple(notes), "news": news})

    def written(self) -> Json:
        return {**self.__dict__, "news": [each.written() for each in self.news]}

    def but_gone(self) -> Self:
        return replace(self, gone=True)

    def with_news(self, now: float, at: float, **found: Any) -> Self:
        """With something more to be told. `now`, `at`: as `found_at` and `at` of `News`."""
        number = self.number + 1
        news = News(f"{number}-{int(now)}", at, now, **found)
        return replace(self, number=number, news=(*self.news, news))


@dataclass(frozen=True)
class JobReading:
    """A job as it was just read. `notes`: None where they could not be. `at`: when the read began (Unix
    seconds).
    """

    job: Job
    notes: Sequence[CaseNote] | None
    at: float


@dataclass(frozen=True)
class Found:
    """`known`: from now on, nothing told yet. `since`: the `updated_at` before the first of `changes`."""

    known: Known
    changes: Sequence[FieldChange] = ()
    notes: Sequence[CaseNote] = ()
    since: str = ""


def is_as_known(known: Known, reading: JobReading) -> bool:
    """Whether there is nothing to find out."""
    same_notes = reading.notes is None or (
        known.notes is not None and not _new(known, reading.notes)
    )
    return not known.gone and same_notes and known.job == facts(reading.job)


def compared(known: Known, reading: JobReading, own: Sequence[Change]) -> Found:
    """What others did since, between the bot's own changes. `own`: those done since, all for the first time."""
    done = _in_order(own)
    walk = _Walk(known.job)
    for change in done:
        walk.pass_own(change)
    walk.arrive(facts(reading.job))
    notes = _notes_of_others(known, reading, done)
    keys = known.notes
    if reading.notes is not None:
        keys = tuple(map(note_key, reading.notes))
    now_known = replace(known, job=walk.at, notes=keys, at=reading.at, gone=False)
    return Found(now_known, walk.changes, notes, walk.since)


def last_known(known: Known, own: Sequence[Change]) -> Json:
    """The job as it was seen last, for whoever has to name it; empty where nobody has seen it."""
    left = [each.after or each.before for each in _in_order(own)]
    return known.job or next((_kept(each) for each in reversed(left) if each), {})


def silently(known: Known, reading: JobReading) -> Known:
    """The reading as what is known from now on, whatever it says."""
    keys = tuple(map(note_key, reading.notes or ()))
    return replace(known, job=facts(reading.job), notes=keys, at=reading.at, gone=False)


def authors(commits: Sequence[Commit], found: Found, own: Sequence[Change]) -> tuple[str, ...]:
    """Who saved the job since, as PropOps names them, without the bot's own saves."""
    began = unix_seconds(found.since) or 0.0
    saved_here = {str(each.after.get("updated_at", "")) for each in own}
    fields = {each.name for each in found.changes}
    names = [
        each.by
        for each in sorted(commits, key=lambda each: unix_seconds(each.at) or 0.0)
        if (unix_seconds(each.at) or 0.0) > began and each.at not in saved_here
        if each.by and (not each.fields or fields & each.fields.keys())
    ]
    return tuple(dict.fromkeys(names))[-_MOST_AUTHORS:]


def facts(job: Job) -> Json:
    """What is remembered of a job, as plain JSON."""
    return {name: value for name, value in masked(job).items() if name in _KEPT}


def note_key(note: CaseNote) -> str:
    """Tells the notes of a job apart."""
    return str(note.id) if note.id is not None else f"{note.at} {note.by}"


class _Walk:
    """From what was known over each change of the bot's to what is there now."""

    def __init__(self, at: Json | None) -> None:
        self.at = at
        self.changes: list[FieldChange] = []
        self.since = ""
        self._passed_own = False

    def pass_own(self, change: Change) -> None:
        left = _kept(change.after or change.before)
        if not _updated(left):
            return
        if self.at is None:
            self._pass_read_after(change, left)
        if _updated(left) <= _updated(self.at or {}):
            return
        before = _kept(change.before)
        if _updated(before) >= _updated(self.at or {}):
            self._note(before)
            self._pass_read_after(change, left)
        else:
            self._note(left, without=_may_change(change))
        self.at, self._passed_own = left, True

    def _pass_read_after(self, change: Change, left: Json) -> None:
        """What the read after the change has otherwise than it left it was set by others in between."""
        self.at = _as_it_left(change, left)
        self._note(left)
        self.at, self._passed_own = left, True

    def arrive(self, now: Json) -> None:
        """A read that began before the last change of the bot's had ended may be older than that."""
        if self.at is None:
            self.at = now
        older = self._passed_own and _updated(now) <= _updated(self.at)
        if older or _updated(now) < _updated(self.at):
            return
        self._note(now)
        self.at = now

    def _note(self, now: Json, without: set[str] | None = None) -> None:
        assert self.at is not None
        names = [name for name in TOLD if name not in (without or ())]
        found = differences(_job(self.at), _job(now), names)
        if found and not self.since:
            self.since = _updated(self.at)
        self.changes += found


def _notes_of_others(
    known: Known, reading: JobReading, own: Sequence[Change]
) -> Sequence[CaseNote]:
    new = _new(known, reading.notes or ())
    if known.notes is None:  # the first look: the card stands since the first of the bot's changes
        begun = min((each.finished_at or 0.0 for each in own), default=float("inf"))
        new = [each for each in new if (unix_seconds(each.at) or 0.0) >= int(begun)]
    written = Counter(
        _words(str(each.target.get("note_text", "")))
        for each in own
        if each.action == "add_case_note"
    )
    marks = [f"({each.id})" for each in own]
    others = []
    for note in new:
        words = _words(note.text)
        if written[words]:
            written[words] -= 1
        elif not any(mark in words for mark in marks):  # the names of those who approved it
            others.append(note)
    return sorted(others, key=lambda each: (unix_seconds(each.at) or 0.0, each.id or 0))


def _in_order(own: Sequence[Change]) -> list[Change]:
    return sorted(own, key=lambda each: each.finished_at or 0.0)


def _new(known: Known, notes: Sequence[CaseNote]) -> list[CaseNote]:
    seen = frozenset(known.notes or ())
    return [each for each in notes if note_key(each) not in seen]


def _words(text: str) -> str:
    return " ".join(to_text(text).split())


def _kept(job: Mapping[str, Any]) -> Json:
    return {name: value for name, value in job.items() if name in _KEPT}


def _may_change(change: Change) -> set[str]:
    """The fields that may be otherwise because of it."""
    if WRITES[change.action].leaves_fields:
        return set()
    return set(change.fields) or set(TOLD)


def _as_it_left(change: Change, read: Json) -> Json:
    """The job right after the change, by the read after it. Of what it was not asked for, and PropOps changed
    along with it, its own reply speaks.
    """
    if WRITES[change.action].leaves_fields:
        return _kept(change.before) or read
    asked = {name: value for name, value in change.fields.items() if name in TOLD}
    names = {
        NAME_FIELDS[name]: change.names.get(name, "") for name in asked.keys() & NAME_FIELDS.keys()
    }
    left = read | asked | names
    return {name: value for name, value in left.items() if value is not None}  # what was cleared


def _updated(job: Json) -> str:
    return str(job.get("updated_at", ""))


def _job(stored: Json) -> Job:
    return Job.model_validate(stored)
