"""Statuses that an update tells by what happened, rather than by their names: `waiting on a fan`, `started this morning`. They are offered."""

import re
from collections.abc import Iterator

from bot.jobs.model import Choice
from bot.jobs.quicktext.change_clauses import another_job
from bot.jobs.quicktext.known_words import forms_of
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.work_words import THINGS, WORK
from bot.jobs.status_words import status_meant

_A = r"(?:(?:a|an|the|some|new|another|his|their|delivery of|replacement) )*"
_TOLD = (
    ("awaiting parts", rf"\b(?:waiting (?:on|for)|awaiting|needs to order|has to order|ordered|ordering) {_A}(?P<thing>[a-z]+)\b"),
    ("awaiting parts", r"\b(?P<thing>[a-z]+)(?:'s| is| are| has been| have been)? (?:on (?:back ?)?order|ordered|out of stock)\b"),
    ("started", r"\b(?:started|begun|made a start|got going)(?: (?:on (?:it|this)|it|this|work|already))* (?:this morning|today|yesterday|earlier|now|on (?:it|this))\b"),
    ("started", r"\bmade a start\b|\bworks? (?:has |have )?(?:started|begun)\b|\b(?:is|'s|are|'re|now) on site(?: now)?\b"),
    ("done", r"\b(?:(?:it|that|this)(?:'s| is| has)|job|works?|all)(?:'s| is| has| been| all| now)* (?:done|finished|completed|sorted)\b(?! (?:by|before|for|on|bar|except|apart|but|if)\b)"),
)  # fmt: skip
"""The word of a status (`status_words.py`), and what tells of it; `thing`: only of what a repair is made of."""
_PARTS = frozenset({"one", "part", "parts", "spares", "materials", "bits"})
_NOT_YET = re.compile(
    r"\b(?:if|when|once|until|till|before|after|unless|needs?|needed|be|get|getting|have it|want\w*|should|must|can|could|will|would|not|hasn'?t|isn'?t"
    r"|haven'?t|wasn'?t|never|yet|last|who|why|has|have|had|did|was|were)\b[^,;.\n]*$",
    re.IGNORECASE,
)
_THE_WORK = frozenset({"work", "works", "job", "jobs"})
_ASKED = re.compile(r"[^.;!\n]*\?")


def offer_state(reading: Reading) -> None:
    """Offers the first status that is told so, where none is read or asked about."""
    if "status_id" in reading.values or reading.asked("status_id"):
        return
    for words, choice in _told(reading):
        sentence = f"“{words}” may make it {choice.name}: press the status if it does."
        reading.notes.append(Note(sentence, "status_id", [choice]))
        return


def _told(reading: Reading) -> Iterator[tuple[str, Choice]]:
    index = reading.names.get("statuses")
    work = reading.buffer.work
    for word, pattern in _TOLD if index else ():
        for match in re.finditer(pattern, work, re.IGNORECASE):
            thing = (match.groupdict().get("thing") or "").casefold()
            if thing and not (thing in _PARTS or forms_of(thing) & THINGS):
                continue
            before, after = work[: match.start()], work[match.end() :]
            *_, last = ["", *before.casefold().split()]
            if word == "started" and last in WORK - _THE_WORK:
                continue  # `leak started this morning`
            if _NOT_YET.search(before) or _ASKED.match(after) or another_job(work, *match.span()):
                continue
            meant = status_meant(word, index) if index else None
            if meant is not None:
                yield reading.buffer.text[slice(*match.span())], meant[1]
