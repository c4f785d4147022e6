"""References of jobs as people write them: `61`, `job61`, `JOB–061.`, a pasted link.

What PropOps calls a job is its `job_ref`; how an instance spells one is not documented (api/jobs
shows `JOB-001`), so spellings are learnt from references that are there.
"""

import html
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot import late_re as re

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_AROUND = " \t.,;:!?\"'*_~`()[]{}<>#"
"""What people put around a reference, and phones after it."""
_CALLED = frozenset({"", "no", "nr", "num", "number", "ref", "reference"})
"""Words before a number that are no part of the reference."""
_CALLED_NUMBER = re.compile(r"\A(?:no|nr|num|number|ref)[.:#-]*(?=\d)", re.IGNORECASE)
_DASHES = "-\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_JOB = frozenset({"job", "jobs"})
_WHOLE = re.compile(r"[A-Za-z]{1,8}-\d{1,9}")
"""A reference that needs no word before it."""
_LEADS = r"(?:to|of|for|about|on|re|from)\s+(?:the\s+)?"
_SPELLED = (
    rf"(?:jobs?|ref)\s+\#?\d{{1,9}}|\#\d{{1,9}}|[A-Za-z]{{1,8}}[{_DASHES}]\d{{1,9}}|<?https?://\S+"
)
_ELSEWHERE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:^|\s)(?:{_LEADS})?(?P<ref>{_SPELLED})(?![\w/-])[.,:!?]*",
        rf"\A\s*(?:{_LEADS}|(?:is|me|out|up)\s+)(?P<ref>\d{{1,9}})\b[.,:!?]*",
        rf"\s{_LEADS}(?P<ref>\d{{1,9}})[.!?]*\s*\Z",
        rf"\s{_LEADS}(?P<ref>\d{{1,9}})(?:(?=\s+(?:to|as|is|with)\b)|:)",
    )
)
"""Where a job may stand in a line that does not begin with it; a number alone only behind a small word."""
_NUMBER_FIRST = re.compile(r"\s*(?:(?:no|nr|num|number)\b[.:]?\s*)?(\d{1,9})(?![\w.,:/-]\w)")
_OF_ANOTHER = re.compile(
    r"\b(?:(?:dup\w*|cop(?:y|ies)|repeats?|twin|clone|version|instead|ahead) of|(?:same|similar) (?:as|to)|(?:next|prior|related|linked|identical) to"
    r"|after|before|like|not|than) (?:the )?(?:jobs? |ref )?\#?$",
    re.IGNORECASE,
)
"""What makes it another job that is meant: `the duplicate of 61`."""
_COUNTED = re.compile(
    r"\s*(?!(?:jobs?|no|nr|num|number|ref|reference|wo|order)\b)([A-Za-z]+)\s+\d", re.IGNORECASE
)
"""A word and a number that are no job: `the 12 elm row leak`, `bedroom 3`; `WO 12` is one."""
_STREET = r"(?:road|rd|street|avenue|ave|lane|ln|crescent|cres|terrace|gardens|gdns|grove|mews|row)"
_STREET_LAST = r"(?:st|close|drive|way|court|place|square|hill|park|view|green|rise|parade|walk)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_QUANTITY = re.compile(
    rf"[^\S\n]*(?:%|(?:quid|pounds?|percent|pence|pcm|keys?|days?|weeks?|wks?|months?|hours?|hrs?|mins?|minutes?|years?|yrs?|times|o'?clock|men|people|am|pm|of|{_MONTH})\b)"
    r"|\s+(?:the\s+)?(?!(?:mrs?|ms|miss|dr)\b)(?:[a-z][a-z'.-]*\s+(?!(?:mrs?|ms|miss|dr)\b)){1,2}?"
    rf"(?:{_STREET}\b|{_STREET_LAST}\b(?=\s*(?:$|[,.;:])))",
    re.IGNORECASE,
)
"""What makes the number before it an amount, a day or a house."""
_SMALL_WORDS = re.compile(
    r"(?:(?:the|that|this|job|jobs|please|pls|my|our|old|whole|entire|now|out|all)\b[\s.:,]*)*",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"[£$€%]")
