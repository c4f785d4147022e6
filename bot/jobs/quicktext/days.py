"""Dates and times of quick text put into their fields; a time without a field is remembered."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.jobs.dates.parser import FoundDay, Span, Unclear, full_date, read_day
from bot.jobs.forms import FIELDS
from bot.jobs.quicktext.dates_in_text import DateMention, find_days
from bot.jobs.quicktext.known_words import KnownWords, known_words
from bot.jobs.quicktext.notes import COUNTED, Note, days_in, given_twice, more_than_one
from bot.jobs.quicktext.reading import Place, Reading
from bot.jobs.quicktext.turned_days import left_open
from bot.jobs.quicktext.understood import unexplained
from bot.jobs.quicktext.unread_days import say_what_was_not_read

_PARTS_OF_DAY = {
    "am": "morning", "morning": "am", "first thing": "morning", "pm": "afternoon", "afternoon": "pm",
    "tonight": "evening", "this morning": "morning", "this afternoon": "afternoon",
    "this evening": "evening",
}  # fmt: skip


_FIELDS = ("date_works_start_date", "date_works_end_date")


def read_days_in_text(reading: Reading) -> None:
    """Puts the days of the running text into the two fields; several for one are pointed out."""
    known = known_words(reading)
    asked = {name for name in _FIELDS if reading.asked(name)}
    mentions = [
        _unless_of_a_code(each, reading) for each in find_days(reading.buffer.work, reading.today)
    ]
    mentions = left_open(mentions, reading.buffer.work, known)
    blank = [each for each in mentions if not each.stays or _has_gone(each, reading.today)]
    work = _without(reading.buffer.work, blank)
    mentions = [_unless_unexplained(each, work, known) for each in mentions]
    reading.notes += _notes(mentions, reading)
    wanted = [each for each in mentions if not each.stays]
    wanted = _in_their_order(wanted, reading)
    ends = [each for each in wanted if each.role == "end" and isinstance(each.reading, FoundDay)]
    starts = [each for each in wanted if each not in ends]
    _one_day(reading, starts, _FIELDS[0], asked=_FIELDS[0] in asked)
    _one_day(reading, ends, _FIELDS[1], asked=_FIELDS[1] in asked)
    say_what_was_not_read(reading)


_SINCE = re.compile(r"(?:as )?(?:of|from|until|till|since|starting)\b", re.IGNORECASE)


def _in_their_order(mentions: list[DateMention], reading: Reading) -> list[DateMention]:
    """Without a last day that can't be one of these works: said before the first and sooner (`dry by thurs, paint fri`), or
    counted from it (`start 22 june, done within 10 days`). Its note offers what it may be.
    """
    starts = [
        each for each in mentions if each.role != "end" and isinstance(each.reading, FoundDay)
    ]
    begin = min(
        (each.reading.day for each in starts if isinstance(each.reading, FoundDay)), default=None
    )
    kept = []
    for each in mentions:
        if begin is None or each.role != "end" or not isinstance(each.reading, FoundDay):
            kept.append(each)
            continue
        counted = _COUNTED.match(each.text)
        sooner = each.reading.day < begin and each.start < min(start.start for start in starts)
        if not counted and not sooner:
            kept.append(each)
            continue
        later = read_day(each.text, begin) if counted else None
        days = [each.reading.day, *([later.day] if isinstance(later, FoundDay) else [])]
        why = "may be counted from the start" if counted else "comes before the start"
        do = "press the day if it is the last day of the work"
        reading.notes.append(Note(f"“{each.text}” {why}: {do}.", "date_works_end_date", days))
    return kept


_COUNTED = re.compile(r"(?:with)?in \S+ ", re.IGNORECASE)


def _unless_of_a_code(mention: DateMention, reading: Reading) -> DateMention:
    """`code 5150 from 1 july`: the day is the code's, so it stays."""
    words = reading.buffer.text[mention.start : mention.end]
    clause = max(reading.buffer.text.rfind(mark, 0, mention.start) for mark in ",;\n") + 1
    coded = any(at in reading.codes for at in range(clause, mention.start))
    if mention.stays or not _SINCE.match(words) or not coded:
        return mention
    why = f"“{mention.text}” may be when the code changes: if the work is done then, please set Works start."
    return replace(mention, stays=True, note=why)


_WHAT_TO_DO = re.compile(r": (?:if|please) ")
"""Where a note begins to say what to do, in place of which a press is asked for."""
_ALMOST_A_YEAR = timedelta(days=334)


