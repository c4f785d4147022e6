"""A job in a few lines, for cards and lists: what it is, how urgent, where, who, when, how much.

On a telephone of 390 px a card has at most `MOST_LINES` lines, its buttons included; how much of
the rest there is room for is estimated from the number of characters.
"""

import html
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from bot.jobs.display import CARD_FACTS, NO_NAMES, names_in, period, pounds
from bot.jobs.message_job import without_source
from bot.jobs.model import Job
from bot.jobs.reference_mark import unmark
from bot.jobs.rich_text import to_text
from bot.views import blocks
from bot.views.mrkdwn import safe_line

MOST_LINES = 12
MOST_BRIEF = 3
_ONE_PARAGRAPH = 2
MOST_DESCRIPTION = 300
NO_CONTRACTOR = "No contractor yet"
UNNAMED = "A contractor"
"""One whose name PropOps does not say."""
IN_TEXT, IN_SMALL = 42, 52
"""Characters that certainly fit a line of a section, and of a context block, at 390 px."""
_MOST_TITLE, _MOST_NAME, _MOST_ADDRESS = 90, 40, 90
_SHORT_TITLE, _SHORT_ADDRESS = 40, 50
_URGENT = re.compile(r"\b(?:urgent|emergency|critical|immediate|p0|p1)\b", re.IGNORECASE)
_HIGH = re.compile(r"\b(?:high|p2)\b", re.IGNORECASE)
_BARE = re.compile(r"low|normal|medium|standard|routine|high", re.IGNORECASE)
"""A priority that says nothing without the word."""
_LABELLED, _TOKEN = re.compile(r"<[^<>|]*\|([^<>]*)>"), re.compile(r"<[^<>]*>")
"""Of mrkdwn: one that says how it is shown, and any other."""
_PLACED = frozenset(
    {
        "address_id",
        "priority_id",
        "status_id",
        "job_type_id",
        "contractor_id",
        "agent_id",
        "date_works_start_date",
        "date_works_end_date",
        "time_range_id",
        "job_total_budget",
        "contractor_budget",
    }
)


@dataclass(frozen=True)
class Face:
    """Ready mrkdwn: `head` has two lines, `small` those under them; empty ones are left out."""

    head: Sequence[str]
    small: Sequence[str]

    @property
    def lines(self) -> int:
        """How many lines it takes on a telephone."""
        return lines_of(self.head, IN_TEXT) + lines_of(self.small, IN_SMALL)

    @property
    def text(self) -> list[str]:
        """The same for notifications and screen readers, without the first line."""
        return [*(line.replace("*", "") for line in self.head[1:]), *self.small]


def face(
    job: Job,
    names: Mapping[str, Any] = NO_NAMES,
    *,
    year: int,
    url: str | None = None,
    brief: int = 0,
    money: bool = False,
    short: bool = False,
) -> Face:
    """The lines of a job. `year`: the one that days are told without.

    `names`: for ids that the job itself doesn't name. `brief`: 1 without money and agent, 2 besides
    with address and contractor in one paragraph, 3 besides with its state in one line. `money`: with it all the same.
    `short`: only the beginning of title and address.
    """
    head = [
        heading(job, url, _SHORT_TITLE if short else _MOST_TITLE),
        state(job, in_a_line=brief == MOST_BRIEF),
    ]
    who = [safe_line(contractor(job), _MOST_NAME)]
    all_names = {**names, **names_in(job)}
    if days := period(job.date_works_start_date, job.date_works_end_date, year):
        who.append(safe_line(days, 60))
    if job.time_range_id and (time := all_names.get("time_range_id")):
        who.append(safe_line(str(time), 30))
    if money or not brief:
        who += _money(job)
    if not brief:
        if job.agent_name:
            who.append(f"agent {safe_line(job.agent_name, _MOST_NAME)}")
        who += [
            f"{safe_line(fact.label, 40)}: {safe_line(value, 60)}"
            for fact in CARD_FACTS
            if fact.name not in _PLACED and (value := fact.read(job, all_names))
        ]
    address = safe_line(job.full_address, _SHORT_ADDRESS if short else _MOST_ADDRESS)
    small = [address, " · ".join(who)]
    if brief >= _ONE_PARAGRAPH:
        small = [" · ".join(line for line in small if line)]
    return Face([line for line in head if line], [line for line in small if line])


