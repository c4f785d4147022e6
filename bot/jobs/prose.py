"""Days inside running text: `boiler service tomorrow pm`, but not `flat 9 may be damp` or `job 1042`.

Careful rather than clever. A day is taken only where the words around it leave no doubt; what only
looks like one stays in the text, and `Mention.note` says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.jobs.dates import Day, Span, Unclear, read_days
from bot.jobs.dayrules import PAST
from bot.jobs.daywords import MONTH, NUMBERS, TOMORROW, UNITS, WEEKDAY, plain
from bot.jobs.page import TAKEN

Role = Literal["", "start", "end"]

_TOKEN = re.compile(rf"[^\s{TAKEN}]+")
_OPENERS = "([{\"'"
_CLOSERS = ",.;:!?)]}\"'"
_MOST_WORDS = 9
_MOST_TRIES = 150
_WORD = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|{TOMORROW}|{'|'.join(NUMBERS)}|(?:{'|'.join(UNITS)})s?|\d{{1,4}}"
    r"|\d{1,2}(?:st|nd|rd|th)|\d{1,2}(?:[:.]\d\d)?(?:am|pm|hrs?)?|[\d.]{6,10}|today|tonight|yesterday"
    r"|now|in|on|at|the|of|next|this|last|coming|after|from|time|end|start|beginning|close|early|late"
    r"|mid|middle|first|thing|am|pm|morning|afternoon|evening|night|noon|midday|lunch|lunchtime|all"
    r"|day|between|and|to|until|till|through|for|within|working|business|weekend|week|commencing|ago"
    r"|previous|few|several|some|hours?|hrs?|minutes?|mins?|eom|eow|eoy|eod|month|wc|w|c|@|&|oclock"
    r"|before|around|about|by|sometime|later|play|overmorrow|any|anytime|during)?"
)
_STARTS = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|{TOMORROW}|{'|'.join(NUMBERS)}|week|fortnight|\d.*|today|tonight|yesterday"
    r"|in|within|the|next|this|last|previous|coming|end|start|beginning|close|day|month|early|late|mid"
    r"|middle|first|at|after|before|around|about|between|from|eom|eow|eod|overmorrow|later|wc|w|sometime|all|few|several|weekend)"
    r"(?:[-/@].*)?"
)
_NUMBERED = re.compile(
    r"(?:flat|unit|no|nos|number|room|rm|apt|apartment|plot|house|block|floor|level|job|ref|suite|door"
    r"|phase|zone|bay|garage|gate|bed|box|lot|cottage|shop|office|studio|stage"
    r"|order|wo|po|invoice|quote|code|safe|alarm|tel|phone|ext|x|#|£|\$|€|size|part|model|step|item"
    r"|no\.|building|stair|staircase|landing|hut|pump|lift|meter|site|ward|class|type|key|all|only)"
)
_STREET = re.compile(
    r"(?:st|street|rd|road|lane|ln|ave|avenue|close|cl|drive|dr|row|way|court|ct|hill|place|pl|square"
    r"|terrace|gardens|gdns|grove|crescent|cres|walk|park|house|cottage|mews|green|view|villas?|lodge"
    r"|floor|party|avenue|time|hand|bedroom|bathroom|nights|evenings|mornings|afternoons|rent)"
)
_SAFE_AFTER = re.compile(
    rf"\s*(?:$|[\n{TAKEN},;:.!?)£+&(-]|(?:at|for|with|from|by|high|low|urgent|normal|medium|please|pls"
    r"|plz|and|or|to|until|start|end|contractor|priority|status|budget|agent|tenants?|keys?|access|code"
    r"|asap|am|pm|morning|afternoon|evening|if|as|because|when|via|using|cost|max|under|in)\b)",
    re.IGNORECASE,
)
_END_AFTER = re.compile(rf"\s*(?:$|[\n{TAKEN},;:.!?)£+(-]|(?:high|low|urgent|normal|medium|please|pls)\b)",
    re.IGNORECASE,
)  # fmt: skip
_START_LEAD = re.compile(
    r"(?:\b(?:works?\s+)?(?:start(?:s|ing)?|begin(?:s|ning)?|commenc(?:e|es|ing)|when)(?:\s+date)?"
    r"(?:\s+(?:on|from))?|\b(?:on|for|from)|\bw/?c|\bweek\s+commencing|\bdate)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_END_LEAD = re.compile(
    r"(?:\b(?:no|not)\s+later\s+than|\b(?:works?\s+)?(?:ends?|ending|finish(?:es|ing)?|deadline)"
    r"(?:\s+date)?(?:\s+(?:on|by))?|\bby)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"start|begin|commenc|end|finish|date|when|deadline", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|til|up\s+to)\s+(?:the\s+)?$", re.IGNORECASE)
_TOLD = (
    r"called|calls|rang|phoned|reported|emailed|e-mailed|texted|messaged|told|said|noticed|happened"
    r"|started|stopped|broke|failed|died|burst|fell|went|began|complained|spoke|came|been|was|were|lost"
    r"|occurred|leaked|flooded|tripped|wrote|worked|discovered"
)
_DONE = (
    r"visited|attended|inspected|tested|checked|fixed|repaired|replaced|serviced|installed|fitted|cleaned"
    r"|moved|found|sent|received"
)
_WHEN = r"(?:\s+\w+)?(?:\s+on)?\s+(?:the\s+)?$"
_PAST_BEFORE = re.compile(rf"\b(?:{_TOLD}|{_DONE}){_WHEN}", re.IGNORECASE)
_TO_BE_DONE = re.compile(
    rf"\b(?:be|get|gets|getting|have|needs?|wants?|to)(?:\s+\w+){{0,4}}\s+(?:{_DONE}){_WHEN}",
    re.IGNORECASE,
)
_OTHER_MATTERS = re.compile(
    r"\b(?:(?:expir\w*|dated|born|dob|valid|renew\w*|due\s+for)(?:\s+(?:on|from|is|until|till))*"
    r"|(?:warranty|guarantee|tenancy|lease|contract|policy|certificate|cert|notice|cover|cp12|eicr|epc)"
    r"(?:\s+(?:is|was|runs?|out|starts?|started|ends?|ended|due|until|till|from|on))+)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SILENT_BEFORE = re.compile(
    r"\b(?:since|last|previous|past|every|each|alternate)\s+(?:on\s+)?(?:the\s+)?$", re.IGNORECASE
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|except|excluding|but|after|before|than|unless|avoid|can'?t\s+do|cannot\s+do|unavailable"
    r"|away|abroad|closed|holiday|or|no\s+access|open|hours|available|availability|free|a|any|some|which"
    r"|good|easter|black|bank\s+holiday)|\b(?:tenants?|occupiers?|residents?|landlord|he|she|they|customer"
    r"|client)\s+(?:is\s+|are\s+|will\s+be\s+)?(?:out|off|in|home|at\s+work))"
    r"\s+(?:on\s+|from\s+|until\s+|till\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
OR_AFTER = re.compile(
    rf" or (?:on )?(?:the )?(?:{WEEKDAY}|{TOMORROW}|today|next|this|so|two|three"
    rf"|\d{{1,2}}(?:/|st|nd|rd|th| ?{MONTH}))\b",
    re.IGNORECASE,
)
_BARE_CLOCK = re.compile(
    r"(?:\d{1,2}-\d{1,4}|(?:at|@|around|about|from|before|after|between|by|and|to) ?\d{1,4})$"
)
_TINY = re.compile(r"(?:sat|sun|wed|mon)", re.IGNORECASE)
_NOT_TINY = re.compile(
    r"\b(?:it|has|have|had|been|that|which|who|the|a|an|in|just|was|is|are|full|and|of|where|my|his|her"
    r"|their|by|le|getting|newly)\s+$",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(rf"{MONTH}(?: \d{{4}})?")


@dataclass(frozen=True)
class Mention:
    """Words that name days. `start`, `end`: where they stand, with a leading `on` or `by`.

    `role`: what the leading word says they are for. `kept`: they stay in the text; `note` says why,
    empty when that needs no saying. `named`: the field was said, as in `start 1/6`.
    """

    start: int
    end: int
    text: str
    reading: Day | Span | Unclear
    role: Role = ""
    named: bool = False
    kept: bool = False
    note: str = ""


def find_days(text: str, today: date) -> list[Mention]:
    """Every mention in a page's `work`, in order, none overlapping."""
    return list(_mentions(text, today))


