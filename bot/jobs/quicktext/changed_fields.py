"""What a clause of known words changes: which field its day, its name or its percentage is for; none where that is not plain."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from bot.jobs.dates.parser import FoundDay, Span, full_date
from bot.jobs.model import Added, Choice
from bot.jobs.quicktext.change_values import ToldClause, ToldValue
from bot.jobs.quicktext.change_words import (
    DONE,
    ENDS,
    FROM_TO,
    GOES,
    MOVES,
    PAIRS,
    SMALL,
    STARTS,
    SWAPS,
    TOPICS,
    WANTS,
)

START, END = "date_works_start_date", "date_works_end_date"
_BEFORE = frozenset({"before", "b4"})
_BY = _BEFORE | {"by"}
_STATES = DONE - {"finished"}
"""`done by friday` may tell what has been done."""
_THIS = frozenset({"it", "this", "job"})
_ANYWHERE = frozenset({"instead", "now", "doing", "booked", "assigned", "reassigned"})
"""Of the words that hand a job over those that may stand after the name."""
_TO = frozenset({"to", "for", "with", "by"})
_SPELLED_DAYS = frozenset({"day", "days", "date", "visit", "appt", "appointment", "booking"})


@dataclass(frozen=True)
class ToldChange:
    """`words`: of a day, as it is read once more where it is counted from the start."""

    name: str
    value: FoundDay | Span | Decimal | Choice | Added
    words: str = ""


def changes_of(clause: ToldClause, work: str) -> Iterator[ToldChange]:
    """The changes of a clause; none unless each of its words goes with one of its values. `work`: the whole text."""
    kinds = {each.kind for each in clause.values}
    said = set(clause.said)
    known = SMALL.union(PAIRS, *(TOPICS[kind].words for kind in kinds))
    strong = {kind for kind in kinds if TOPICS[kind].strong & said}
    if "contractor_id" in kinds and said & {"got", "on"} and said & _THIS:
        strong.add("contractor_id")
    if "vat_percentage" in kinds and re.search(r"\bvat\b", work, re.IGNORECASE):
        strong.add("vat_percentage")
    if listed := _listed_days(clause, work):
        yield from listed
        return
    if not kinds or said - known or kinds - strong - {"day"} or not strong:
        return
    changes: list[ToldChange] = []
    for kind in sorted(kinds):
        some = _READ[kind](clause, clause.of(kind)) if kind in _READ else _one(clause.of(kind))
        if not some:
            return
        changes += some
    yield from changes


N_DAYS = re.compile(
    r"\b(?P<n>\d|two|three|four|five)[ -]days? (?:job|visit|work)(?: now)?\b|\bover (?P<over>\d|two|three|four|five) days\b(?: now)?",
    re.IGNORECASE,
)
"""`2 day job now, weds 17 and thurs 18`: how many days it takes."""
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}


def _listed_days(clause: ToldClause, work: str) -> list[ToldChange]:
    """The first and the last of days that are listed, one after another, beside how many it takes."""
    days = [each.value for each in clause.values if isinstance(each.value, FoundDay)]
    takes = N_DAYS.search(work)
    if (
        takes is None
        or len(days) < _FEWEST
        or len(days) != len(clause.values)
        or set(clause.said) - {"and", "&", "+"}
    ):
        return []
    number = takes["n"] or takes["over"]
    steps = {(two.day - one.day).days for one, two in pairwise(days)}
    if steps != {1} or len(days) != int(_NUMBERS.get(number.casefold(), number)):
        return []
    return [ToldChange(START, days[0]), ToldChange(END, days[-1])]


_FEWEST = 2


def _one(values: Sequence[ToldValue]) -> list[ToldChange]:
    [*others, last] = values
    return [] if others else [ToldChange(last.kind, last.value)]


def _pair(clause: ToldClause, values: Sequence[ToldValue]) -> ToldValue | None:
    """Of two values the one that takes the other's place: `swap Bob for Zed`, `from friday to monday`, `Bob instead of Zed`."""
    if len(values) != 2:
        return None
    first, second = values
    between = [word for word in clause.before(second) if word not in {"the", "job"}]
    if between in (["instead", "of"], ["rather", "than"]):
        return first
    before = set(clause.before(first))
    swapped = bool(between) and set(between) <= _TO | {"over"}
    return second if swapped and before & (SWAPS | MOVES | {"from"}) else None