def _has_gone(mention: DateMention, today: date) -> bool:
    found = mention.reading
    if not isinstance(found, FoundDay):
        return False
    return found.day < today or (found.floating and found.day > today + _ALMOST_A_YEAR)


def _without(work: str, mentions: list[DateMention]) -> str:
    """The text with days blanked out, so that one says nothing about another."""
    for each in mentions:
        work = work[: each.start] + " " * (each.end - each.start) + work[each.end :]
    return work


def _unless_unexplained(mention: DateMention, work: str, known: KnownWords) -> DateMention:
    """`power cut 16 june`: open where a word of its clause is not known to be about the work."""
    if mention.stays:
        return mention
    found = mention.reading
    weekday = isinstance(found, FoundDay) and (
        found.kind == "weekday" or mention.text.casefold().startswith(("today", "this morning"))
    )
    word = unexplained(work, mention.start, mention.end, known, weekday=weekday)
    if mention.role == "end" and word.casefold() == "due":
        return mention
    if not word:
        return mention
    why = f"“{mention.text}” was left open because of “{word}”: if the work is done then, please set Works start."
    return replace(mention, stays=True, note=why)


def _notes(mentions: list[DateMention], reading: Reading) -> list[Note]:
    """What is said of days that stay in the text, each at its field, with the days it may be."""
    notes: list[Note] = []
    week = ""
    for at, mention in reversed(list(enumerate(mentions))):
        next_one = mentions[at + 1] if at + 1 < len(mentions) else None
        between = reading.buffer.work[mention.end : next_one.start] if next_one else "-"
        follows = next_one is not None and not between.strip()
        name = "date_works_end_date" if mention.role == "end" else "date_works_start_date"
        days = days_in(mention.text, reading.today, week if follows else "")
        week = mention.text
        if not mention.note:
            continue
        if isinstance(mention.reading, FoundDay) and mention.reading.day >= reading.today:
            why = _WHAT_TO_DO.split(mention.note)[0].rstrip(".")
            what = f"{why}: press the day if it is when the work is done."
            notes.insert(0, Note(what, name, [mention.reading.day]))
            continue
        if not days and isinstance(mention.reading, Span):
            before = reading.buffer.work[: mention.start]
            notes[:0] = _offered(mention, mention.reading, reading.today, before)
            continue
        if not days and (meant := _said_to_be_meant(mention, reading)):
            notes.insert(0, Note(mention.note, name, meant))
            continue
        if not days:
            notes.insert(0, Note(mention.note, name))
            continue
        phrase = mention.text
        if follows and next_one is not None and days_in(next_one.text, reading.today):
            phrase = f"{phrase} {next_one.text}"
            notes = notes[1:]  # said with this one
        what = more_than_one(phrase)
        notes.insert(0, Note(what, name, days))
    return notes


_MEANT = re.compile(r"did you mean (?P<day>[^?]+)\?$")
_ONE_AFTER = re.compile(r"(?: coming)?,? but (?:the )?(?:one|week|day) after\b", re.IGNORECASE)


def _said_to_be_meant(mention: DateMention, reading: Reading) -> list[date]:
    """The day that the note asks about; of `not this Monday but the one after` that one too."""
    asked = _MEANT.search(mention.note)
    found = read_day(asked["day"], reading.today) if asked else None
    if not isinstance(found, FoundDay):
        return []
    later = _ONE_AFTER.match(reading.buffer.work, mention.end)
    return [found.day + timedelta(days=7)] if later else [found.day]


_MOVED = re.compile(
    r"\b(?:mov(?:e|ed|ing)|push\w*|shift\w*|chang(?:e|ed|ing)|rebook\w*|reschedul\w*|postpon\w*|bring|put|delay\w*)\b[^,;.\n]*$",
    re.IGNORECASE,
)


def _offered(mention: DateMention, days: Span, today: date, before: str) -> list[Note]:
    """The first and the last day, each at its field; of a visit that is moved the day that it moves to."""
    if _MOVED.search(before) and mention.text.casefold().startswith("from "):
        moved = f"“{mention.text}” moves it: press the day if the work starts then."
        return [Note(moved, "date_works_start_date", [days.end.day])]
    if days.start.day < today:
        return [Note(mention.note, "date_works_start_date")]
    why = mention.note.partition(": if ")[0].rstrip(".")
    return [
        Note(
            f"{why}: press the day if the work starts then.",
            "date_works_start_date",
            [days.start.day],
        ),
        Note(f"{why}: press the day if the work ends then.", "date_works_end_date", [days.end.day]),
    ]


