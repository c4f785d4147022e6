"""Values without label or keyword: a priority, a status, a job type; and contacts in a title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.jobs.denials import (
    denied_after,
    denied_before,
    in_doubt,
    is_asked,
    is_left_open,
    is_said_by_others,
    said_by_others,
    says_no,
)
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.private_text.find import PrivateSpan, find_private
from bot.jobs.private_text.warnings import kinds, them
from bot.jobs.quicktext.alternatives import joined
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.notes import Note, note_at

_LOUD = frozenset({"urgent", "emergency", "critical"})
_LOUD_NOUN = re.compile(
    r" (?:light\w*|exits?|escape|doors?|stop|cords?|pull|call\w*|contacts?|services?|numbers?|care|lines?|buttons?|switch|access)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:^|[\n,;(\[{CONSUMED}]|[.!?] |{CONSUMED}[.!?])\s*(?:[-/:+|*>&.]+ *)?$|[|*>]$"
)
_AFTER = re.compile(
    rf"\s*(?:$|[,;\n)\]!*|>{CONSUMED}£]|\.(?:\s|$)|[/+&:](?=\S)|- |(?:please|pls|plz)\b)",
    re.IGNORECASE,
)
_LABEL_AFTER = re.compile(r"[ -]+prio(?:rity)?\b", re.IGNORECASE)
_LABEL_BEFORE = re.compile(r"\bprio(?:rity)? ?[-=]? ?(?:is )?$", re.IGNORECASE)
_SET_TO = re.compile(
    r"(?:^|[,;.!?\n(–-]\s*|\b(?:please|pls|just|can (?:you|u|we)|could you|and|so|but|i would|i'd|let'?s|we'll|i'll)\s+|[^\w\s,;.'’]\s*)"
    r"(?P<lead>(?:keep|leave|make|mark|set|call|put|raise|treat|log|class|have|move|change|drop|lower|bump|(?<=i'd )say|(?<=id )say|(?<=would )say)(?: (?:it|this|that|them|these|job|the job|this one|this job|it all))?"
    r"(?: (?:down|up|back|in))?(?: (?:on|at|as|to|a|an|only|just|from \w+ to))*\s+)$",
    re.IGNORECASE,
)
"""`keep it on low`, `raise it as normal`: somebody says what it is to be."""
_SO_NOW = re.compile(rf"(?:^|[,;.\n{CONSUMED}]\s*|\b(?:so|but|now|and|just) )$", re.IGNORECASE)
_WILL_DO = re.compile(
    r"(?: priority)?,? (?:will|would|'ll|ll) (?:do|be fine|be enough)\b", re.IGNORECASE
)
"""`so high will do`."""
_FOR_NOW = re.compile(
    r" (?:for (?:now|the time being|the moment)|priority|and|not|then|until|till)\b", re.IGNORECASE
)
_QUESTION = re.compile(
    r"\b(?:is (?:it|this|that)|whether|whether it's|if) (?:that |very |really )?$", re.IGNORECASE
)
PLAIN_TYPES = frozenset(
    {
        *("other", "general", "misc", "miscellaneous", "none", "new", "standard", "normal"),
        *("job", "jobs", "works", "work", "repair", "repairs", "call", "maintenance"),
        *("visit", "callout", "reactive", "planned"),
    }
)


def take_priority(buffer: TextBuffer, index: NameIndex) -> tuple[list[Choice], list[Note]]:
    """Priorities in running text (`high`, `urgent`, `high priority`), and notes about doubtful ones."""
    priorities: list[Choice] = []
    notes: list[Note] = []
    named, changes = _with_changes(buffer.work, _named(buffer.work, index))
    for place in named:
        start, end = _taken(buffer.work, place)
        before, after = buffer.work[:start], buffer.work[end:]
        is_set = changes.get(place.start)
        wanted = (
            is_set is not None
            or end - start > place.end - place.start
            or _stands_free(place.form, before, after)
            or (is_set := _set_to(before, after)) is not None
        )
        said = wanted or bool(_AFTER.match(after))
        if said and (no := denied_before(before)):
            notes.append(note_at("priority_id", says_no(no + buffer.text[start:end], "Priority")))
        elif (no := denied_after(after, people=False)) and not _of_another(no, place):
            notes.append(note_at("priority_id", says_no(buffer.text[start:end] + no, "Priority")))
        elif (is_asked(after) or _QUESTION.search(before)) and (
            wanted or place.form.casefold() in _LOUD
        ):
            words = f"{buffer.text[start:end]}?"
            notes.append(Note(in_doubt(words, "Priority"), "priority_id", [place.choice]))
        elif wanted and is_said_by_others(before):
            words = said_by_others(buffer.text[start:end])
            notes.append(Note(words, "priority_id", [place.choice]))
        elif wanted:
            buffer.consume(start - (is_set or 0), end)
            priorities.append(place.choice)
            priorities += _beside(buffer.text, place, named)
        elif _AFTER.match(after) and place.form.casefold() not in _LOUD:
            form = buffer.text[place.start : place.end]
            notes.append(
                Note(
                    f"“{form}” was left in the text: if it is the priority, please choose it.",
                    "priority_id",
                    [place.choice],
                )
            )
    return priorities, notes


@dataclass(frozen=True)
class _Place:
    """Where the name of a priority, or its beginning, stands in the text."""

    start: int
    end: int
    form: str
    choice: Choice


def _named(work: str, index: NameIndex) -> list[_Place]:
    """Every priority that is named, whether or not it is meant; of those that overlap, the longest."""
    found = [
        _Place(*match.span(), form, choice)
        for choice, form in _forms(index)
        for match in re.finditer(
            rf"(?<![\w'])(?<![\w']-){re.escape(form)}(?![\w'-])", work, re.IGNORECASE
        )
    ]
    named: list[_Place] = []
    for place in sorted(found, key=lambda each: (each.start, -each.end)):
        if not named or place.start >= named[-1].end:
            named.append(place)
    return named


def _taken(work: str, place: _Place) -> tuple[int, int]:
    """The place with the word `priority` before or after it."""
    if label := _LABEL_AFTER.match(work, place.end):
        return place.start, label.end()
    if label := _LABEL_BEFORE.search(work[max(0, place.start - 30) : place.start]):
        return place.start - len(label[0]), place.end
    return place.start, place.end


def _beside(text: str, place: _Place, named: list[_Place]) -> list[Choice]:
    """Other priorities that only `or` and the like part from this one."""
    return [
        other.choice
        for other in named
        if other.choice != place.choice
        and joined(text[min(place.end, other.end) : max(place.start, other.start)])
    ]


def _stands_free(form: str, before: str, after: str) -> bool:
    """`…, high, …` yes; `High Street`, `pressure low`, `not urgent` no."""
    if _BEFORE.search(before) and (
        _AFTER.match(after) or (not before.strip() and after[:2] == ": ")
    ):
        return True
    if form.casefold() not in _LOUD or _LOUD_NOUN.match(after):
        return False
    if _BEFORE.search(before):
        return bool(re.match(r"\s*(?:[:-]|\w)", after))
    return (
        bool(_AFTER.match(after))
        and not is_left_open(before)
        and not re.search(
            r"\b(?:not|non|no|less|semi|hardly|nearly|almost|isn'?t|un|if|very|as|is|was|for|in|an|the)(?: \w+ly)?[ -]$",
            before,
            re.IGNORECASE,
        )
    )


def _set_to(before: str, after: str) -> int | None:
    """How long the words are that set the priority which follows (`keep it on`); None where it is not set so."""
    if _WILL_DO.match(after) and _SO_NOW.search(before):
        return 0
    match = _SET_TO.search(before[-_NEAR:])
    return len(match["lead"]) if match and (_AFTER.match(after) or _FOR_NOW.match(after)) else None


def _of_another(no: str, place: _Place) -> bool:
    """`high, not urgent`: the other one is denied."""
    return no.casefold().endswith("urgent") and place.form.casefold() not in _LOUD


def _with_changes(work: str, named: list[_Place]) -> tuple[list[_Place], dict[int, int]]:
    """Without the first of `from urgent to normal`; and where the second begins, how long the words before it are."""
    changes = {
        other.start: other.start - place.start + len("from ")
        for place in named
        for other in named
        if work[: place.start].casefold().endswith("from ")
        and work[place.end : other.start].casefold() in {" to ", " down to ", " up to "}
    }
    left = {start - length + len("from ") for start, length in changes.items()}
    return [place for place in named if place.start not in left], changes


_NEAR = 80


def _forms(index: NameIndex) -> Iterator[tuple[Choice, str]]:
    """Each name, and the start of `P1 - Emergency` or `High (24h)` when it is one choice's only."""
    choices = index.find("", 100)
    starts = [re.split(r"\s[-–(/:]|[(/:]", choice.name)[0].strip() for choice in choices]
    for choice, start in zip(choices, starts, strict=True):
        yield choice, choice.name
        if start and start != choice.name and starts.count(start) == 1:
            yield choice, start