_MOST_LINE = 500
"""Characters of a line in which a job is looked for."""
_MOST_TYPED = 200
_MOST_LETTERS = 8
_MOST_SPELLINGS = 3


@dataclass(frozen=True)
class JobReference:
    """A reference as it was typed, without what stands around it. `uuid`: of a link, or typed."""

    word: str
    uuid: str = ""
    line: str = field(default="", compare=False, repr=False)
    """The line that begins with it, as it was typed."""

    @property
    def runs(self) -> tuple[str, ...]:
        """Its letters and numbers, whatever stands between them: `JOB-061` is `("job", "61")`; of `£61` none."""
        return () if _CURRENCY.search(self.word) else _runs(self.word)

    @property
    def is_number(self) -> bool:
        return len(self.runs) == 1 and self.runs[0].isdigit()

    @property
    def is_likely(self) -> bool:
        """Whether it looks like a job rather than like a word: `61`, `job61`, a link."""
        runs = self.runs
        letters = sum(len(run) for run in runs if not run.isdigit())
        return bool(self.uuid) or (
            bool(runs) and runs[-1].isdigit() and len(runs) <= 3 and letters <= _MOST_LETTERS
        )

    def means(self, job_ref: str) -> bool:
        """Whether the job called `job_ref` is meant: case, signs and leading zeros do not count.

        A number alone means the job with that number, whatever the letters before it.
        """
        runs = _runs(job_ref)
        return bool(runs) and (runs == self.runs or (self.is_number and runs[-1:] == self.runs))

    def same_number(self, job_ref: str) -> bool:
        """Whether both have the same numbers: letters may be slips, a number is another job."""
        return _numbers(self.runs) == _numbers(_runs(job_ref))

    def spellings(self, job_refs: Iterable[str]) -> Sequence[str]:
        """How it would be written in the ways these references are: `61` → `JOB-061`."""
        *before, number = self.runs or ("",)
        if not number.isdigit():
            return ()
        spelled: dict[str, None] = {}
        for ref in job_refs:
            letters = _without_number(ref)
            if letters != ref and (not before or _runs(letters) == tuple(before)):
                spelled[letters + number.zfill(len(ref) - len(letters))] = None
            if len(spelled) == _MOST_SPELLINGS:
                break
        return tuple(spelled)


def split(typed: str) -> tuple[JobReference, str]:
    """The reference that comes first, and the rest exactly as it was typed, trimmed.

    `JOB 61 status complete` → `JOB-61`, `status complete`. An empty word where nothing is typed.
    """
    reference, rest = _first(typed)
    return replace(reference, line=typed.strip()), rest


def _first(typed: str) -> tuple[JobReference, str]:
    letters, after = "", 0
    for match in re.finditer(r"\S+", typed):
        word = _tidy(match[0])
        if reference := _linked(match[0]):
            return reference, typed[match.end() :].strip()
        if letters and not word[:1].isdigit() and word.casefold() not in _CALLED:
            if letters.casefold() in _JOB and _WHOLE.fullmatch(word):  # `job JOB-061`
                return JobReference(word), typed[match.end() :].strip()
            break
        if word.casefold() in _CALLED or (word.isalpha() and len(word) <= _MOST_LETTERS):
            if not letters and word.casefold() not in _CALLED:
                letters, after = word, match.end()
            continue
        joined = f"{letters}-{word}" if letters and word[0].isdigit() else word
        return JobReference(joined), typed[match.end() :].strip()
    if letters:
        return JobReference(letters), typed[after:].strip()
    first, _, rest = typed.strip().partition(" ")
    return JobReference(_tidy(first) or first), rest.strip()


def named(typed: str) -> tuple[JobReference, str] | None:
    """The job that a line is about, wherever its beginning names it, and the rest of the line.

    `3 Ace Gas`, `Ace Gas to 3`, `status of JOB-003 to done`. None where no word looks like a job.
    """
    head = typed[:_MOST_LINE].rstrip()
    reference, rest = split(head)
    if _leads(head, reference):
        return reference, typed[len(head) - len(rest) :].strip()
    if (found := place(typed)) is None:
        return None
    parts = (typed[: found.start].strip(), typed[found.beyond :].strip())
    return found.reference, " ".join(filter(None, parts))


