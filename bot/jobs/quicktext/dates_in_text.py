"""Dates in running text: `boiler service tomorrow pm`, but not `flat 9 may be damp` or `job 1042`.

A date is taken only where the words around it leave no doubt; what only
looks like one stays in the text, and `DateMention.note` says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.jobs.dates.parser import FoundDay, Span, Unclear, read_days
from bot.jobs.dates.rules import PAST, may_begin, may_belong
from bot.jobs.dates.vocabulary import MONTH, WEEKDAY, plain
from bot.jobs.quicktext.another_day import (
    AnotherDay,
    another_day,
    counted_from,
    counted_from_another,
    with_its_number,
)
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.date_context import OTHER_MATTERS, doubt, is_day, is_half_a_day
from bot.jobs.quicktext.day_leads import Lead, Role, lead_of

_TOKEN = re.compile(rf"[^\s{CONSUMED}]+")
_OPENERS = "([{\"'/.:+&|*>-"
_CLOSERS = ",.;:!?)]}\"'"
_GLUE = re.compile(r"(?<=[^\W\d_]{3})[.:+&|*>/-]+(?=\w{2})|(?<=\w{2})[.:+&|*>/-]+(?=[^\W\d_]{3})")
_MOST_WORDS = 9
_MOST_TRIES = 150
_END_TAIL = re.compile(
    r"\s*(?:,\s*|\()?(?:is\s+)?(?:the\s+)?(?:at\s+(?:the\s+)?(?:very\s+)?latest|latest|deadline|tops"
    r"|or\s+(?:before|earlier|sooner)|max(?=\s*(?:$|[,;.])))\b\)?",
    re.IGNORECASE,
)
"""What makes the day before it the last one."""
_END_OF = re.compile(r"(?:the )?(?:very )?end of\b", re.IGNORECASE)
"""`end of July is fine`; but not `start end of July`."""
_IS_FINE = re.compile(
    r" (?:is|would be|will be|'s) (?:absolutely |totally |perfectly )?(?:fine|ok|okay|alright|good|soon enough)\b|,? will do\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(rf"\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th|\s?{MONTH})\b", re.IGNORECASE)
_LAST_HOUR = re.compile(r"by\b|(?:eo[bd]|co[bp]|(?:end|close) (?:day|business|play))\b")
_OR = re.compile(r"\bon or $", re.IGNORECASE)
_WEEK_ENDING = re.compile(r"\bwe\s+$", re.IGNORECASE)
"""`we 21/6`, but not `can we friday`."""
_HOURS_OF = re.compile(
    r"\b(?:access|available|availability|in|home|hours|open|office|works|working|free|staffed|manned)(?: is| are)?[ :]*$",
    re.IGNORECASE,
)
"""`access mon-fri 9-5`: days on which somebody lets people in."""
_OFFICE_HOURS = re.compile(
    rf"{WEEKDAY} ?(?:-|to) ?{WEEKDAY},? ?:? ?\d{{1,2}}(?:[:.]\d\d)? ?(?:am)? ?(?:-|to) ?\d",
    re.IGNORECASE,
)
"""`Mon - Fri 9 - 5.30`."""
_SAID_OF_THE_LAST = re.compile(
    r"\s+(?:is |are |would be |looks |looking |seems )?(?:ok|okay|fine|good|best|better|works?|suits?|instead|free|available|dry)\b",
    re.IGNORECASE,
)
"""`looks bad thurs, fri ok`: the comma parts two clauses."""
_TAKEN = re.compile(rf"[ {CONSUMED}]+")
_SILENT_BEFORE = re.compile(
    r"\b(?:since(?:\s+[a-z']{2,12}){0,2}|last|previous|past)\s+(?:on\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DateMention:
    """Words that name days. `start`, `end`: where they stand, with a leading `on` or `by`.

    `role`: start or end, by the leading word. `stays`: they stay in the text; `note` says why,
    empty when that needs no saying. `field_named`: as in `start 1/6`.
    """

    start: int
    end: int
    text: str
    reading: FoundDay | Span | Unclear
    role: Role = ""
    field_named: bool = False
    stays: bool = False
    note: str = ""


def find_days(text: str, today: date) -> list[DateMention]:
    """Every mention in a page's `work`, in order, none overlapping."""
    mentions = list(_mentions(text, today))
    words = counted_from(text, [(each.start, each.end) for each in mentions]) if mentions else ""
    if not words:
        return mentions
    why = f"may not be the day, since “{words}” is said of it: if the work is done then, please set Works start or Works end."
    return [
        each if each.stays else replace(each, stays=True, note=f"“{each.text}” {why}")
        for each in mentions
    ]


