"""Values without label or keyword: a priority, a status, a job type; and contacts in a title."""

import re
from collections.abc import Iterator

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.private_text.find import find_private
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer

_LOUD = frozenset({"urgent", "emergency", "critical"})
_LOUD_NOUN = re.compile(
    r" (?:light\w*|exits?|escape|doors?|stop|cords?|pull|call\w*|contacts?|services?|numbers?|care)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:^|[\n,;(\[{CONSUMED}]|[.!?] |{CONSUMED}[.!?])\s*(?:[-/:+|*>&.]+ *)?$|[|*>]$"
)
_AFTER = re.compile(
    rf"\s*(?:$|[,;\n)\]!*|>{CONSUMED}£]|\.(?:\s|$)|[/+&:](?=\S)|- |(?:please|pls|plz)\b)",
    re.IGNORECASE,
)
_PLAIN_TYPES = frozenset(
    {
        *("other", "general", "misc", "miscellaneous", "none", "new", "standard", "normal"),
        *("job", "jobs", "works", "work", "repair", "repairs", "call", "maintenance"),
        *("visit", "callout", "reactive", "planned"),
    }
)


def take_priority(buffer: TextBuffer, index: NameIndex) -> tuple[list[Choice], list[str]]:
    """Priorities in running text (`high`, `urgent`, `high priority`), and notes about doubtful ones."""
    priorities: list[Choice] = []
    notes: list[str] = []
    for choice, form in _forms(index):
        word = re.escape(form)
        for match in list(
            re.finditer(rf"(?<![\w'])(?<![\w']-){word}(?![\w'-])", buffer.work, re.IGNORECASE)
        ):
            start, end = match.span()
            before, after = buffer.work[:start], buffer.work[end:]
            if label := re.match(r"[ -]+prio(?:rity)?\b", after, re.IGNORECASE):
                end += label.end()
            elif label := re.search(r"\bprio(?:rity)? ?[-=]? ?(?:is )?$", before, re.IGNORECASE):
                start = label.start()
            elif not _stands_free(form, before, after):
                if _AFTER.match(after) and form.casefold() not in _LOUD:
                    notes.append(
                        f"“{form.casefold()}” was left in the text: if it is the priority, please choose it."
                    )
                continue
            buffer.consume(start, end)
            priorities.append(choice)
    return priorities, notes


def _stands_free(form: str, before: str, after: str) -> bool:
    """`…, high, …` yes; `High Street`, `pressure low`, `not urgent` no."""
    if _BEFORE.search(before) and _AFTER.match(after):
        return True
    if form.casefold() not in _LOUD or _LOUD_NOUN.match(after):
        return False
    if _BEFORE.search(before):
        return bool(re.match(r"\s*(?:[:-]|\w)", after))
    return bool(_AFTER.match(after)) and not re.search(
        r"\b(?:not|non|no|less|isn'?t|un|if|very|as|is|was|for|in|an|the)[ -]$",
        before,
        re.IGNORECASE,
    )


def _forms(index: NameIndex) -> Iterator[tuple[Choice, str]]:
    """Each name, and the start of `P1 - Emergency` or `High (24h)` when it is one choice's only."""
    choices = index.find("", 100)
    starts = [re.split(r"\s[-–(/:]|[(/:]", choice.name)[0].strip() for choice in choices]
    for choice, start in zip(choices, starts, strict=True):
        yield choice, choice.name
        if start and start != choice.name and starts.count(start) == 1:
            yield choice, start


def take_status(buffer: TextBuffer, index: NameIndex) -> list[Choice]:
    """Statuses of several words that stand by themselves: `…, in progress`."""
    statuses: list[Choice] = []
    for choice in index.find("", 100):
        if " " not in choice.name.strip():
            continue
        pattern = rf"(?<![\w'-]){re.escape(choice.name)}(?![\w'-])"
        for match in list(re.finditer(pattern, buffer.work, re.IGNORECASE)):
            if _BEFORE.search(buffer.work[: match.start()]) and _AFTER.match(
                buffer.work[match.end() :]
            ):
                buffer.consume(*match.span())
                statuses.append(choice)
    return statuses


def named_types(text: str, index: NameIndex) -> list[Choice]:
    """The job types a text names by their whole name; `Gas safety` rather than `Gas`."""
    words = f" {fold(text)} "
    named = [
        choice
        for choice in index.find("", 100)
        if (name := fold(choice.name)) not in _PLAIN_TYPES and name and f" {name} " in words
    ]
    return [
        choice
        for choice in named
        if not any(
            choice is not other and f" {fold(choice.name)} " in f" {fold(other.name)} "
            for other in named
        )
    ]


def contact_warnings(text: str) -> list[str]:
    """Warnings about phone numbers and e-mail addresses in a title, which everybody sees."""
    if not (what := _contacts_in(text)):
        return []
    sees = f"The title holds {what}, and everyone in the channel sees the title"
    return [f"{sees}: please move it to the private contact or access details."]


def contacts_moved(text: str) -> str:
    """What is said when these contacts were taken out of the text."""
    return (
        f"{_contacts_in(text).capitalize()} was moved to Access details, which no channel shows: "
        "please check it."
    )


def _contacts_in(text: str) -> str:
    kinds = {each.kind for each in find_private(text)}
    named = {"phone": "a phone number", "email": "an e-mail address"}
    return " and ".join(words for kind, words in named.items() if kind in kinds)