def _days(clause: ToldClause, days: Sequence[ToldValue]) -> list[ToldChange]:
    said = set(clause.said)
    if pair := _pair(clause, days):
        return [ToldChange(START, pair.value)]
    lead = clause.before(days[0])
    span = days[0].value
    if (
        len(days) == 1
        and isinstance(span, Span)
        and " to " in days[0].words
        and set(lead[-2:]) & FROM_TO
    ):
        return [ToldChange(START, span.end)]
    if said & PAIRS - {"instead"} or (said & GOES and not said & MOVES):
        return []
    changes = [change for day in days if (change := _day(clause, day))]
    names = [each.name for each in changes]
    return changes if len(changes) == len(days) == len(set(names)) else []


def _day(clause: ToldClause, day: ToldValue) -> ToldChange | None:
    said, lead = set(clause.said), [word for word in clause.before(day) if word != "the"]
    role = next((word for word in reversed(lead) if word in ENDS | STARTS), "")
    ends = role in ENDS or (not role and bool(said & ENDS) and len(clause.of("day")) == 1)
    is_moved_by = said & _BY and said & MOVES and not said & (DONE | ENDS - _BY)
    if (
        (said & DONE and not said & _BY)
        or (clause.said[0] in _STATES and said & _BY)
        or (said & WANTS and not ends)
        or is_moved_by
    ):
        return None
    if lead and lead[-1] in MOVES:
        return None  # `move friday`, which may be the day that it is moved from
    if not ends:
        return ToldChange(START, day.value)
    if not isinstance(day.value, FoundDay):
        return None
    before = bool(lead) and lead[-1] in _BEFORE
    return ToldChange(END, _day_before(day.value) if before else day.value, day.words)


def _day_before(found: FoundDay) -> FoundDay:
    """`before 1 july`: by the working day before it."""
    day = found.day - timedelta(days=1)
    while day.weekday() > _FRIDAY:
        day -= timedelta(days=1)
    return replace(found, day=day, note=f"“before” was read as by {full_date(day)}.", kind="dmy")


_FRIDAY = 4


def _contractor(clause: ToldClause, people: Sequence[ToldValue]) -> list[ToldChange]:
    said = set(clause.said)
    if pair := _pair(clause, people):
        return [ToldChange(pair.kind, pair.value)]
    if len(people) > 1 or said & PAIRS - {"instead"}:
        return []
    [who] = people
    lead = clause.before(who)
    strong = TOPICS["contractor_id"].strong
    if said & _SPELLED_DAYS and not clause.of("day"):
        return []
    if said & SWAPS and not (lead and lead[-1] in _TO):
        return []
    if "back" in said and not {("back", "to"), ("back", "with")} & set(pairwise(lead)):
        return []
    on_it = said & {"got", "on"} and said & _THIS
    return (
        [ToldChange(who.kind, who.value)] if set(lead) & strong or said & _ANYWHERE or on_it else []
    )


def _pick(clause: ToldClause, picks: Sequence[ToldValue]) -> list[ToldChange]:
    [pick, *others] = picks
    lead, said = clause.before(pick), set(clause.said)
    nouns = TOPICS[pick.kind].strong & {"status", "stage", "priority", "prio", "type", "trade"}
    if others or (lead[-1] in {"at", "on"} and not said & nouns):
        return []
    return [ToldChange(pick.kind, pick.value)]


def _tenants(_: ToldClause, people: Sequence[ToldValue]) -> list[ToldChange]:
    return [
        ToldChange(
            "tenants_ids", Added(each.value for each in people if isinstance(each.value, Choice))
        )
    ]


_READ = {
    "day": _days,
    "contractor_id": _contractor,
    "status_id": _pick,
    "priority_id": _pick,
    "job_type_id": _pick,
    "tenants_ids": _tenants,
}
