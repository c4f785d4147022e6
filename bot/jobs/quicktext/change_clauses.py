"""The clauses of an update, and whether what stands beside one leaves it open: a condition, a question, another job."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.conditions import condition_after
from bot.jobs.quicktext.doubtful_frames import doubtful_frame, sentence_around

_MARK = re.compile(rf"[,;!?\n(){CONSUMED}]+|\.+(?=\s|$)|\s[-–]+(?=\s)")
_JOIN = re.compile(
    r"\b(?:and|but|so|then|as|cos|coz|because|since|until|till|til|or|if|unless|when|once|while|otherwise|not)\b|[&+]",
    re.IGNORECASE,
)
_LEADS_A_CONDITION = re.compile(
    r"(?:as|cos|coz|because|since|until|till|til|or|if|unless|when|once|while|otherwise|not)$",
    re.IGNORECASE,
)
"""A clause after one of these is no change by itself."""
_LEAVES_OPEN = re.compile(r"(?:or|if|unless|when|once|otherwise|not)$", re.IGNORECASE)
_ANOTHER_JOB = re.compile(
    r"\bjobs?[ -]?#?\d+|#\d+|\bthe other (?:one|job|two|visit|flat|house)\b|\b(?:that|those|other|both) jobs?\b"
    rf"|\bthe [^,;.\n]{{0,30}}[ {CONSUMED}]one(?:'s| is| was| can| will| needs)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:don'?t|do not|not|never|no|can'?t|cannot|won'?t|wouldn'?t)\b", re.IGNORECASE
)
_TURNS = re.compile(
    rf"[\s,.{CONSUMED}-]*(?P<turns>or|maybe|perhaps|(?:no,? )?(?:sorry|actually|wait|i mean|oops|make (?:it|that)|scrap that|rather)(?= *,? *(?!mate|pls|please|about|for)\w))\b",
    re.IGNORECASE,
)
"""What begins with another value: `…, or monday`, `…, no wait, low`."""
_AND_BEFORE = re.compile(r"(?:\band|[&+])\s*$", re.IGNORECASE)
_AND_AFTER = re.compile(r"\s*(?:and\b|[&+])\s*", re.IGNORECASE)


@dataclass(frozen=True)
class ClauseRow:
    """Some clauses in a row, from `start` to `end`. `lead`, `close`: the mark or joining word before and after them."""

    start: int
    end: int
    lead: str
    close: str


def pieces(work: str) -> Iterator[list[ClauseRow]]:
    """The clauses between two marks, in order; what joining words part are several."""
    at = 0
    lead = ""
    for mark in [*_MARK.finditer(work), None]:
        end = mark.start() if mark else len(work)
        close = mark[0].strip() if mark else ""
        clauses: list[ClauseRow] = []
        begin, before = at, lead
        for join in _JOIN.finditer(work, at, end):
            clauses.append(_row(work, begin, join.start(), before, join[0]))
            begin, before = join.end(), join[0]
        clauses.append(_row(work, begin, end, before, close))
        yield clauses
        at, lead = (mark.end(), close) if mark else (end, "")


def _row(work: str, start: int, end: int, lead: str, close: str) -> ClauseRow:
    """The clause without the spaces around it."""
    words = work[start:end]
    start += len(words) - len(words.lstrip())
    return ClauseRow(start, start + len(words.strip()), lead, close)


def consume(buffer: TextBuffer, row: ClauseRow) -> str:
    """Consumes it with the `and` before or after it; returns its own words."""
    before = _AND_BEFORE.search(buffer.work, 0, row.start)
    after = _AND_AFTER.match(buffer.work, row.end)
    said = buffer.text[row.start : row.end]
    buffer.consume(before.start() if before else row.start, after.end() if after else row.end)
    return said


def runs(clauses: list[ClauseRow]) -> Iterator[tuple[int, int, ClauseRow]]:
    """Every row of clauses, the longest first of those that begin with the same one: the first, the last, and the row."""
    for first, one in enumerate(clauses):
        for last in range(len(clauses) - 1, first - 1, -1):
            yield (
                first,
                last,
                ClauseRow(one.start, clauses[last].end, one.lead, clauses[last].close),
            )


def another_job(work: str, start: int, end: int) -> str:
    """The words of the piece around this place that say it is of another job; empty where none do."""
    before, after = _MARK.split(work[:start])[-1], _MARK.split(work[end:])[0]
    found = _ANOTHER_JOB.search(f"{before}{work[start:end]}{after}")
    return found[0] if found else ""


def is_joined_in_doubt(run: ClauseRow) -> bool:
    """Whether the word before it makes it a reason or a condition."""
    return bool(_LEADS_A_CONDITION.fullmatch(run.lead))


def doubt_beside(work: str, run: ClauseRow) -> str:
    """The words beside a clause that leave open whether it is meant; empty where there are none."""
    sentence = sentence_around(work, run.start, run.end)
    before, said, after = sentence.before, sentence.said, sentence.after
    if another := _ANOTHER_JOB.search(f"{before}{said}{after}"):
        return another[0].replace(CONSUMED, " ").strip()
    if _LEAVES_OPEN.fullmatch(run.close) and not re.match(r"(?:if)?\s*poss", after):
        return after.split(",")[0].strip()
    if turned := _TURNS.match(after):
        return turned["turns"]
    if condition := condition_after(after):
        return condition
    if run.lead.casefold() in {"and", "or", "&", "+"} and (no := _DENIED.search(before)):
        return no[0]
    return doubtful_frame(sentence)
