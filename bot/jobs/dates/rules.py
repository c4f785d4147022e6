"""British day phrases, a rule each: `1/6`, `next Friday`, `Monday week`, `in a fortnight`.

A rule reads a phrase in its plain form (`plain`), without a time of day. Weeks run from Monday to
Sunday. Choices that could be made otherwise:

* a bare weekday is the next one after today, never today;
* `this Friday` is the Friday of this week, `next Friday` the one of next week;
* a day without a year is its next occurrence, today included;
* `Monday week` is a week after the coming Monday;
* `end of the week` is its Friday; a whole week, month or weekend is not a day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot import late_re as re
from bot.jobs.dates import calendar_days, relative_days
from bot.jobs.dates.relative_days import ReadMatch, in_days, unclear
from bot.jobs.dates.vocabulary import (
    MONTH,
    NUMBERS,
    PHRASE_START,
    PHRASE_WORD,
    TOMORROW,
    UNITS,
    WEEKDAY,
    DateMatch,
    Unclear,
)


@dataclass(frozen=True)
class Rule:
    """A phrase in its plain form, how it is read, and examples.

    The words of the examples may be part of a date phrase in running text, and their first words may
    begin one, so a phrase of an example is also recognised there.
    """

    pattern: re.Pattern[str]
    read: ReadMatch
    examples: tuple[str, ...]


_COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_UNIT = rf"(?P<unit>{'|'.join(UNITS)})s?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_W = rf"(?P<w>{WEEKDAY})"
_MAYBE_W = rf"(?:{_W} )?"
_Y = r"(?P<y>\d{4}|\d{2})"
_BASE = rf"(?P<base>{WEEKDAY}|today|{TOMORROW})"
_PART = r"(?:early |mid[ -]?|middle |late |sometime |some time )?"
_WHILE = rf"(?:week|wk|weekend|fortnight|month|year|{MONTH}(?: \d{{4}})?)"
_WHOLE = "That is not one day: please say which, e.g. 12/6 or “next Friday”."
PAST = "That day has gone: please give one still to come, or write it with its year."
_HOURS = "PropOps keeps days, not hours: please give the day, e.g. “today” or “tomorrow”."
_VAGUE = "How many days is that? Please give the day, e.g. 12/6 or “next Friday”."


_NTH = r"(?P<nth>first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)"
_WHICH = "Which day is that? Please give the day itself, e.g. 12/6 or “next Friday”."
_EDGE = r"(?P<edge>end|close|start|beginning|begining)"


def read(phrase: str, today: date) -> DateMatch | Unclear | None:
    """The day by the first rule that matches a plain phrase; None when none matches."""
    for rule in RULES:
        if match := rule.pattern.fullmatch(phrase):
            return rule.read(match, today)
    return None


def may_begin(word: str) -> bool:
    """Whether a date phrase in running text may begin with this word, in lower case."""
    return PHRASE_START.fullmatch(word) is not None or re.split(r"[-/@]", word)[0] in _FIRST_WORDS


def may_belong(word: str) -> bool:
    """Whether this word, in lower case, may be part of a date phrase in running text."""
    return all(
        piece in _WORDS or PHRASE_WORD.fullmatch(piece) for piece in re.split(r"[-/@]", word)
    )


def _rule(pattern: str, read_match: ReadMatch, *examples: str) -> Rule:
    return Rule(re.compile(pattern), read_match, examples)


RULES = (
    _rule(
        rf"{_MAYBE_W}(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\3(?P<d>\d{{1,2}})",
        calendar_days.iso,
        "2026-06-12",
    ),
    _rule(
        rf"{_MAYBE_W}(?P<d>\d{{1,2}})([-/.])(?P<m>\d{{1,2}})\3{_Y}", calendar_days.dmy, "12/6/2026"
    ),
    _rule(rf"{_MAYBE_W}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})", calendar_days.dm, "12/6"),
    _rule(
        rf"{_MAYBE_W}{_DAY}[ /-]?(?P<m>{MONTH})(?:[ /-]{_Y})?", calendar_days.day_month, "12 June"
    ),
    _rule(
        rf"{_DAY}[ /-]?(?P<m>{MONTH})(?:[ /-](?P<y>\d{{4}}))? \(?{_W}\)?",
        calendar_days.day_month,
        "12 June Friday",
    ),
    _rule(rf"{_MAYBE_W}(?P<m>{MONTH})[ -]?{_DAY}(?: {_Y})?", calendar_days.month_day, "June 12th"),
    _rule(rf"{_MAYBE_W}(?P<d>\d{{1,2}})(?:st|nd|rd|th)", calendar_days.ordinal, "Friday 12th"),
    _rule(
        r"(?P<feast>(?:christmas|xmas|crimbo) (?:eve|day)|boxing day|new years? (?:eve|day)|nye)",
        calendar_days.feast,
        "Christmas Eve",
        "Xmas Day",
        "Boxing Day",
        "New Year's Eve",
        "New Years Day",
        "NYE",
    ),
    _rule(
        rf"{_NTH} (?:week|wk) (?:in )?(?P<m>{MONTH})",
        unclear(_WHOLE),
        "third week of July",
        "2nd week in January",
        "last week of June",
    ),
    _rule(_W, relative_days.bare_weekday, "Friday"),
    _rule(
        rf"(?:this )?coming {_W}",
        relative_days.coming_weekday,
        "coming Friday",
        "this coming Friday",
    ),
    _rule(rf"this {_W}", relative_days.this_weekday, "this Friday"),
    _rule(rf"{_W} this week", relative_days.this_weekday, "Friday this week"),
    _rule(rf"this week (?:on )?{_W}", relative_days.this_weekday, "this week on Friday"),
    _rule(rf"next {_W}", relative_days.next_weekday, "next Friday"),
    _rule(rf"{_W} next week", relative_days.next_weekday, "Friday next week"),
    _rule(rf"next week (?:on )?{_W}", relative_days.next_weekday, "next week on Friday"),
    _rule(
        rf"{_NTH} {_W} (?:in |on )?(?P<m>{MONTH})(?: (?P<y>20\d\d))?",
        relative_days.nth_weekday,
        "first Monday in July",
        "last Friday of June",
        "third Thursday of July",
    ),
    _rule(
        rf"{_NTH} {_W} (?:in )?(?P<later>next month|this month|month)",
        relative_days.nth_weekday,
        "second Tuesday of next month",
        "last Friday of the month",
    ),
    _rule(
        rf"week after next (?:on )?{_W}",
        relative_days.weekday_after_next_week,
        "week after next on Monday",
    ),
    _rule(
        rf"{_W} (?:in )?week after next",
        relative_days.weekday_after_next_week,
        "Friday week after next",
    ),
    _rule(
        rf"{WEEKDAY} after next|(?:{WEEKDAY}|week|weekend) (?:after|before|following) (?:(?:next )?bank holiday.*|easter.*|christmas.*"
        r"|xmas.*|new year.*|half term.*)|next but one .*|weekend after next",
        unclear(_WHICH),
        "Friday after next",
        "Tuesday after the bank holiday",
        "week before Christmas",
        "week before Xmas",
        "week after Easter",
        "week after New Year",
    ),
    _rule(
        rf"(?:{WEEKDAY}|day) before (?:last|yesterday)",
        unclear(PAST),
        "Friday before last",
        "day before yesterday",
    ),
    _rule(
        r"next (?:working|business) day",
        relative_days.next_working_day,
        "next working day",
        "next business day",
    ),
    _rule(
        rf"(?:last|previous) {WEEKDAY}|yesterday|{WEEKDAY} last week",
        unclear(PAST),
        "last Friday",
        "previous Friday",
        "yesterday",
    ),
    _rule(rf"{_COUNT} {_UNIT} ago", unclear(PAST), "two days ago"),
    _rule("today", in_days(0), "today"),
    _rule(TOMORROW, in_days(1), "tomorrow"),
    _rule(rf"day after {TOMORROW}|overmorrow", in_days(2), "day after tomorrow", "overmorrow"),
    _rule(
        rf"{_BASE} (?P<unit>week|wk|fortnight)",
        relative_days.weeks_after,
        "Monday week",
        "Monday wk",
    ),
    _rule(
        rf"(?:in )?(?:{_COUNT} )?{_UNIT} (?:on |from |after |come )?{_BASE}",
        relative_days.weeks_after,
        "a week on Friday",
        "in two weeks from Friday",
    ),
    _rule(
        rf"(?:in|within) {_COUNT} {_UNIT}(?: time)?",
        relative_days.ahead,
        "in two weeks time",
        "in three working days",
    ),
    _rule(
        rf"{_COUNT} {_UNIT} (?:time|from now|from today)", relative_days.ahead, "two weeks from now"
    ),
    _rule(
        r"(?:in|within) .{1,20} (?:hour|hr|minute|min)s?(?: time)?",
        unclear(_HOURS),
        "in two hours",
        "within 30 minutes",
    ),
    _rule(
        rf"(?:in )?(?:a )?(?:few|several|some) {_UNIT}(?: time)?",
        unclear(_VAGUE),
        "in a few days",
        "several days",
        "few weeks",
    ),
    _rule(
        rf"{_EDGE} (?P<later>this |next )?(?P<unit>week|wk|month|year)",
        relative_days.edge,
        "end of the month",
        "start of next week",
        "beginning of the year",
        "close of the week",
    ),
    _rule(r"(?P<later>)(?P<unit>month|year)[ -](?P<edge>end)", relative_days.edge, "month end"),
    _rule(r"(?P<later>)(?P<edge>e)o(?P<unit>[mwy])", relative_days.edge, "eom", "eow"),
    _rule(rf"{_EDGE} (?P<m>{MONTH})(?: {_Y})?", relative_days.month_edge, "end of June"),
    _rule(
        r"(?:end|close) (?:day|business|play)",
        in_days(0),
        "end of day",
        "close of play",
        "close of business",
    ),
    _rule(
        rf"{_PART}(?:in )?(?:this |next |last )?{_WHILE}(?: after next)?",
        unclear(_WHOLE),
        "next week",
        "early next week",
        "late June",
        "mid June",
        "middle of June",
        "sometime next week",
        "week after next",
    ),
)
"""Tried in this order: the first that matches decides."""


def _examples() -> Iterable[list[str]]:
    return (re.split(r"[-/@ ]", example.casefold()) for rule in RULES for example in rule.examples)


_FIRST_WORDS = frozenset(words[0] for words in _examples())
_WORDS = frozenset(word for words in _examples() for word in words)
