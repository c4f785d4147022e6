"""The card of a job in a channel, and the reply in its thread.

People of different rights read it: no sensitive field, no tenant's name, of a description only the
beginning, and no code, phone number or e-mail address that somebody typed (`channel_text`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.jobs.actions import CARD_BUTTONS, Confirm
from bot.jobs.display import facts
from bot.jobs.forms import SENSITIVE
from bot.jobs.model import Job
from bot.jobs.outcome import FieldChange
from bot.jobs.reference_mark import unmark
from bot.jobs.rich_text import to_text
from bot.views import blocks
from bot.views.blocks import Block, Message
from bot.views.buttons import Press
from bot.views.channel_text import NO_MONEY, has_money, public_changes, public_job, public_text
from bot.views.mrkdwn import safe_line

MOST_DESCRIPTION = 300
_MOST_ASKED = 300
"""Characters of a confirmation [reference/block-kit/composition-objects/confirmation-dialog-object]."""
_MOST_NOTES = 5
MORE = "card.more"
"""The action id of the overflow menu; what was chosen is in the option's value."""


@dataclass(frozen=True)
class CardView:
    """A job, and the last thing that was done to it. All text is plain; `at` is Unix seconds.

    `done` starts a line: `Job updated`. `by` is a Slack user id. `mailed`: whom PropOps may have
    e-mailed, with their role. `notified`: the contractor that PropOps has told, `notified_at`: when;
    `changed_since`: the job changed after that. `attempt` goes on the buttons. `by` is empty for what
    happened in PropOps.
    """

    job: Job
    done: str
    by: str
    at: float
    changes: Sequence[FieldChange] = ()
    mailed: Sequence[str] = ()
    notified: str = ""
    notified_at: float | None = None
    changed_since: bool = False
    attempt: int = 1
    job_url: str | None = None
    note: str = ""
    state: Literal["done", "deleted"] = "done"
    names: Mapping[str, Any] = field(default_factory=dict)
    """Names by field name, for ids that the job itself doesn't name (the time of day)."""
    undo: str = ""
    """The id of the update that *Undo* takes back; empty for a card without that button."""
    money: bool = False
    """Whether amounts may be shown: not in a channel that is shared with another company."""


def job_card(card: CardView) -> Message:
    """The card: reference and title, what was last done, the facts, what can follow."""
    card = _public(card)
    body: list[Block] = [
        blocks.header(card.job.heading or "Job"),
        blocks.context(_happened(card)),
    ]
    text = [
        f"{_icon(card)} {safe_line(card.done)}: {safe_line(card.job.heading or 'Job')}",
        f"By {_who(card)}",
    ]
    if card.changes:
        body += blocks.sections(["*What changed*", *change_lines(card.changes)])
        text += ["What changed:", *change_lines(card.changes, bold="")]
    if card.state != "deleted":
        job_facts = facts(card.job, card.names)
        body += blocks.facts(job_facts)
        text += [f"{safe_line(label)}: {safe_line(value)}" for label, value in job_facts]
        if described := description(card.job):
            body.append(blocks.section(described))
            text.append(described)
    small = list(_small(card))
    if small:
        body.append(blocks.context(*small))
        text += small
    if card.state == "done":
        body.append(blocks.actions(_buttons(card)))
    return blocks.message("\n".join(text), body)


def event(card: CardView) -> Message:
    """The reply in the card's thread: what was done, by whom, old → new."""
    card = _public(card)
    title, done = safe_line(card.job.name), safe_line(card.done)
    small = list(_small(card))
    first = f"{_icon(card)} *{done}* · {title} · {_who(card)} · {blocks.when(card.at)}"
    body = blocks.sections([first, *change_lines(card.changes)])
    if small:
        body.append(blocks.context(*small))
    text = [
        f"{_icon(card)} {done}: {title}, by {_who(card)}",
        *change_lines(card.changes, bold=""),
    ]
    return blocks.message("\n".join([*text, *small]), body)