_STATUS_LEAD = re.compile(
    r"(?:^|[,;.!\n]\s*|\b(?:please|pls|and|so|to|can (?:you|u)) )(?:(?:it'?s|its|this is|is|now|back|so|gone) |(?:set|put|mark|marked|change|move|back|over|leave|keep)(?: (?:it|this|the job))?(?: back)?(?: (?:to|as|in|on|at))? )+$"
    r"|\bso $",
    re.IGNORECASE,
)
_STATUS_FROM = re.compile(r" (?:from|since|again|now|as of)\b|\s*[^\w\s]", re.IGNORECASE)
"""In an update: `set to awaiting parts`, `back in progress from today`."""


def take_status(buffer: TextBuffer, index: NameIndex, *, update: bool = False) -> list[Choice]:
    """Statuses of several words that stand by themselves: `…, in progress`. In an update also what it is set to."""
    statuses: list[Choice] = []
    for choice in index.find("", 100):
        if " " not in choice.name.strip():
            continue
        pattern = rf"(?<![\w'-]){re.escape(choice.name)}(?![\w'-])"
        for match in list(re.finditer(pattern, buffer.work, re.IGNORECASE)):
            before, after = buffer.work[: match.start()], buffer.work[match.end() :]
            alone = _BEFORE.search(before) and _AFTER.match(after)
            led = update and (_BEFORE.search(before) or _STATUS_LEAD.search(before[-_NEAR:]))
            if alone or (led and (_AFTER.match(after) or _STATUS_FROM.match(after))):
                buffer.consume(*match.span())
                statuses.append(choice)
    return statuses


