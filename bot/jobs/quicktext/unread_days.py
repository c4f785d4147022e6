"""Words that say when, and that no rule reads: said, rather than passed over."""

import re
from datetime import date, timedelta

from bot.jobs.dates.parser import FoundDay, read_day
from bot.jobs.dates.vocabulary import WEEKDAY
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Reading
from bot.jobs.working_time import bank_holiday

_OF_TIME = re.compile(
    r"(?:\bgood friday|\beaster (?:monday|sunday|weekend))|(?:\b(?:b4|before|by|in|after|around|about|over|end of|start of|mid|late|early|sometime|during|the|1st|2nd|3rd|4th|first|second|third|fourth|last|next|this|coming) ){0,3}"
    r"\b(?:weekend|week|wk|fortnight|month|xmas|christmas|crimbo|easter|new year|half term|bank hol\w*|january|february|april|june|july|august"
    r"|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b(?: (?:of )?(?:january|february|april|june|july|august|september|october"
    r"|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b)?"
    r"|(?<![\w£/.-])\d{1,2}(?:st|nd|rd|th)(?=\s*(?:$|[,;.)\n]))"
    rf"|(?<!\w){WEEKDAY}(?: ?\d{{1,2}}(?:st|nd|rd|th)?)?(?![\w'])"
    r"|(?<![\w£/.-])(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:20)?\d\d(?![\w/.-])",
    re.IGNORECASE,
)
_NO_TIME_BEFORE = re.compile(
    r"\b(?:since|every|each|per|a|an|one|two|three|four|several|few|last|past|previous|all|for|\d+|only|same|ago|from|until|till|til|expir\w*|due|dated"
    r"|valid)(?: (?:in|on|the))? ?$",
    re.IGNORECASE,
)


_NOT_THEN = re.compile(
    r"\b(?:forget|not|scrap|except|bar|but|cancel\w*|was|before|after|till?|until)(?: on)?(?: the)? $",
    re.IGNORECASE,
)


def say_what_was_not_read(reading: Reading) -> None:
    """A note for words of time that no rule reads (`b4 xmas`, `2nd week july`), where nothing else is said of the days."""
    fields = ("date_works_start_date", "date_works_end_date")
    if any(name in reading.values or reading.asked(name) for name in fields):
        return
    for match in _OF_TIME.finditer(reading.buffer.work):
        words = match[0].casefold()
        if words.startswith(("last ", "every ")) or _NO_TIME_BEFORE.search(
            reading.buffer.work[: match.start()]
        ):
            continue
        if match[0].casefold() in {"sat", "sun", "wed", "mon"}:
            continue  # `water sat in the pan`
        words = reading.buffer.text[slice(*match.span())]
        left = (
            f"“{words}” was left in the text: if it says when, please set Works start or Works end."
        )
        day = _feast(match[0], reading.today)
        if day is None and not _NOT_THEN.search(reading.buffer.work[: match.start()]):
            day = _of_month(match[0], reading.today)
        if day is not None:
            left = f"“{words}” was left in the text: press the day if it is when the work is done."
        reading.notes.append(Note(left, "date_works_start_date", [day] if day else ()))
        return


def _of_month(words: str, today: date) -> date | None:
    """The next day with this number: `16th`."""
    found = read_day(f"the {words.strip()}", today) if words.strip()[:1].isdigit() else None
    return found.day if isinstance(found, FoundDay) and found.kind == "ordinal" else None


_A_YEAR = 366


def _feast(words: str, today: date) -> date | None:
    """The next Good Friday or Easter Monday, where these words say so."""
    name = words.casefold().strip()
    if name not in {"good friday", "easter monday"}:
        return None
    days = (today + timedelta(days=n) for n in range(_A_YEAR + 31))
    return next((day for day in days if bank_holiday(day).casefold() == name), None)
