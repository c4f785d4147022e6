"""Words that withdraw what was typed before them: `…, actually no leave it`, `ignore the budget bit`.

What was read stays out of its field then, with a note that offers it: the words before were meant once.
"""

import re
from collections.abc import Collection

from bot.jobs.fields import Text
from bot.jobs.forms import FIELDS
from bot.jobs.name_index import fold
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Reading

_ALL = re.compile(
    r"(?:^|[\s,;.!?–-])(?:(?:actually|sorry|oh|oops|wait|hang on|hmm|er|no)[\s,.!–-]+)*"
    r"(?P<said>(?:actually |oh |sorry,? )?no,? (?:wait,? |sorry,? |actually,? |hang on,? )*(?:don['’]?t\b(?! (?:\w+ ){0,2}(?:need|use|let|call|ring|go|worry))|do not(?=\s*(?:$|[,;.!–-]))|leave (?:it|that|this|him|them)\b(?! (?:with|to|for|until|till|as|on|at)\b)|not yet\b|hold (?:on|off|fire)\b|forget\b|scrap\b|cancel (?:that|it|this)\b|ignore\b)"
    r"|(?:actually|wait),? (?:no\b|don['’]?t\b|(?:leave|keep) (?:it|that|this)\b(?! (?:with|to|for|until|till|as|on|at)\b))|scratch that\b"
    r"|(?:scrap|forget|ignore|cancel|disregard) (?:that|this|all that|all of that|it|the above|what i said)(?=\s*(?:$|[,;.!–-]))|never ?mind(?=\s*(?:$|[,;.!–-]))|as you were\b|hold fire\b|please ignore\s*(?=$|[,;.!–-]))",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?P<said>(?:ignore|forget|scrap|disregard|skip|drop|leave out|never ?mind|take off|strike|delete) (?:about )?(?:what i said about )?(?:the |that |my )?(?P<what>budget|money|price|amount|cost|dates?|days?|start(?: date)?|contractor|firm|priority|urgency|status)"
    r"(?: (?:bit|part|thing|one|line))?)(?=\s*(?:$|[,;.!–-]|it\b|for now|that\b|i\b|they\b|as\b|because|cos))",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?P<said>(?:leave|keep) (?:this(?: one| job)?|it|everything|things) (?:(?:as|how|where) (?:it |they )?(?:is|was|are|were)|alone|unchanged))\b",
    re.IGNORECASE,
)
"""In an update."""
_BUDGETS = ("job_total_budget", "contractor_budget", "vat_percentage")
_DAYS = ("date_works_start_date", "date_works_end_date", "time_range_id")
_PLAN = ("contractor_id", *_DAYS, "status_id", *_BUDGETS)
"""What a plan that is withdrawn was made of; where it is and what is wrong stays true."""
_MEANT = {
    **dict.fromkeys(("budget", "money", "price", "amount", "cost"), _BUDGETS),
    **dict.fromkeys(("date", "day", "start", "start date"), _DAYS),
    **dict.fromkeys(("contractor", "firm"), ("contractor_id",)),
    **dict.fromkeys(("priority", "urgency"), ("priority_id",)),
    "status": ("status_id",),
}


def leave_out_what_is_withdrawn(reading: Reading) -> None:
    """Takes such values out of their fields again."""
    text = reading.buffer.text
    for one in _ONE.finditer(text):
        what = one["what"].casefold()
        _leave_out(reading, one["said"], _MEANT.get(what) or _MEANT[what.removesuffix("s")])
    everything = _ALL.search(text) or (_KEPT.search(text) if reading.update else None)
    if everything and (everything.start("said") or reading.update):
        told = _told_before(everything.start("said"), reading) if reading.update else ()
        _leave_out(reading, everything["said"], [*_PLAN, *told])
        _offer_status_after(reading, everything.end("said"))


def _told_before(end: int, reading: Reading) -> Collection[str]:
    """All else that an update changes in the words before it, but the address, which may say which job is meant, and texts."""
    kept = {"address_id", *_PLAN}
    return [
        name
        for name in reading.values
        if name in reading.places and reading.places[name][0] < end
        if name not in kept and not isinstance(FIELDS[name].kind, Text)
    ]


def _offer_status_after(reading: Reading, end: int) -> None:
    """`close 15, no don't, put it back to in progress`: the status that is named afterwards is offered first."""
    index = reading.names.get("statuses")
    words = f" {fold(reading.buffer.text[end:])} "
    statuses = index.find("", 100) if index else []
    named = [each for each in statuses if f" {fold(each.name)} " in words]
    for at, note in enumerate(reading.notes):
        if named and isinstance(note, Note) and note.field == "status_id":
            choices = dict.fromkeys([*named, *note.choices])
            reading.notes[at] = Note(note, "status_id", [*choices])


def _leave_out(reading: Reading, said: str, fields: Collection[str]) -> None:
    for name in fields:
        if name not in reading.values:
            continue
        value = reading.values.pop(name)
        reading.notes = [each for each in reading.notes if getattr(each, "field", "") != name]
        reading.explicit.discard(name)
        several = value if isinstance(value, tuple) and name == "tenants_ids" else None
        offered = several or ([value] if value is not None and name != "time_range_id" else [])
        sentence = f"“{' '.join(said.split())}” takes something back, so {FIELDS[name].label} was left open: press it if it is meant."
        reading.notes.append(Note(sentence, name, offered))
