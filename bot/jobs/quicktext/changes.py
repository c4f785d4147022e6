"""Changes that a clause of an update tells, and nothing else: `push this to thurs 18th`, `back to Bob pls`, `mark as in progress`.

A clause is read where all its words are known (`change_words.py`): nobody lists all that people say, but what a change is told by can be
listed. Beside a condition, a question or another job, and where two clauses say two things, the field stays open and is offered.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.jobs.dates.parser import FoundDay, Span
from bot.jobs.forms import FIELDS
from bot.jobs.model import Added
from bot.jobs.quicktext.change_clauses import (
    ClauseRow,
    another_job,
    consume,
    doubt_beside,
    is_joined_in_doubt,
    pieces,
    runs,
)
from bot.jobs.quicktext.change_values import firms_at, named, tokens_of, told
from bot.jobs.quicktext.change_words import HANDS
from bot.jobs.quicktext.changed_fields import END, N_DAYS, START, ToldChange, changes_of
from bot.jobs.quicktext.days import put_days
from bot.jobs.quicktext.notes import Note, given_twice
from bot.jobs.quicktext.reading import Reading

_BESIDE_ANOTHER = frozenset({"or", "not"})
"""Between two values, which other readers weigh."""


def read_changes(reading: Reading) -> list[Note]:
    """Fills what clauses of their own change, consumed; returns what is to be offered where nothing else fills it."""
    work = reading.buffer.work
    found: dict[str, list[tuple[ToldChange, ClauseRow]]] = {}
    offers: list[Note] = []
    for clauses in list(pieces(work)):
        done = -1
        for first, last, run in runs(clauses):
            if first <= done or is_joined_in_doubt(run):
                continue
            clause = told(reading, run)
            changes = list(changes_of(clause, work)) if clause else []
            doubt = doubt_beside(work, run) if changes else ""
            beside_another = run.close.casefold() in _BESIDE_ANOTHER
            if not changes or (doubt and beside_another and last > first):
                continue  # what stands before `and` is read by itself
            done = last
            if doubt and not beside_another:
                consume(reading.buffer, run)
                reading.notes += [_offer(change, doubt) for change in changes]
                continue
            if doubt or (doubt := _another_firm(reading, changes, run)):
                offers += [_offer(change, doubt) for change in changes]
                continue
            for change in changes:
                found.setdefault(change.name, []).append((change, run))
    begins = min((run.start for _, run in found.get(START, ())), default=0)
    for name, some in found.items():
        _consume_how_long(reading, some)
        _put(reading, name, some)
        [(change, run), *_] = some
        floating = isinstance(change.value, FoundDay) and change.value.kind == "weekday"
        if name == END and name in reading.values and floating and run.start >= begins:
            reading.end_words = change.words
    return [*offers, *_handed(reading)]


def _another_firm(reading: Reading, changes: list[ToldChange], run: ClauseRow) -> str:
    """The other contractor who is named beside this clause, so that nobody is sure; empty where there is none."""
    if not any(change.name == "contractor_id" for change in changes):
        return ""
    work = reading.buffer.work
    for start, end in ((0, run.start), (run.end, len(work))):
        tokens = tokens_of(work, ClauseRow(start, end, "", ""))
        for at in range(len(tokens)):
            for who in named(reading, tokens, at):
                same = any(change.value == who.value for change in changes)
                if who.kind == "contractor_id" and not same:
                    return work[who.start : who.end]
    return ""


def _consume_how_long(reading: Reading, some: list[tuple[ToldChange, ClauseRow]]) -> None:
    """`2 day job now` goes with the days it says how many are."""
    if all(isinstance(change.value, FoundDay) for change, _ in some) and (
        takes := N_DAYS.search(reading.buffer.work)
    ):
        reading.buffer.consume(*takes.span())


def _put(reading: Reading, name: str, some: list[tuple[ToldChange, ClauseRow]]) -> None:
    """Fills the field that these clauses change, and consumes them; where two say two things, both are offered."""
    if reading.asked(name):
        return
    changes = list(dict.fromkeys(change for change, _ in some))
    if name == "tenants_ids":
        people = [
            each for change in changes if isinstance(change.value, Added) for each in change.value
        ]
        changes = [ToldChange(name, Added(dict.fromkeys(people)))]
    old, new = reading.values.get(name), _plain(changes[-1])
    first = _plain(changes[0]) if len(changes) > 1 else old
    if first not in (None, new):
        reading.notes.append(given_twice(name, first, new))
        reading.values.pop(name, None)
        return
    for _, run in some:
        consume(reading.buffer, run)
    run, value = some[0][1], changes[0].value
    if isinstance(value, FoundDay | Span):
        put_days(reading, value, name, (run.start, run.end))
    else:
        reading.put(name, value, (run.start, run.end))


def _plain(change: ToldChange) -> Any:
    """The value as a form has it; of several days the first."""
    match change.value:
        case FoundDay(day=day) | Span(start=FoundDay(day=day)):
            return day
        case _:
            return change.value


def _offer(change: ToldChange, doubt: str) -> Note:
    label = FIELDS[change.name].label
    sentence = f"{label} was left open because of “{doubt}”: press what is meant."
    value = _plain(change)
    return Note(sentence, change.name, value if isinstance(value, Added) else [value])


def _handed(reading: Reading) -> Iterator[Note]:
    """Whoever is named, even by a first name, in a piece that tells of handing the job over: offered."""
    work = reading.buffer.work
    for clauses in pieces(work):
        row = ClauseRow(clauses[0].start, clauses[-1].end, "", "")
        tokens = tokens_of(work, row)
        if another_job(work, row.start, row.end) or all(each.word not in HANDS for each in tokens):
            continue
        who = dict.fromkeys(
            choice for at in range(len(tokens)) for choice in firms_at(reading, tokens, at)
        )
        if who and len({choice.name.split()[0] for choice in who}) == 1:
            names = " or ".join(choice.name for choice in who)
            sentence = f"{names} may be who is to do the work: press the name if they are."
            yield Note(sentence, "contractor_id", list(who))


def offer_changes(reading: Reading, offers: Iterable[Note]) -> None:
    """Says what is offered at fields that nothing has filled or asks about."""
    for note in offers:
        if note.field not in reading.values and not reading.asked(note.field):
            reading.notes.append(note)
