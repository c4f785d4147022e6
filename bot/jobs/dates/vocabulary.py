"""The vocabulary of British dates and times, and the results of reading them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot import late_re as re

Kind = Literal["iso", "dmy", "dm", "day month", "month day", "weekday", "ordinal", "relative"]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|tuseday|wed(?:s|nesday|nsday)?|wendsday|wensday"
    r"|thu(?:r(?:s(?:day)?)?)?|thrusday|thurday|fri(?:day)?|sat(?:urday)?|saterday|sun(?:day)?)"
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary|uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
TOMORROW = r"(?:tom+or+ow|tomorow|tommorr?ow|tomoz|tmrw?|tmw|tmoro|tomo|tmorrow|2mor+ow|2moro|2mrw|2moz|2mro)"
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "couple": 2, "a couple": 2,
}  # fmt: skip
NTH = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5,
}  # fmt: skip
UNITS = (
    "working day",
    "business day",
    "weekday",
    "day",
    "week",
    "wk",
    "fortnight",
    "month",
    "year",
)

_SPOKEN_HOUR = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_HOUR = rf"(?:\d{{1,2}}|{_SPOKEN_HOUR})(?: ?(?:am|pm|oclock|ish))?"
_CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d{2})? ?(?:am|pm)(?:-?ish)?|\d{1,2}:\d{2}(?: ?hrs)?|\d{4} ?h(?:rs)?"
    rf"|half(?: past| after)? {_HOUR}|(?:a )?quarter (?:to|past|til) {_HOUR}"
    rf"|(?:five|ten|twenty|twenty five|\d{{1,2}}) (?:mins? |minutes )?(?:to|past) {_HOUR}"
    r"|(?:12 ?)?(?:noon|midday|midnight)(?:-?ish)?|lunch(?: ?time)?(?:-?ish)?(?: break)?|dinner ?time|tea ?time|bed ?time|school run"
    rf"|(?:\d{{1,2}}|{_SPOKEN_HOUR}) ?oclock|\d{{1,2}} ?ish)"
)
_LOOSE = (
    rf"(?:{_CLOCK}|\d{{1,2}}[:.]\d{{2}}|(?!20[23])\d{{4}}|\d{{1,2}}|{_SPOKEN_HOUR}|school|work)"
)
_ABOUT = (
    r"(?:at|@|around|about|approx|circa|from|before|b4|after|between|by|just after|just before)"
)
_TO = r" ?(?:-|to|and|until|till|til|or|/) ?"
_PART = r"(?:in |during )?(?:early |late |mid[ -]?|sometime in )?(?:morning|afternoon|evening|eve|night|am|pm)"
_CLOSE = r"(?:eo[bd]|co[bp])"
_BARE_CLOCK = r"(?:0?[6-9]|1\d|[1-5])[.:][0-5][05]"
"""`8.30 tomorrow`: minutes in fives, so that `1.25 bar` or `2.54` are no time."""
TIME = (
    rf"(?:(?:{_ABOUT} ?)?{_CLOCK}(?:{_TO}{_LOOSE})?(?: onwards| or later| or after| sharp| prompt)?"
    rf"|{_ABOUT} ?{_LOOSE}(?:{_TO}{_LOOSE})?(?: onwards)?"
    rf"|\d{{1,2}}(?:[:.]\d{{2}})?(?:-| to | til | till ){_LOOSE}"
    rf"|{_PART}(?:{_TO}{_PART})?"
    r"|(?:by |at |before )?(?:end|close) (?:day|business|play)|first thing(?: in morning)?|last thing|early|late|all day|any ?time"
    rf"|(?:by |at |before )?{_CLOSE}(?:/{_CLOSE})?|{_BARE_CLOCK}(?: sharp| prompt)?)"
)
"""A time of day in plain form: `9am`, `at 9`, `half 9`, `between 9 and 11`, `first thing`, `am or pm`."""


PHRASE_WORD = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|{TOMORROW}|{'|'.join(NUMBERS)}|(?:{'|'.join(UNITS)})s?|\d{{1,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?{MONTH}"
    r"|\d{1,2}(?:st|nd|rd|th)|\d{1,2}(?:[:.]\d\d)?(?:am|pm|hrs?|ish)?|[\d.]{6,10}|tonight|2nite|2night|2nyt|tonite|tonigt|2day|nxt|in|on|at|the|of"
    r"|this|next|after|aft|from|early|late|mid|first|thing|am|pm|morning|afternoon|evening|night|noon|noonish|middayish|lunchish"
    r"|midday|midnight|lunch|lunchtime|half|quarter|past|twenty|teatime|tea|dinner|dinnertime|bedtime|eve|b4|school|work|run|onwards|sharp|prompt|or|ish|til|last|just|approx|circa|sometime|oclock|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|thirty|all|between|and|to|until|till|through|for|weekend|commencing|hours?|hrs?"
    r"|minutes?|mins?|some|wc|w|c|@|&|oclock|eo[bdy]|co[bp]|break|before|around|about|by|later|any|anytime|during)?"
)
"""A word, or a piece between dashes, of times of day and of ranges; the rules add their examples'."""
PHRASE_START = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|{TOMORROW}|{'|'.join(NUMBERS)}|week|fortnight|\d.*|tonight|in|within|the"
    r"|this|next|nxt|early|late|mid|half|quarter|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty|thirtieth|thirty|last|at|after|before|around|about|between|from|eod|later|wc|w|all"
    r"|weekend|day|month|noon(?:ish)?|midday|midnight|lunch|lunchtime|teatime|morning|afternoon|evening|am|pm|eo[bd]|co[bp])(?:[-/@].*)?"
)
"""What may begin a time of day or a range; the rules add the first words of their examples."""


