"""The values and words of which a clause of an update is made: days, percentages and things of lists; a first name is enough for a contractor
that no other has.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bot.jobs.dates.parser import FoundDay, Span, read_days
from bot.jobs.dates.rules import may_begin, may_belong
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.another_day import with_its_number
from bot.jobs.quicktext.change_clauses import ClauseRow
from bot.jobs.quicktext.change_words import CHANGING, ENDS, PAIRS, SET_TO, SETS, SMALL, SWAPS
from bot.jobs.quicktext.choices import COMPANY
from bot.jobs.quicktext.labels import NAMES
from bot.jobs.quicktext.notes import MOST_CHOICES
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.work_words import KNOWN

_TOKEN = re.compile(r"[^\s\"()]+")
_PERCENT = re.compile(r"\d{1,2}(?:\.\d+)?%")
_MOST_WORDS = 6
_KNOWN = SMALL | PAIRS | ENDS
_IT = (["it"], ["this"], ["job"], ["one"])
PICKS = ("status_id", "priority_id", "job_type_id")
"""Fields of a short list, whose names are words of any sentence."""
PEOPLE = ("contractor_id", "agent_id", "tenants_ids")


@dataclass(frozen=True)
class ClauseWord:
    start: int
    end: int
    word: str


@dataclass(frozen=True)
class ToldValue:
    """`kind`: the name of a field, or `day`; `at`: how many words of the clause stand before it."""

    kind: str
    value: FoundDay | Span | Decimal | Choice
    at: int
    start: int
    end: int
    words: str = ""


@dataclass(frozen=True)
class ToldClause:
    """What a clause consists of. `words`: each with how many stand before it; `said`: the same, only the words."""

    run: ClauseRow
    values: list[ToldValue] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)

    @property
    def said(self) -> list[str]:
        return [word for _, word in self.words]

    def of(self, kind: str) -> list[ToldValue]:
        return [each for each in self.values if each.kind == kind]

    def before(self, value: ToldValue) -> list[str]:
        """The words before a value, back to the one before it."""
        begin = max((each.at for each in self.values if each.at < value.at), default=-1)
        return [word for at, word in self.words if begin < at < value.at]


def tokens_of(work: str, run: ClauseRow) -> list[ClauseWord]:
    found = []
    for match in _TOKEN.finditer(work, run.start, run.end):
        word = match[0].rstrip(".,:").casefold()
        found += [ClauseWord(match.start(), match.start() + len(word), word)] if word else []
    return found


def told(reading: Reading, run: ClauseRow) -> ToldClause | None:
    """The clause in values and words; None where a word of it is none that a change is told by."""
    work, tokens = reading.buffer.work, tokens_of(reading.buffer.work, run)
    result, at = ToldClause(run), 0
    while at < len(tokens):
        value = _value(reading, work, tokens, at)
        if value is not None:
            result.values.append(value)
            while at < len(tokens) and tokens[at].start < value.end:
                at += 1
            continue
        if tokens[at].word not in _KNOWN | CHANGING:
            return None
        result.words.append((at, tokens[at].word))
        at += 1
    return result


def _value(reading: Reading, work: str, tokens: Sequence[ClauseWord], at: int) -> ToldValue | None:
    token = tokens[at]
    if _PERCENT.fullmatch(token.word):
        number = Decimal(token.word.rstrip("%"))
        return ToldValue("vat_percentage", number, at, token.start, token.end)
    if pick := _pick(reading, tokens, at):
        return pick
    if token.word in _KNOWN:
        return None
    if day := _day(work, tokens, at, reading.today):
        return day
    return next(named(reading, tokens, at), None)


def _day(work: str, tokens: Sequence[ClauseWord], at: int, today: date) -> ToldValue | None:
    start = tokens[at].start
    if not may_begin(tokens[at].word):
        return None
    for size in range(_MOST_WORDS, 0, -1):
        some = tokens[at : at + size]
        if len(some) < size or not all(may_belong(each.word.replace("'", "")) for each in some):
            continue
        end = some[-1].end
        found = read_days(work[start:end], today)
        if isinstance(found, FoundDay) and found.kind == "weekday":
            with_number, end = with_its_number(work, end, found)
            if not isinstance(with_number, FoundDay):
                return None
            found = with_number
        if isinstance(found, FoundDay | Span):
            return ToldValue("day", found, at, start, end, work[start:end])
    return None


def _pick(reading: Reading, tokens: Sequence[ClauseWord], at: int) -> ToldValue | None:
    """A status, priority or type that is set: right after `to`, `as`, `status` and the like."""
    before = [each.word for each in tokens[:at]]
    of_a_type = before[:-1] if before and before[-1] in {"a", "an"} else before
    for name in PICKS:
        lead = of_a_type if name == "job_type_id" else before
        marked = name == "status_id" and lead[-1:] in _IT and bool(SETS & set(lead[-3:-1]))
        if not lead or not (lead[-1] in SET_TO or marked):
            continue
        index = reading.names.get(TOPIC_LISTS[name])
        for choice in index.find("", 100) if index else ():
            words = fold(choice.name).split()
            some = tokens[at : at + len(words)]
            longer = _longer(index, tokens, at, len(words)) if index else False
            if [fold(each.word) for each in some] == words and not longer:
                return ToldValue(name, choice, at, some[0].start, some[-1].end)
    return None


def _longer(index: NameIndex, tokens: Sequence[ClauseWord], at: int, length: int) -> bool:
    """Whether a longer name begins with these words: `Gas safety` with `Gas`."""
    more = [fold(each.word) for each in tokens[at : at + length + 1]]
    return len(more) > length and any(
        fold(choice.name).split()[: length + 1] == more for choice in index.find("", 100)
    )


TOPIC_LISTS = {
    "status_id": "statuses",
    "priority_id": "priorities",
    "job_type_id": "job_types",
    "contractor_id": "contractors",
    "agent_id": "agents",
    "tenants_ids": "tenants",
}


def named(reading: Reading, tokens: Sequence[ClauseWord], at: int) -> Iterator[ToldValue]:
    """The people whose name begins here; of a contractor the first name, which no other contractor has, and nobody else."""
    run = [fold(each.word.removesuffix("'s")) for each in tokens[at : at + _MOST_WORDS]]
    for name in PEOPLE:
        index = reading.names.get(TOPIC_LISTS[name])
        if index is None:
            continue
        if not index.has_word(run[0]):
            run[0] = run[0].removesuffix("s")  # `bobs doing this now`
        used, choices = index.longest(run)
        if len(choices) != 1:
            continue
        whole = [word for word in fold(choices[0].name).split() if word not in COMPANY]
        plain = [word for word in run[:used] if word not in COMPANY]
        is_first = (
            name == "contractor_id" and plain == whole[:1] and _is_only_theirs(reading, run[0])
        )
        if whole == plain or is_first:
            yield ToldValue(name, choices[0], at, tokens[at].start, tokens[at + used - 1].end)


def firms_at(reading: Reading, tokens: Sequence[ClauseWord], at: int) -> list[Choice]:
    """The contractors whose name or first name begins here; none where something of theirs is named, or they are to be swapped."""
    index, word = reading.names.get("contractors"), tokens[at].word
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    swapped = at > 0 and tokens[at - 1].word in SWAPS
    if index is None or swapped or (word.endswith("'s") and following not in _DOES):
        return []
    run = [fold(each.word.removesuffix("'s")) for each in tokens[at : at + _MOST_WORDS]]
    if not index.has_word(run[0]) or not _is_only_theirs(reading, run[0]):
        return []
    _, choices = index.longest(run)
    return choices if len(choices) <= MOST_CHOICES else []


_DOES = frozenset({"doing", "on", "got", "gone", "going", "now", "taking", "gonna"})


def _is_only_theirs(reading: Reading, word: str) -> bool:
    others = ("agents", "tenants")
    return (
        word not in KNOWN
        and word not in NAMES
        and not any(reading.is_word_of(each, word) for each in others)
    )