def _mentions(text: str, today: date) -> Iterator[DateMention]:
    tokens = [_core(text, *span) for match in _TOKEN.finditer(text) for span in _pieces(match)]
    at = tries = 0
    while at < len(tokens) and tries < _MOST_TRIES:
        step = 1
        for size in _sizes(text, tokens, at):
            tries += 1
            start, end = tokens[at][0], tokens[at + size - 1][1]
            mention = _mention(text, start, end, today)
            if mention is not None:
                yield mention
                step = size
                while at + step < len(tokens) and tokens[at + step][0] < mention.end:
                    step += 1
                break
        at += step


def _pieces(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The words of a token that are glued together and no day as a whole: `friday.Ring`, `leak/friday`."""
    word = match[0]
    glued = list(_GLUE.finditer(word))
    if not glued or (len(glued) == 1 and may_belong(plain(word).replace(".", "-"))):
        yield match.span()
        return
    at = 0
    for mark in glued:
        yield match.start() + at, match.start() + mark.start()
        at = mark.end()
    yield match.start() + at, match.end()


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the token stands without the punctuation around it."""
    while start < end - 1 and text[start] in _OPENERS:
        start += 1
    while end > start and text[end - 1] in _CLOSERS:
        end -= 1
    return start, end


def _sizes(text: str, tokens: list[tuple[int, int]], at: int) -> Iterator[int]:
    """How many words, from many to one, could be a day phrase that starts at this token."""
    first = plain(text[slice(*tokens[at])])
    if not may_begin(first or text[slice(*tokens[at])].casefold()):
        return
    most = 0
    for n in range(at, min(len(tokens), at + _MOST_WORDS)):
        start, end = tokens[n]
        if n > at and not _joined(text, tokens[n - 1], start):
            break
        word = text[start:end].casefold().replace("'", "")
        if not may_belong(word):
            break
        most = n - at + 1
    yield from range(most, 0, -1)


def _joined(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether two tokens can be one phrase: a comma only after a weekday or before a year."""
    gap, word = text[before[1] : start], text[slice(*before)].casefold()
    if CONSUMED in gap or "\n" in gap:
        return False
    mark = gap.strip()
    if mark == ",":
        return bool(re.fullmatch(WEEKDAY, word) or re.match(r"20\d\d\b", text[start:]))
    return not mark or (mark == "." and bool(re.fullmatch(rf"{WEEKDAY}|{MONTH}", word)))


def _mention(text: str, start: int, end: int, today: date) -> DateMention | None:
    """The mention that these words are here; None when they are no date in this context."""
    words = text[start:end]
    if not words:
        return None
    if _OR.search(text[:start]) and re.match(r"(?:before|b4) ", words, re.IGNORECASE):
        return None  # `on or before 26 june`, a last day
    reading = read_days(words, today)
    if isinstance(reading, Unclear) and not reading.near:
        return None
    if isinstance(reading, FoundDay) and reading.kind == "weekday":
        reading, end = with_its_number(text, end, reading)
        words = text[start:end]
    before, after = text[:start], text[end:]
    before = before[max(before.rfind(CONSUMED), before.rfind("\n")) + 1 :]
    if " " in words and re.search(rf"{WEEKDAY}$", words, re.IGNORECASE) and _GOES_ON.match(after):
        return None  # `coming thurs` of `coming thurs 18th`
    lead = lead_of(before)
    if words[0].isdigit() and (ending := _WEEK_ENDING.search(before)):
        lead = Lead("end", ending[0])
    role = lead.role
    if _is_deadline(words, reading, after, led=bool(role)):
        role = "end"
    tail = _END_TAIL.match(after)
    if tail:
        role, after, end = "end", after[tail.end() :], end + tail.end()
    if not is_day(words, reading, before, after, lead.words):
        if isinstance(reading, FoundDay) and is_half_a_day(words, reading, before, after):
            note = f"“{words}” was left in the text: if it is the day of the work, please set Works start."
            return DateMention(start, end, words, reading, stays=True, note=note)
        return None
    if other := _another(text, start, end, reading, before, after):
        return other if other.text else None
    begin = start - len(lead.words)
    if words.casefold().startswith("within"):
        role = "end"
    before_lead = before[: len(before) - len(lead.words)]
    if reading == Unclear(PAST) or _SILENT_BEFORE.search(before):
        return DateMention(start, end, words, reading, stays=True)
    if isinstance(reading, Unclear):
        return DateMention(
            start, end, words, reading, role, stays=True, note=f"“{words}”: {reading.why}"
        )
    if isinstance(reading, Span) and (note := _doubt_of_several(words, before, after, role)):
        return DateMention(start, end, words, reading, role, stays=True, note=note)
    field_named = lead.names_field
    first = reading.start if isinstance(reading, Span) else reading
    why = doubt(words, before if role != "end" else before_lead, after, ends=role == "end")
    told = _TAKEN.sub(" ", text[text.rfind("\n", 0, start) + 1 : start])
    told = told.removesuffix(lead.words) if "due" in lead.words.casefold() else told
    if OTHER_MATTERS.search(told) or (first.day < today and not field_named):
        why = f"“{words}” was left in the text: if the work starts then, please set Works start."
    elif first.floating and first.day > today + timedelta(days=334):
        why = f"“{words}” has just gone: if you mean {first.day.year}, please set Works start."
    if why:
        return DateMention(start, end, words, reading, role, stays=True, note=why)
    if lead.time and isinstance(reading, FoundDay):
        reading = replace(reading, time=f"{lead.time} {reading.time}".strip())
    return DateMention(begin, end, words, reading, role, field_named)


def _doubt_of_several(words: str, before: str, after: str, role: Role) -> str:
    """Why a range of days may not be when the work is done; empty when it may."""
    please = "if the work is done then, please set Works start or Works end."
    if role == "end":
        return f"“{words}” is more than one day: if one is the last day of the work, please set Works end."
    if _HOURS_OF.search(before) or _OFFICE_HOURS.match(words):
        return f"“{words}” may be when somebody is in: {please}"
    if "," in words and _SAID_OF_THE_LAST.match(after):
        return f"“{words}” may be two days: {please}"
    return ""


def _is_deadline(words: str, reading: FoundDay | Span | Unclear, after: str, *, led: bool) -> bool:
    """`before noon friday`, `friday by 5pm`: whatever starts then, it ends on that day."""
    if not isinstance(reading, FoundDay):
        return False
    if not led and _END_OF.match(words) and _IS_FINE.match(after):
        return True
    return bool(
        _LAST_HOUR.match(reading.time) or re.match(r"(?:before|b4) (?!after)", words, re.IGNORECASE)
    )


def _another(
    text: str,
    start: int,
    end: int,
    reading: FoundDay | Span | Unclear,
    before: str,
    after: str,
) -> DateMention | None:
    """A mention that stays, where words around it make it another day; without text where it is none."""
    definite = text[start:end].casefold().startswith("the ")
    numbered, dated = text[start].isdigit(), bool(re.search(r"\d", text[start:end]))
    other = another_day(before, after, definite=definite, numbered=numbered, dated=dated)
    if other is None and (counted := counted_from_another(text[start:end], after)):
        other = AnotherDay(0, counted)
    if other is None or reading == Unclear(PAST):
        return None
    if other.silent:
        return DateMention(start, end, "", reading, stays=True)
    begin, finish = start - other.before, end + other.after
    phrase = text[begin:finish].strip(" ,/(")
    what = "names several days" if other.several else "can't be read as one day"
    note = f"“{phrase}” {what}, so it was left in the text: please choose the day."
    role: Role = "end" if phrase.casefold().startswith("within") else ""
    return DateMention(begin, finish, phrase, reading, role, stays=True, note=note)
