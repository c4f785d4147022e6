"""Words around a day that make it another day, several days, somebody's name, or no day of the works.

`friday` of `every other friday`, `friday before the 12th` or `Mr Friday` is not the coming Friday.
Where such words stand and the whole phrase can't be read, the day is left open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.jobs.dates.vocabulary import (
    DAYS,
    MONTH,
    NTH,
    TOMORROW,
    WEEKDAY,
    FoundDay,
    Unclear,
    full_date,
)
from bot.jobs.quicktext.buffer import CONSUMED

_FEAST = (
    r"(?:(?:next |late |early |may |spring |summer |august )*bank holiday|easter|christmas|xmas|new year|boxing day"
    r"|half term|holidays?|ramadan|eid|diwali)"
)
_DAY = (
    rf"(?:(?:{WEEKDAY}[ ,]+)?(?:the )?\d{{1,2}}(?:st|nd|rd|th)? ?(?:of )?{MONTH}"
    rf"|(?:{WEEKDAY}[ ,]+)?(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)|\d{{1,2}}/\d{{1,2}})"
    rf"|{WEEKDAY}|today|{TOMORROW})s?\b"
)
_DATE_WORD = (
    rf"(?:{_DAY}|{MONTH}\b|(?:the |every |each |a )?(?:next|last|week|weekend|wk|fortnight|month|year)\b|each\b"
    rf"|every\b|{_FEAST})"
)
_PART = r"(?:am|pm|early|late|first thing|(?:early |late )?(?:morning|afternoon|evening))"
_CHANGED_AFTER = re.compile(
    rf"\s+(?:after|before|b4|following|preceding|prior to|of|in|but one|every|each)\s+(?:on\s+)?(?:the\s+)?"
    rf"(?:very\s+)?{_DATE_WORD}(?:\s+(?:the\s+)?{_DATE_WORD})*"
    rf"|\s+(?:after|before)\s+(?:that|then|last)\b"
    r"|\s+(?:weeks?|wks?|fortnights?|months?)\b(?:\s+(?:after|before)\s+\w+)?"
    r"|\s*\(?(?:every|each|alternate|fortnightly|weekly|monthly|quarterly|bi-?weekly)\b(?:\s+(?:week|month|fortnight))?\)?"
    r"|\s*\(?(?:tbc|tba|to be (?:confirmed|agreed|arranged)|or (?:so|thereabouts|later|after|before|earlier|sooner))\b"
    r"|\s+(?:onwards?|following)\b|\s+(?:after|before)\s*(?=$|[,;.])"
    r"|(?:\s+(?!call|ring|text|phone|tell|let)[a-z]+){1,2}\s+(?:before(?:hand)?|after(?:wards)?)\s*(?=$|[,;.\n])"
    r"|\s+(?:\d{1,2}|a|two|three|four|five|six)\s+(?:days?|weeks?|wks?|months?)\b"
    r"|\s+(?:in\s+)?(?:(?:early|mid|late)[\s-]+)?(?:next|this)\s+(?:week|month|year)\b"
    r"|\s+(?:in\s+)?(?:(?:early|mid|late)[\s-]+)?(?:jan(?:uary)?|feb(?:ruary)?|april?|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
    rf"|\s*(?:exp\b|expir\w*|renewal)"
    r"|\s+(?:but\s+)?not\s+(?:this|next)\b"
    r"|\s+or\s+(?:else\s+)?(?:the\s+)?(?:(?:one|week|day)\s+(?:after|following)|(?:following|next)\s+(?:one|day|week))\b",
    re.IGNORECASE,
)
_SEVERAL_AFTER = re.compile(
    rf"\s*(?:,|/|&|\+|\band/or\b|\band\b|\bor\b|\bthen\b|,\s*(?:and|or)\b)\s*(?:on\s+)?(?:the\s+)?(?:(?:this|next|every|each)\s+)?(?:{_PART}\s+)?{_DAY}",
    re.IGNORECASE,
)
_SEVERAL_BEFORE = re.compile(
    rf"(?<![\w/])(?:{_DAY}(?:\s+{_PART}\b)?(?:\s*,\s*|\s*(?:/|&|\+|\band\b|\bor\b)\s*)"
    rf"|\d{{1,2}}\s*(?:&|\+|\band\b|\bor\b)\s*)(?:on\s+)?(?:the\s+)?(?:{_PART}\s+)?$",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(
    r"(?<!flat )(?<!unit )(?<!room )(?<!number )(?<!no )(?<!at )(?<!x )(?<!\d )(?<![\w/£.])[1-3]?\d(?:st|nd|rd|th)?\s*,\s*$",
    re.IGNORECASE,
)
"""`15, 16 and 17 june`: before a day that begins with its number."""
_CHANGED_BEFORE = re.compile(
    rf"\b(?:(?:{'|'.join(NTH)}|last|every|each|alternate|alternating|following|previous|any|most|some|all|other|single"
    r"|one|two|three|four|twice|once|weekly|fortnightly|monthly|quarterly|annually|daily|repeat\w*|recurring|regular"
    r"|usual|normal|next but one)(?:\s+(?:a|other|second|third|single|week|month|on|in|the|of))*"
    rf"|(?:the\s+)?(?:day|week|weekend|month|fortnight|(?:{WEEKDAY})|\d+\s+(?:days?|weeks?))\s+(?:after|before|b4|following|from)"
    rf"|(?:next|this|last)\s+(?:month|year)(?:\s+on)?(?:\s+an?)?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:\b(?:mr|mrs|ms|miss|mx|dr|prof|sir|lady|lord|rev|mr\.? (?:&|and) mrs)\.?\s+(?:[A-Z]\w*\s+)?)$",
    re.IGNORECASE,
)
_FEAST_BEFORE = re.compile(
    r"\b(?:good|easter|black|cyber|boxing|ash|shrove|maundy|whit|pancake|palm|bank hol(?:iday|s)?|mothering|super|may day)\s+$",
    re.IGNORECASE,
)


_THE = re.compile(r"\bthe\s$", re.IGNORECASE)
_AFTER = re.compile(r"\s+(?:after|before)\b", re.IGNORECASE)


@dataclass(frozen=True)
class AnotherDay:
    """`before`, `after`: how many characters around the day belong to the phrase. `several`: days that
    are listed. `silent`: a name or a feast, no day at all.
    """

    before: int
    after: int
    several: bool = False
    silent: bool = False


def another_day(
    before: str,
    after: str,
    *,
    definite: bool = False,
    numbered: bool = False,
    dated: bool = False,
) -> AnotherDay | None:
    """Whether words around a day make it another one; None where they don't. `definite`: `the` is
    among the words of the day; `numbered`: it begins with its number; `dated`: it has one, as in `bank holiday mon 31 aug`.
    """
    before = before[-80:]
    if match := _NAME.search(before) or (not dated and _FEAST_BEFORE.search(before)):
        return AnotherDay(len(match[0]), 0, silent=True)
    if (definite or _THE.search(before)) and (later := _AFTER.match(after)):
        return AnotherDay(0, len(later[0]))
    leads, follows = _CHANGED_BEFORE.search(before), _CHANGED_AFTER.match(after)
    if leads or follows:
        return AnotherDay(len(leads[0]) if leads else 0, len(follows[0]) if follows else 0)
    listed, goes_on = _SEVERAL_BEFORE.search(before), _SEVERAL_AFTER.match(after)
    if numbered:
        listed = listed or _NUMBER_BEFORE.search(before)
    if listed or goes_on:
        length = 0
        while goes_on:
            length += len(goes_on[0])
            goes_on = _SEVERAL_AFTER.match(after[length:])
        return AnotherDay(len(listed[0]) if listed else 0, length, several=True)
    return None


_COUNTED_FROM = re.compile(
    r"\b(?:(?:next|following|previous|prior) (?:working )?(?:day|morning|afternoon|evening|week)"
    r"|(?:days?|mornings?|nights?|evenings?|weeks?|wks?|fortnight) (?:after|before|later|earlier|prior|following|afterwards|beforehand))\b",
    re.IGNORECASE,
)
_NOT_THEN = re.compile(
    r"\b(?:don'?t|do not|no|not|never|can'?t|cannot|won'?t|avoid|nobody|no one)\b(?: [^\s,;.]+){0,4} (?:then|that (?:day|morning|afternoon|evening|week))(?=\s*(?:$|[,;.)\n]))"
    r"|\b(?:from|after|before|b4|off|until|till) (?:that|the) (?:day|date)\b(?= *(?:$|[,;.)\n]))"
    r"|\bin between\b(?= *(?:$|[,;.)\n]))|\b(?:by|before|b4|after|from|since|between|btwn|til|till|until) then\b|\b(?:by|before|b4|after|until|till) that(?= *(?:$|[,;.)\n]))|(?<!the day )(?<!day )(?<!the )\b(?:before|b4|beforehand)(?= *(?:$|[,;.)\n]))",
    re.IGNORECASE,
)
"""`dont book then`, `fix it before`: no work on the day that is named."""
_TOLD_FIRST = re.compile(
    r"\b(?:call|ring|phone|text|e-?mail|message|notify|remind|contact|let|tell|warn|confirm|notice)\b[^,;.\n]*$",
    re.IGNORECASE,
)


def counted_from(text: str, mentions: Sequence[tuple[int, int]]) -> str:
    """The words that count from a day which is named elsewhere, or rule it out: `checkout 28 June, clean the day after`.

    Empty where there are none. `mentions`: where days are named, which say themselves what they are.
    """
    if ruled_out := _NOT_THEN.search(text):
        return ruled_out[0]
    for match in _COUNTED_FROM.finditer(text):
        inside = any(start < match.end() and match.start() < end for start, end in mentions)
        if not inside and not _TOLD_FIRST.search(text[max(0, match.start() - 60) : match.start()]):
            return match[0]
    return ""


_COUNTS = re.compile(r"(?:with)?in \S+ ", re.IGNORECASE)
_IT = re.compile(r"\s+(?:(?:of|from|after)\s+)?(?!(?:today|now)\b)\w+", re.IGNORECASE)
_FROM = re.compile(r"\b(?:of|from|after)\s", re.IGNORECASE)


def counted_from_another(words: str, after: str) -> int:
    """How long the words are that count from something else than today: `within 3 days` of `that`, of `approval`."""
    if not _COUNTS.match(words):
        return 0
    match = _IT.match(after)
    from_it = _FROM.search(words[-6:] + after[:7])
    return match.end() if match and from_it else 0


_NUMBER = re.compile(
    rf" (?P<n>\d{{1,2}})(?=\s*(?:$|[\n,;)&{CONSUMED}]|\.(?:\s|$)|(?:and|or|to)\s+{WEEKDAY}\b))",
    re.IGNORECASE,
)
_WEEKS_AHEAD = 9
_HOURS = 12


def with_its_number(text: str, end: int, found: FoundDay) -> tuple[FoundDay | Unclear, int]:
    """`thurs 18`: the Thursday that is an 18th, and where the phrase ends. A number that is as well
    an hour (`thurs 2`) leaves it open; one that can only be an hour stays where it is.
    """
    match = _NUMBER.match(text, end)
    if match is None:
        return found, end
    number = int(match["n"])
    days = [found.day + timedelta(days=7 * week) for week in range(_WEEKS_AHEAD)]
    same = next((day for day in days if day.day == number), None)
    if same is None:
        if not _HOURS < number <= _LAST:
            return found, end
        return Unclear(
            f"Which {DAYS[found.day.weekday()]} is the {number}? Please give the month."
        ), match.end()
    if number <= _HOURS and same != found.day:
        return Unclear(f"Is {number} the day or the hour? {_PLEASE}"), match.end()
    note = f"Read as {full_date(same)}."
    return replace(found, day=same, kind="ordinal", note=note, floating=False), match.end()


_LAST = 31
_PLEASE = "Please write the day with its month, e.g. 18 June."
