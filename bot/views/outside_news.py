"""What happened to a job in PropOps itself, told in the thread of its card.

Everybody in the channel reads it: no amount, no private field, of a case note its author alone. Nobody is
mentioned: who acts in PropOps may not be in Slack.
"""

from collections.abc import Sequence
from itertools import islice

from bot.jobs.model import heading
from bot.jobs.outside_changes import News
from bot.views import blocks
from bot.views.blocks import Message
from bot.views.card_lines import change_lines
from bot.views.channel_text import public_changes, public_text
from bot.views.mrkdwn import safe_line
from bot.views.paragraphs import paragraph

GONE = "No longer visible in PropOps"
_MOST_NAMES = 4


def outside_news(news: News, *, money: bool, notes: bool) -> Message | None:
    """`money`: whether the channel may read amounts that somebody typed into a title; `notes`: whether new
    case notes are told there. None where nothing is left to tell.
    """
    written = news.notes if notes else ()
    changes = public_changes(news.changes, money=money)
    if not (changes or written or news.gone):
        return None
    icon, done = _done(written, changes=bool(changes), gone=news.gone)
    who = "" if news.gone else _names(news.by if changes else written)
    title = _title(news, money=money)
    lines = list(change_lines(changes))
    if changes and written:
        lines.append(": ".join(filter(None, [f"• *{_notes(written)}*", _names(written)])))
    first = " · ".join(filter(None, [f"{icon} *{done}*", title, who, blocks.when(news.at)]))
    plain = f"{icon} {done}: {title}" + (f", by {who}" if who else "")
    text = [plain, *(line.replace("*", "") for line in lines)]
    return blocks.message("\n".join(text), blocks.sections([first, *lines]))


def many_change() -> Message:
    """For a channel in which more jobs change at once than anybody wants to be told of one by one."""
    return paragraph(
        "🔄 Many jobs of this channel are changing in PropOps just now. What becomes of each further one is in the "
        "thread of its card."
    )


def _done(written: Sequence[str], *, changes: bool, gone: bool) -> tuple[str, str]:
    if gone:
        return "🗑️", GONE
    if changes:
        return "🔄", "Changed in PropOps"
    return "📝", _notes(written) if _names(written) else f"{_notes(written)} in PropOps"


def _notes(written: Sequence[str]) -> str:
    return "New note" if len(written) == 1 else f"{len(written)} new notes"


def _names(names: Sequence[str]) -> str:
    known = list(dict.fromkeys(filter(None, names)))
    shown = [
        safe_line(public_text(each, money=False, show=False), 80)
        for each in islice(known, _MOST_NAMES)
    ]
    more = len(known) - len(shown)
    return ", ".join([*shown, f"{more} more"] if more else shown)


def _title(news: News, *, money: bool) -> str:
    """`JOB-003 · Boiler leaks · 12 Elm Row`."""
    reference = str(news.job.get("job_ref", ""))
    words = heading(
        reference, public_text(str(news.job.get("job_title", "")), money=money, show=not news.gone)
    )
    title = safe_line(words or "Job", 150)
    written = str(news.job.get("full_address", ""))
    address = public_text(written, money=money, show=not news.gone, prose=False)
    return f"{title} · {safe_line(address, 90)}" if address else title