@dataclass(frozen=True)
class DateMatch:
    """A day a rule found. `floating`: nothing ties it to today but "the next one"."""

    day: date
    kind: Kind
    note: str = ""
    floating: bool = False


@dataclass(frozen=True)
class Unclear:
    """Not one day: `why`, in a sentence. `near`: it looks like a day, so it is worth saying."""

    why: str
    near: bool = True


@dataclass(frozen=True)
class FoundDay:
    """A day that was understood; `time` as it was typed, `note` a sentence when a choice was made."""

    day: date
    time: str = ""
    note: str = ""
    kind: Kind = "relative"
    floating: bool = False


@dataclass(frozen=True)
class Span:
    """First and last day, both worked. `ends`: of a last day that was counted and is not sure, what it may be."""

    start: FoundDay
    end: FoundDay
    ends: tuple[date, ...] = ()

    @property
    def note(self) -> str:
        return " ".join(filter(None, (self.start.note, self.end.note)))


def full_date(day: date) -> str:
    """`Friday 12 June 2026`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
SPELLED = {
    **{word: n for n, word in enumerate(_ORDINALS, 1)},
    **{f"twenty {word}": 20 + n for n, word in enumerate(_ORDINALS[:9], 1)},
    "thirtieth": 30,
    "thirty first": 31,
}
"""Days of a month in words."""
_SPELLED = "|".join(word.replace(" ", "[ -]") for word in sorted(SPELLED, key=len, reverse=True))
_SPELLED_DAY = re.compile(
    rf"\b(?P<month>{MONTH}) (?:the )?(?P<a>{_SPELLED})$|\b(?:the )?(?P<b>{_SPELLED}) (?:of )?(?={MONTH}\b)"
    rf"|\b(?P<weekday>{WEEKDAY}) the (?P<c>{_SPELLED})$|^(?:on |for |from )?the (?P<d>{_SPELLED})$"
)
"""`the first of december`, `monday the fifteenth`; not `first thing`, nor `second monday in july`."""


def _in_digits(text: str) -> str:
    def digits(match: re.Match[str]) -> str:
        spelled = next(filter(None, (match[name] for name in "abcd")))
        number = SPELLED[spelled.replace("-", " ")]
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        day = f"{number}{'th' if number in {11, 12, 13} else ending}"
        before = match["month"] or match["weekday"]
        return f"{before} {day}" if before else f"{day} " if match["b"] else day

    return _SPELLED_DAY.sub(digits, text)


def plain(text: str) -> str:
    """The form the rules read: lower case, no `the`, `of`, apostrophes, commas; one kind of dash."""
    text = re.sub(r"['’‘`´]", "", text.casefold())
    text = re.sub(r"\s*[-‐‑‒–—−]\s*", "-", text)
    text = re.sub(r"(?<=\d)\s*/\s*(?=\d)", "/", re.sub(r"(?<=-\d\d)t(?=\d\d:)", " ", text))
    text = re.sub(r"[,\s\u00a0]+", " ", text).strip(' .;:!?()[]"“”')
    text = re.sub(r"(?<=\d)( ?)([ap])\.? ?m\b\.?", r"\1\2m", text)
    text = re.sub(r"\b([ap])\.m\b\.?", r"\1m", text)
    text = re.sub(r"\bo clock\b", "oclock", text)
    text = re.sub(r"\b(?:2nite|2night|2nyt|tonite|tonigt)\b", "tonight", text)
    text = re.sub(r"\b2day\b", "today", text)
    text = re.sub(r"\bnxt\b", "next", text)
    text = re.sub(r"\b(this|today|tomorrow) aft$", r"\1 afternoon", text)
    text = re.sub(r"\b(?:the|of) ", "", f"{_in_digits(text)} ")
    return re.sub(rf"\b({WEEKDAY}|{MONTH})\.", r"\1", text).strip()


def weekday(name: str) -> int:
    """0 for Monday, from any spelling of `WEEKDAY`."""
    return {"m": 0, "tu": 1, "w": 2, "th": 3, "f": 4, "sa": 5, "su": 6}[
        name[0] if name[0] in "mwf" else name[:2]
    ]


def month(name: str) -> int:
    """1 for January, from any spelling of `MONTH`."""
    return 1 + [each[:3].casefold() for each in MONTHS].index(name[:3])
