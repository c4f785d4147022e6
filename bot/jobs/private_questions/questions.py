"""The questions themselves: what looks private, or that nothing explains, in the words of whoever is asked."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.jobs.model import Choice
from bot.jobs.private_questions.find import find_asked
from bot.jobs.private_text.find import PrivateSpan
from bot.jobs.private_text.warnings import kinds, quoted, them

ASKED = ("job_title", "job_description")
"""The fields that everybody in a channel reads and that people write in."""
_MOST_READ = 5_000
"""Characters of a value that are looked at; a form takes 3,000."""
_FIGURES = re.compile(r"\d+")
_LONG = 3
"""Figures of a number that may open something by itself."""


def new_asked(text: str, before: str = "", address: str = "") -> list[PrivateSpan]:
    """What is to be asked about in `text` and was not in it `before`. `address`: of the job."""
    if text == before:
        return []
    found = find_asked(text[:_MOST_READ], address)
    return [each for each in found if not _has(before, text[each.start : each.end])]


def _has(text: str, words: str) -> bool:
    """Whether they stand in it, and not as a part of other words: `7715`, not within `77154`."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def parts_of(text: str, span: PrivateSpan) -> Sequence[PrivateSpan]:
    """Of a clause with several numbers, each long enough to be asked about alone, these numbers; else itself."""
    numbers = list(_FIGURES.finditer(text, span.start, span.end))
    if not numbers[1:] or any(len(each[0]) < _LONG for each in numbers):
        return [span]
    return [PrivateSpan(*each.span(), span.kind) for each in numbers]


def new_in_fields(
    values: Mapping[str, Any], before: Mapping[str, Any], address: str = ""
) -> dict[str, list[PrivateSpan]]:
    """Field → what is to be asked about in it, form values by field name; what it had `before` is not."""
    asked = {}
    for name in ASKED:
        text, was = str(values.get(name) or ""), str(before.get(name) or "")
        if found := new_asked(text, was, address):
            asked[name] = found
    return asked


def question(text: str, found: Sequence[PrivateSpan]) -> str:
    """Asks whether what was `found` in a field should be there; one more send keeps it there."""
    it = them(found)
    return (
        f"{suspicion(text, found)} Please move {it} to Access details, "
        f"or send again to keep {it} here: {shown(found)}."
    )


def suspicion(text: str, found: Sequence[PrivateSpan]) -> str:
    """What is wrong with it: `This looks like it has a code in it: “…”.`, `Does “4417” open anything?`, and the like."""
    private, doubtful, places = _parted(found)
    said = []
    if private:
        said.append(f"This looks like it has {kinds(private)} in it: {quoted(text, private)}.")
    if doubtful:
        verb = "Does" if len(doubtful) == 1 else "Do"
        said.append(f"{verb} {quoted(text, doubtful)} open anything?")
    if places:
        said.append(f"This tells where a key is: {quoted(text, places)}.")
    return " ".join(said)


def shown(found: Sequence[PrivateSpan]) -> str:
    """What cards do with it where it is kept."""
    private, doubtful, places = _parted(found)
    if not doubtful and not places:
        return f"cards won't show {them(found)}"
    if not private:
        return f"cards show {them(found)}"
    numbers = [("the number" if len(doubtful) == 1 else "the numbers")] if doubtful else []
    where = ["where the key is"] if places else []
    return f"cards show only {' and '.join([*numbers, *where])}"


def address_in(values: Mapping[str, Any]) -> str:
    """The address that was chosen in a form, as its list has it."""
    chosen = values.get("address_id")
    return chosen.name if isinstance(chosen, Choice) else ""


def _parted(
    found: Sequence[PrivateSpan],
) -> tuple[list[PrivateSpan], list[PrivateSpan], list[PrivateSpan]]:
    """What looks private, the numbers that may open something, and where keys are."""
    return (
        [each for each in found if each.is_hidden],
        [each for each in found if each.kind == "number"],
        [each for each in found if each.kind == "place"],
    )