def _mentions(text: str, today: date) -> Iterator[Mention]:
    tokens = [_core(found) for found in _TOKEN.finditer(text)]
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
                break
        at += step


def _core(found: re.Match[str]) -> tuple[int, int]:
    """Where the token stands without the punctuation around it."""
    start, end = found.span()
    while start < end and found.string[start] in _OPENERS:
        start += 1
    while end > start and found.string[end - 1] in _CLOSERS:
        end -= 1
    return start, end


def _sizes(text: str, tokens: list[tuple[int, int]], at: int) -> Iterator[int]:
    """How many words, from many to one, could be a day phrase that starts at this token."""
    first = plain(text[slice(*tokens[at])])
    if not _STARTS.fullmatch(first or text[slice(*tokens[at])].casefold()):
        return
    most = 0
    for n in range(at, min(len(tokens), at + _MOST_WORDS)):
        start, end = tokens[n]
        if n > at and not _joined(text, tokens[n - 1], start):
            break
        word = text[start:end].casefold().replace("'", "")
        if not all(_WORD.fullmatch(piece) for piece in re.split(r"[-/@]", word)):
            break
        most = n - at + 1
    yield from range(most, 0, -1)


def _joined(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether two tokens can be one phrase: a comma only after a weekday or before a year."""
    gap, word = text[before[1] : start], text[slice(*before)].casefold()
    if TAKEN in gap or "\n" in gap:
        return False
    mark = gap.strip()
    if mark == ",":
        return bool(re.fullmatch(WEEKDAY, word) or re.match(r"20\d\d\b", text[start:]))
    return not mark or (mark == "." and bool(re.fullmatch(rf"{WEEKDAY}|{MONTH}", word)))


def _mention(text: str, start: int, end: int, today: date) -> Mention | None:
    """What these words say here, None when they are no day at this place."""
    words = text[start:end]
    if not words:
        return None
    reading = read_days(words, today)
    if isinstance(reading, Unclear) and not reading.near:
        return None
    before, after = text[:start], text[end:]
    before = before[max(before.rfind(TAKEN), before.rfind("\n")) + 1 :]
    role, lead = _lead(before)
    if not _is_day(words, reading, before, after, lead):
        if isinstance(reading, Day) and _is_half_a_day(words, reading, before, after):
            note = f"“{words}” was left in the text: add “start: {words}” if it is a day."
            return Mention(start, end, words, reading, kept=True, note=note)
        return None
    begin = start - len(lead)
    if words.casefold().startswith("within"):
        role = "end"
    asked = before[: len(before) - len(lead)]
    if reading == Unclear(PAST) or _SILENT_BEFORE.search(before):
        return Mention(start, end, words, reading, kept=True)
    if isinstance(reading, Unclear):
        return Mention(
            start, end, words, reading, role, kept=True, note=f"“{words}”: {reading.why}"
        )
    named = bool(_NAMED.search(lead))
    first = reading.start if isinstance(reading, Span) else reading
    doubt = _doubt(words, before if role != "end" else asked, after)
    if _OTHER_MATTERS.search(before) or (first.day < today and not named):
        doubt = f"“{words}” was left in the text: add “start: {words}” if the work starts then."
    elif first.floating and first.day > today + timedelta(days=334):
        doubt = f"“{words}” has just gone: add “start: {words}” with the year if you mean {first.day.year}."
    if doubt:
        return Mention(start, end, words, reading, kept=True, note=doubt)
    return Mention(begin, end, words, reading, role, named)


def _lead(before: str) -> tuple[Role, str]:
    """The word that leads in (`on`, `by`, `starting`), and what it makes of the day."""
    if found := _END_LEAD.search(before):
        return "end", found[0]
    if found := _START_LEAD.search(before):
        return "start", found[0]
    return "", ""


def _doubt(words: str, before: str, after: str) -> str:
    """Why a well understood day may still not be when the work is done; empty when it is."""
    if _NOT_BEFORE.search(before) or _UNTIL.search(before) or OR_AFTER.match(after):
        return f"“{words}” was left in the text: add “start: …” or “end: …” if it is when the work is done."
    if _PAST_BEFORE.search(before) and not _TO_BE_DONE.search(before):
        return f"“{words}” seems to say when something happened: add “start: {words}” if the work starts then."
    return ""


def _is_day(words: str, reading: Day | Span | Unclear, before: str, after: str, lead: str) -> bool:
    """Whether these words, between those, are meant as a day at all."""
    phrase = plain(words)
    last = re.search(r"([\w.#£$€]+)\s*$", before)
    if words[0].isdigit() and last and _NUMBERED.fullmatch(last[1].casefold()):
        return False
    if words[0].isdigit() and re.search(r"[\w£$€#/.,:-]$", before):
        return False
    if (following := re.match(r"[\s'-]*(\w+)", after)) and _STREET.fullmatch(
        following[1].casefold()
    ):
        return False
    if re.match(r"'\w|[-/]\w|\w", after):
        return False
    if re.search(rf"(?:{MONTH}|\d(?:st|nd|rd|th)?)[ ]\d{{2}}$", phrase) and not _END_AFTER.match(
        after
    ):
        return False
    if re.search(r"\b(?!20)\d{4}$", phrase) and re.search(rf"{MONTH} \d{{4}}$", phrase):
        return False
    if isinstance(reading, Unclear):
        return _is_unclear_day(phrase, after, lead)
    parts = (reading.start, reading.end) if isinstance(reading, Span) else (reading,)
    if any(_BARE_CLOCK.search(part.time) for part in parts) and not _END_AFTER.match(after):
        return False
    if isinstance(reading, Span):
        return True
    match reading.kind:
        case "weekday":
            tiny = _TINY.fullmatch(phrase)
            return not tiny or _is_tiny_weekday(before, after, lead)
        case "dm":
            return _is_day_of_month(phrase, after, lead)
        case "dmy":
            return bool(re.search(r"/|\d{4}", phrase))
        case "month day":
            return bool(re.search(r"\d(?:st|nd|rd|th)|\d{4}$", phrase) or _END_AFTER.match(after))
        case "day month":
            return not re.search(r"\d ?may$", phrase) or bool(_SAFE_AFTER.match(after) or lead)
        case "ordinal":
            return bool(re.match(WEEKDAY, phrase) or (lead and _SAFE_AFTER.match(after)))
        case _:
            return True


def _is_tiny_weekday(before: str, after: str, lead: str) -> bool:
    """`service sat £80`, `on sat`; not `water sat in the pan`, `on sun lounge roof`."""
    if _NOT_TINY.search(before) and not lead:
        return False
    return bool((_SAFE_AFTER if lead else _END_AFTER).match(after))


def _is_day_of_month(phrase: str, after: str, lead: str) -> bool:
    """`15/6` and `on 1/6`; not `24/7`, `1/2 inch` or `3/4 of the panes`."""
    numbers = re.search(r"(\d+)/(\d+)", phrase)
    if lead and _SAFE_AFTER.match(after):
        return True
    if numbers is None or phrase == "24/7" or not _SAFE_AFTER.match(after):
        return False
    return not _is_fraction(numbers[1], numbers[2])


def _is_fraction(above: str, below: str) -> bool:
    """`1/2`, `3/4`, `7/8`; `1/7` and `01/02` are days."""
    if above.startswith("0") or below.startswith("0"):
        return False
    return int(above) < int(below) and int(below) in {2, 3, 4, 5, 8, 10}


def _is_half_a_day(words: str, reading: Day, before: str, after: str) -> bool:
    """Whether a `day/month` that was not taken is still worth a word: `13/6 leak`, `… 1/4`."""
    numbers = re.fullmatch(r"(\d+)/(\d+)", words)
    if (
        reading.kind != "dm"
        or numbers is None
        or words == "24/7"
        or re.search(r"\w[ #]?$", before[-1:])
    ):
        return False
    if _SAFE_AFTER.match(after):
        return True
    return int(numbers[1]) > 12 or numbers[1].startswith("0") or numbers[2].startswith("0")


def _is_unclear_day(phrase: str, after: str, lead: str) -> bool:
    """Whether a phrase that can't be read is still worth a word: `31/02` is, `50/50` and `june` are not."""
    if _BARE_MONTH.fullmatch(phrase):
        return False
    if numbers := re.fullmatch(r"(\d{1,2})/(\d{1,2})", phrase):
        day, month_ = int(numbers[1]), int(numbers[2])
        if month_ <= 12:
            return 0 < day <= 31 and bool(lead or _SAFE_AFTER.match(after))
        return bool(lead) and 0 < day <= 12 and month_ <= 31
    if numbers := re.match(rf"(\d+)(?:st|nd|rd|th)? ?{MONTH}", phrase):
        return 0 < int(numbers[1]) <= 31
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", phrase):
        return bool(lead)
    return not re.fullmatch(r"(?:week|month|year|wk|fortnight|mid|last .*)", phrase)