def named_types(text: str, index: NameIndex) -> list[Choice]:
    """The job types a text names by their whole name; `Gas safety` rather than `Gas`."""
    words = f" {fold(text)} "
    named = [
        choice
        for choice in index.find("", 100)
        if (name := fold(choice.name)) not in PLAIN_TYPES and name and f" {name} " in words
    ]
    return [
        choice
        for choice in named
        if not any(
            choice is not other and f" {fold(choice.name)} " in f" {fold(other.name)} "
            for other in named
        )
    ]


_NOT_A = re.compile(
    r"\b(?:not|isn'?t|wasn'?t|isn t|wasn t|no|non|nothing to do with(?: the)?|never)(?: (?:an?|the|really|just|our))* $"
)
_NO_WORK = re.compile(
    r" (?:(?:\w+ )?(?:cupboard|cabinet|box|room|hatch|door|cover|lid|keys?|lock|bills?|people|man|men|company|supplier|account|lot|board swap)\b"
    r"|(?:itself )?(?:is|are|was|works?|working)(?: all)? (?:fine|ok|okay|good|on)\b|(?:is|are) not the\b)"
)


def is_in_doubt(text: str, choice: Choice) -> bool:
    """Whether a type is named, but in no place as what the work is: `not a gas job`, `gas meter cupboard`, `the gas is fine`."""
    words, name = f" {fold(text)} ", fold(choice.name)
    places = [match.span() for match in re.finditer(rf"(?<= ){re.escape(name)}(?= )", words)]
    return bool(places) and all(
        _NOT_A.search(words[:start]) or _NO_WORK.match(words, end) for start, end in places
    )


def contact_warnings(text: str) -> list[str]:
    """Warnings about phone numbers, e-mail addresses and the like in a title, which everybody sees."""
    if not (found := _contacts_in(text)):
        return []
    sees = f"The title holds {kinds(found)}, and everyone in the channel sees the title"
    return [f"{sees}: please move {them(found)} to the private contact or access details."]


def contacts_moved(contacts: Sequence[str]) -> str:
    """What is said when these contacts and numbers of people were taken out of the text."""
    found = [each for contact in contacts for each in _contacts_in(contact)]
    what = kinds(found) if found else "what looks private"
    were = "were" if len(found) > 1 else "was"
    return (
        f"{what[:1].upper()}{what[1:]} {were} moved to Access details, which no channel shows: "
        "please check."
    )


def _contacts_in(text: str) -> list[PrivateSpan]:
    """What is no code."""
    return [each for each in find_private(text) if each.kind != "code"]