@dataclass(frozen=True)
class Position:
    """Where a line names a job that it does not begin with: with the small words before it, and (`beyond`) the signs after it."""

    reference: JobReference
    start: int
    end: int
    beyond: int


def place(typed: str) -> Position | None:
    """The first place where it does; None where no word looks like a job."""
    head = typed[:_MOST_LINE].rstrip()
    for pattern in _ELSEWHERE:
        for match in pattern.finditer(head):
            ref, start = match["ref"], match.start("ref")
            reference, _ = split(ref)
            if (
                reference.is_likely
                and not _counts(ref, head[match.end("ref") :])
                and not _OF_ANOTHER.search(head[:start])
            ):
                return Position(reference, match.start(), match.end("ref"), match.end())
    return None


def leading(typed: str, *, whole: bool = False) -> str:
    """The same line, beginning with the job it is about; as it was typed where it is about none.

    `whole`: about all of the job, so that nothing but small words stands before it: not `the photo on 61`.
    """
    head = typed[:_MOST_LINE]
    about = None if _leads(head, split(head)[0]) else named(typed)
    found = place(typed) if whole and about is not None else None
    if found is not None and not _SMALL_WORDS.fullmatch(typed[: found.start]):
        return typed
    if about is None:
        return typed
    reference, rest = about
    return f"{reference.word} {rest}".strip()


def is_quantity(after: str) -> bool:
    """Whether a number is none of a job, by the words right after it: `250 quid`, `12 Elm Row`, `12 june`."""
    return bool(_QUANTITY.match(after[:_MOST_TYPED]))


def _counts(word: str, after: str) -> bool:
    return word.isdigit() and is_quantity(after)


def _leads(line: str, reference: JobReference) -> bool:
    """Whether the reference that a line begins with is a job."""
    counted, number = _COUNTED.match(line), _NUMBER_FIRST.match(line)
    if number and _counts(number[1], line[number.end() :]):
        return False
    return reference.is_likely and (counted is None or counted[1].isupper())


def _linked(word: str) -> JobReference | None:
    """A uuid, or the address of a job's page: its uuid, else its last part that has a number."""
    plain, _, label = html.unescape(word).strip(_AROUND).partition("|")
    if match := UUID.search(plain):
        return JobReference(match[0].casefold(), match[0].casefold())
    if not re.match(r"https?://", plain, re.IGNORECASE):
        return None
    path, _, query = plain.partition("://")[2].partition("?")
    _, *folders = path.split("/")
    parts = [_tidy(part) for part in (label, *reversed(folders), *re.split(r"[=&]+", query))]
    return next((ref for part in parts if (ref := JobReference(part)).is_likely), None)


def _tidy(word: str) -> str:
    """Without invisible characters and signs around it; every dash is `-`."""
    plain = unicodedata.normalize("NFKC", html.unescape(word[:_MOST_TYPED]))
    letters = [
        "-" if unicodedata.category(each) == "Pd" or each == "\u2212" else each
        for each in plain
        if unicodedata.category(each) not in {"Cf", "Cc", "Mn"}
    ]
    marks = {"‘": "'", "’": "'", "“": '"', "”": '"'}
    straight = "".join(marks.get(each, each) for each in letters)
    bare = straight.strip(_AROUND + "-/").removesuffix("'s")
    return _CALLED_NUMBER.sub("", bare)


def _without_number(ref: str) -> str:
    """What stands before the number a reference ends with; all of it where it ends otherwise."""
    end = len(ref)
    while end and ref[end - 1].isdecimal():
        end -= 1
    return ref[:end]


def _runs(text: str) -> tuple[str, ...]:
    runs = _RUNS.findall(text.casefold())
    return tuple(run.lstrip("0") or "0" if run.isdigit() else run for run in runs)


def _numbers(runs: Iterable[str]) -> list[str]:
    return [run for run in runs if run.isdigit()]
