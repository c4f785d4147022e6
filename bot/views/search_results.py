"""Search results, a job's history and its case notes, for the one person who asked."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.jobs.display import period
from bot.jobs.model import CaseNote, Commit, Job
from bot.jobs.outcome import FieldChange
from bot.jobs.rich_text import to_text
from bot.views import blocks
from bot.views.blocks import Block, Message, Option
from bot.views.buttons import MOST_OPTION, Press
from bot.views.card_buttons import MORE as CARD_MENU
from bot.views.card_lines import change_lines
from bot.views.job_face import state
from bot.views.mrkdwn import safe_line

ON_PAGE = 20
"""Rows of one answer. Each takes a block, of which a message may have 50."""
MORE = "find.more"
MOST_NOTES, MOST_COMMITS = 5, 15


def jobs_found(
    title: str,
    jobs: Sequence[Job],
    *,
    typed: str = "",
    at: int = 0,
    partly: str = "",
    empty: str = "",
    more: Mapping[str, str | int] | None = None,
    update: bool = True,
) -> Message:
    """Jobs `at` and after, each with a menu of *Show* and, for who may, *Update*. `more` comes back with
    the button for the rest.

    All text is plain. `typed`: what was searched for, in place of `title`. `empty`: what to try when
    there are none.
    """
    year = datetime.now(UTC).year
    page = jobs[at : at + ON_PAGE]
    count = f"{len(jobs):,} job{'' if len(jobs) == 1 else 's'}"
    first = _first(title, typed, count if jobs else "", empty)
    if len(jobs) > ON_PAGE and page:
        first += f", {at + 1} to {at + len(page)}, last changed first"
    body: list[Block] = [blocks.section(first)]
    text = [first]
    for job in page:
        line = _row(job, year)
        body.append(blocks.section(line, accessory=_menu(job, update=update)))
        text.append(line)
    if partly:
        body.append(blocks.context(f"⚠️ {blocks.escape(partly)}"))
        text.append(blocks.escape(partly))
    remaining = len(jobs) - at - len(page)
    if remaining > 0 and more is not None:
        value = json.dumps({**more, "at": at + len(page)}, separators=(",", ":"))
        if blocks.size(value) <= 2_000:
            body.append(blocks.actions([blocks.button(f"{remaining:,} more", MORE, value=value)]))
    return blocks.message("\n".join(text), body)


def history(
    job: Job,
    commits: Sequence[tuple[Commit, Sequence[FieldChange] | None]],
    *,
    of: int,
) -> Message:
    """Revisions, the newest first: when, who, what. `of`: how many there are in all.

    With each the fields that it changed, where the listing names them.
    """
    name = blocks.escape(blocks.one_line(job.heading or "the job"))
    if not commits:
        words = f"PropOps has no earlier versions of *{name}*."
        return blocks.message(words, [blocks.section(words)])
    lines = [f"*History of {name}*"]
    for commit, changes in commits:
        when = blocks.when(commit.at) if commit.at else "some time"
        parts = [when, safe_line(commit.by, 120), safe_line(commit.message, 200)]
        lines.append("• " + " · ".join(part for part in parts if part))
        lines += [f"    {line.removeprefix('• ')}" for line in change_lines((changes or ())[:4])]
        if changes is None:
            lines += [f"    {safe_line(rest, 200)}" for rest in commit.rest[:3]]
        elif len(changes) > 4:
            lines.append(f"    and {len(changes) - 4} more")
    body = blocks.sections(lines, most=6)
    if of > len(commits):
        body.append(blocks.context(f"The last {len(commits)} of {of:,}."))
    press = Press("restore", job.uuid, job.job_ref)
    body.append(blocks.actions([press.button("Restore")]))
    return blocks.message("\n".join(lines), body)


def note_lines(notes: Sequence[CaseNote]) -> list[str]:
    """The last five notes, the newest first, ready mrkdwn."""
    lines = []
    for note in sorted(notes, key=lambda each: (each.at, each.id or 0), reverse=True)[:MOST_NOTES]:
        mail = " · 📧" if note.emailed else ""
        about = " · ".join(part for part in (blocks.when(note.at), safe_line(note.by, 120)) if part)
        words = " ".join(to_text(note.text).split())
        lines.append(f"• {about}{mail}\n{safe_line(words, 400)}")
    return lines


def _first(title: str, typed: str, count: str, empty: str) -> str:
    """What was found. `count`: empty for nothing."""
    words = f"“{safe_line(typed, 120)}”"
    match bool(count), bool(typed):
        case True, True:
            return f"*{count}* {'matches' if count.startswith('1 ') else 'match'} {words}"
        case True, False:
            return f"*{safe_line(title, 120)}*: {count}"
        case False, True:
            return f"No job matches {words}. {safe_line(empty, 300)}"
        case _:
            return f"*{safe_line(title, 120)}*: none. {safe_line(empty, 300)}"


def _menu(job: Job, *, update: bool) -> blocks.Element:
    """The one element beside a row: a button, or a menu where there is more than one thing to do."""
    show = Press("show", job.uuid, job.job_ref)
    if not update:
        return show.button("Show", about=job.job_title)
    change = Press("update", job.uuid, job.job_ref)
    return blocks.overflow(CARD_MENU, [show.option("Show"), change.option("Update")])


def _row(job: Job, year: int) -> str:
    """`*JOB-001* · Boiler not firing`, then how urgent and what state, then where, who, when."""
    first = f"*{safe_line(job.job_ref or '—', 60)}* · {safe_line(job.job_title, 120)}"
    when = period(job.date_works_start_date, job.date_works_end_date, year)
    rest = [safe_line(part, 90) for part in (job.full_address, job.contractor_name, when) if part]
    return "\n".join(line for line in (first, state(job), " · ".join(rest)) if line)


def job_option(job: Job) -> Option:
    """An entry of a list of jobs to choose from; its value is the uuid, and the reference after a space."""
    name = " · ".join(part for part in (job.job_ref, job.job_title) if part.strip())
    about = " · ".join(part for part in (job.full_address, job.status_name) if part.strip())
    value = f"{job.uuid} {job.job_ref}".strip()
    value = value if blocks.size(value) <= MOST_OPTION else job.uuid
    return blocks.option(value, name or job.uuid, about)