def contractor(job: Job) -> str:
    """What stands in the contractor's place, plain text."""
    return blocks.one_line(job.contractor_name).strip() or (
        UNNAMED if job.contractor_id else NO_CONTRACTOR
    )


def year_of(at: float) -> int:
    """The year of Unix seconds; 0 where they are no time."""
    try:
        return datetime.fromtimestamp(at, UTC).year
    except (ValueError, OverflowError, OSError):
        return 0


def heading(job: Job, url: str | None = None, most: int = _MOST_TITLE) -> str:
    """`*JOB-061* · *Boiler not firing*`, the reference a link where it has a page."""
    title = bold(safe_line(job.job_title, most))
    ref = blocks.clip(blocks.one_line(job.job_ref), 60).replace("*", "∗")
    if not ref:
        return title or "*Job*"
    linked = blocks.link(url, ref) if url else blocks.escape(ref)
    return f"*{linked}* · {title}" if title else f"*{linked}*"


def state(job: Job, *, in_a_line: bool = False) -> str:
    """`🔴 *Urgent* · New · Gas & Heating`. Urgent is a word in bold, the colour only goes with it.

    `in_a_line`: without the type where there is no room for it.
    """
    rest = [safe_line(name, _MOST_NAME) for name in (job.status_name, job.job_type_name)]
    parts = [part for part in (priority(job.priority_name), *rest) if part]
    words = " · ".join(parts)
    if in_a_line and job.job_type_name and lines_of([words], IN_TEXT) > 1:
        return " · ".join(parts[:-1])
    return words


def priority(name: str) -> str:
    words = safe_line(priority_words(name), _MOST_NAME)
    match urgency(name):
        case "urgent":
            return f"🔴 {bold(words)}"
        case "high":
            return f"🟠 {words}"
    return words


def priority_words(name: str) -> str:
    """`High priority`: a name that says nothing by itself gets the word. Plain text."""
    return f"{name} priority" if _BARE.fullmatch(blocks.one_line(name)) else name


def urgency(name: str) -> Literal["urgent", "high", ""]:
    """What the name of a priority says."""
    return "urgent" if _URGENT.search(name) else "high" if _HIGH.search(name) else ""


def description(job: Job, most: int = MOST_DESCRIPTION) -> str:
    """The beginning of what is to be done, in one line of plain text."""
    return blocks.clip(" ".join(_described(job).split()), min(most, MOST_DESCRIPTION))


def description_lines(job: Job) -> str:
    """The same with its line ends; no line is empty."""
    lines = map(blocks.one_line, _described(job).splitlines())
    return blocks.clip("\n".join(filter(None, lines)), MOST_DESCRIPTION)


def _described(job: Job) -> str:
    """Without what stands in it for PropOps alone: the reference mark, and the message it is from."""
    return without_source(unmark(to_text(job.job_description)).strip())


def lines_of(lines: Sequence[str], width: int) -> int:
    """How many lines of at most `width` characters the lines of mrkdwn take."""
    return sum(max(1, math.ceil(len(_shown(part)) / width)) for part in _split(lines))


def _split(lines: Sequence[str]) -> list[str]:
    return [part for line in lines for part in line.split("\n")]


def _shown(mrkdwn: str) -> str:
    """Without what is not seen: link targets, marks, the insides of tokens."""
    if "<" in mrkdwn:
        mrkdwn = _TOKEN.sub("a person's name", _LABELLED.sub(r"\1", mrkdwn))
    return html.unescape(mrkdwn.replace("*", ""))


def _money(job: Job) -> list[str]:
    amounts = (("budget", job.job_total_budget), ("contractor", job.contractor_budget))
    return [f"{what} {pounds(amount)}" for what, amount in amounts if amount is not None]


def bold(words: str) -> str:
    """Safe text in bold; empty stays empty."""
    return f"*{words.replace('*', '∗')}*" if words else ""