def _one_day(reading: Reading, mentions: list[DateMention], name: str, *, asked: bool) -> None:
    """`asked`: a label of this field has a value that was not understood, so that no other day takes its place."""
    if not mentions:
        return
    days = {each.reading for each in mentions}
    if len(days) > 1 or name in reading.values or asked:
        words = ", ".join(f"“{each.text}”" for each in mentions)
        given = name in reading.values
        sentence = f"{words} was left in the text: {FIELDS[name].label} was given already."
        choices = [each.day for each in days if isinstance(each, FoundDay)]
        if not given:
            sentence = f"{words}: which day is it?"
        reading.notes.append(Note(sentence, name, () if given else sorted(choices)))
        return
    for each in mentions:
        reading.buffer.consume(each.start, each.end)
        if each.field_named:
            reading.explicit.add(name)
    first = mentions[0].reading
    if name == "date_works_end_date" and isinstance(first, FoundDay):
        reading.end_words = mentions[0].text if first.kind in {"weekday", "ordinal"} else ""
    if not isinstance(first, Unclear):  # a mention that is none stays in the text
        put_days(reading, first, name, (mentions[0].start, mentions[0].end))


def put_days(reading: Reading, days: FoundDay | Span, name: str, place: Place) -> None:
    """Fills the field with a day, or both fields with the days of a span; says what was chosen between."""
    if isinstance(days, Span):
        parts = [days.start] if days.ends else [days.start, days.end]
        for field, part in zip(_FIELDS, parts, strict=False):
            if field not in reading.values:
                reading.put(field, part.day, place)
        if days.ends and _FIELDS[1] not in reading.values:
            reading.notes.append(Note(COUNTED, _FIELDS[1], list(dict.fromkeys(days.ends))))
    else:
        reading.put(name, days.day, place)
        parts = [days]
    for field, part in zip((name, "date_works_end_date"), parts, strict=False):
        if part.note:
            reading.notes.append(Note(part.note, field, _other_readings(part, reading.today)))
    for which, part in zip(("first", "last"), parts, strict=False):
        if part.time:
            put_time(
                reading,
                part.time if len(parts) == 1 else f"{part.time} on the {which} day",
                part.time,
            )


def _other_readings(found: FoundDay, today: date) -> list[date]:
    """Of `next Friday` the one of this week too."""
    sooner = found.day - timedelta(days=7)
    return [sooner] if found.note.startswith("“next ") and sooner > today else []


def put_time(reading: Reading, words: str, time: str = "") -> None:
    """Chooses the time of day that `time` names; `words` are kept where the list has none."""
    index = reading.names.get("time_ranges")
    bare = re.sub(r"^(?:at|@|in|this|around|about) ?", "", time or words)
    if index and (choice := index.one(bare) or index.one(_PARTS_OF_DAY.get(bare, ""))):
        if reading.asked("time_range_id"):
            return
        if (old := reading.values.get("time_range_id", choice)) == choice:
            reading.put("time_range_id", choice, reading.place_of(time or words))
        else:
            del reading.values["time_range_id"]
            reading.notes.append(given_twice("time_range_id", old, choice))
        return
    reading.times.append(words)


def check_order_of_days(reading: Reading) -> None:
    """`start Monday, end Friday`: a Friday that would come first is the one after the Monday."""
    start = reading.values.get("date_works_start_date")
    end = reading.values.get("date_works_end_date")
    if start and end and end < start and reading.end_words:
        later = read_day(reading.end_words, start)
        if isinstance(later, FoundDay):
            end = reading.values["date_works_end_date"] = later.day
    if (
        start
        and end
        and end < start
        and not reading.explicit & {"date_works_start_date", "date_works_end_date"}
    ):
        for name, day in (("date_works_start_date", start), ("date_works_end_date", end)):
            del reading.values[name]
            sentence = f"The last day in the text, {full_date(end)}, comes before the first, {full_date(start)}: press the day if it is right."
            reading.notes.append(Note(sentence, name, [day]))
    elif start and end and end < start:
        sentence = f"The works end ({full_date(end)}) before they start: please check the dates."
        reading.notes.append(Note(sentence, "date_works_end_date"))