def _public(card: CardView) -> CardView:
    money = card.money
    note = [public_text(line, money=money) for line in card.note.splitlines()]
    if not money and card.state == "done" and has_money(card.job, card.changes):
        note = [*note[: _MOST_NOTES - 1], NO_MONEY]
    return replace(
        card,
        job=public_job(card.job, money=money),
        changes=public_changes(card.changes, money=money),
        note="\n".join(note),
    )


def change_lines(changes: Iterable[FieldChange], bold: str = "*") -> list[str]:
    """`• *Status*: Open → In progress`, ready mrkdwn; of a sensitive field only that it changed."""
    return [f"• {bold}{safe_line(change.label)}{bold}: {_turn(change)}" for change in changes]


def _turn(change: FieldChange) -> str:
    new = safe_line(change.new)
    return new if change.name in SENSITIVE else f"{safe_line(change.old)} → {new}"


def _icon(card: CardView) -> str:
    return {"done": "✅", "deleted": "🗑️"}[card.state]


def _happened(card: CardView) -> str:
    return f"{_icon(card)} {safe_line(card.done)} · {_who(card)} · {blocks.when(card.at)}"


def _who(card: CardView) -> str:
    return blocks.member(card.by) if card.by else "PropOps"


def _small(card: CardView) -> Iterable[str]:
    if card.mailed:
        yield f"📧 PropOps may have e-mailed: {safe_line(', '.join(card.mailed), 1_000)}"
    if card.notified:
        when = f" told {blocks.when(card.notified_at)}" if card.notified_at is not None else ""
        since = " · job changed since" if card.changed_since else ""
        yield f"📣 {safe_line(card.notified, 1_000)}{when}{since}"
    for line in card.note.splitlines()[:_MOST_NOTES]:
        if line.strip():
            yield f"ℹ️ {safe_line(line, 1_000)}"


def description(job: Job) -> str:
    """The beginning of what is to be done, ready mrkdwn."""
    text = " ".join(unmark(to_text(job.job_description)).split())
    return blocks.escape(blocks.clip(text, MOST_DESCRIPTION))


def _buttons(card: CardView) -> list[blocks.Element]:
    row: list[blocks.Element] = []
    more: list[blocks.Option] = []
    for action, button in CARD_BUTTONS.items():
        about = str(card.job.contractor_id or "") if action == "notify" else ""
        press = Press(action, card.job.uuid, card.job.job_ref, card.attempt, about)
        if action == "open":
            if card.job_url:
                more.append(press.option(button.label, url=card.job_url))
        elif button.overflow:
            more.append(press.option(button.label))
        else:
            row.append(press.button(button.label, asks=_asks(card.job, button.confirm)))
    if card.undo:
        press = Press("undo", card.job.uuid, card.job.job_ref, card.attempt, card.undo)
        asks = blocks.confirm("Undo the update?", _what_comes_back(card), "Undo")
        row.append(press.button("Undo", asks=asks))
    return [*row, blocks.overflow(MORE, more)] if more else row


def _what_comes_back(card: CardView) -> str:
    """`JOB-003 goes back to: Title: Boiler · Status: New`, plain text, as many fields as fit."""
    what = blocks.clip(blocks.one_line(card.job.name), 60)
    if not card.changes:
        return f"{what} goes back to how it was before."
    text, left, between = f"{what} goes back to:", list(card.changes), " "
    while left:
        change = left[0]
        old = "as before" if change.name in SENSITIVE else blocks.one_line(change.old) or "empty"
        part = f"{between}{blocks.one_line(change.label)}: {blocks.clip(old, 60)}"
        if len(text) + len(part) > _MOST_ASKED - 20:
            return f"{text}{between}and {len(left)} more"
        text, left, between = text + part, left[1:], " · "
    return text


def _asks(job: Job, confirm: Confirm | None) -> blocks.Confirm | None:
    """What Slack asks first."""
    if confirm is None:
        return None
    contractor = blocks.clip(blocks.one_line(job.contractor_name), 80) or "its contractor"
    what = blocks.clip(blocks.one_line(job.heading or "Job"), 120)
    text = confirm.text.format(contractor=contractor, job=what)
    return blocks.confirm(confirm.title, text, confirm.yes)
