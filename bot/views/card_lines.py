"""What a card says of its job in single lines: what was done, who was told, what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.jobs.deletions import PendingDeletion
from bot.jobs.forms import SENSITIVE
from bot.jobs.model import Job
from bot.jobs.next_step import FailedNotice, Next
from bot.jobs.outcome import FieldChange
from bot.views import blocks, job_face
from bot.views.mrkdwn import safe_line
from bot.views.next_line import next_words

_MOST_NAMES = 40
"""Characters of names that are told on a card; beyond them only roles."""
MOST_NOTES = 5
BRIEFEST = 3
_NEXT = "*Next:*"


@dataclass(frozen=True)
class CardView:
    """A job, and the last thing that was done to it. All text is plain; `at` is Unix seconds.

    `done` starts a line: `Job updated`. `by` is a Slack user id, empty for what happened in PropOps; `who`
    and `deleting` are the names of those who act, whom a mention would ping for what they did themselves. `mailed`: whom PropOps may have
    e-mailed, with their role. `notified`: the contractor that PropOps has told, `notified_at`: when;
    `notified_by`: the Slack user id of whoever told them, `teller` their name; `changed_since`: the job changed
    after that. `attempt` goes on the buttons.
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
    notified_by: str = ""
    teller: str = ""
    earlier_date: bool = False
    """Whether the works had other days when the contractor was told."""
    other_told: bool = False
    """Whether `notified` is another contractor than the job's."""
    not_told: FailedNotice | None = None
    """The contractor could not be told."""
    next: Next | None = None
    """What the job waits for."""
    next_at: float = 0.0
    """When that becomes another thing only because time goes by (Unix seconds; 0: never)."""
    asker: str = ""
    """The name of whoever asked for what waits for approval."""
    attempt: int = 1
    job_url: str | None = None
    note: str = ""
    state: Literal["done", "deleted"] = "done"
    names: Mapping[str, Any] = field(default_factory=dict)
    """Names by field name, for ids that the job itself doesn't name (the time of day)."""
    undo: str = ""
    """The id of the update that *Undo* takes back; empty for a card without that button."""
    deletion: PendingDeletion | None = None
    """One that waits."""
    money: bool = False
    """Whether amounts may be shown: not in a channel that is shared with another company."""
    who: str = ""
    deleting: str = ""
    """Whoever asked for the deletion that waits."""
    buttons: Sequence[str] = ()
    """Those of the channel (`channel_settings.BUTTONS`); none: the usual ones."""


def waits(card: CardView, *, brief: bool = False) -> list[str]:
    """What the job waits for, in a line; none where it is closed."""
    if card.deletion is not None:
        by = _name(card.deleting)
        if card.deletion.waits_for_approval:
            return [f"{_NEXT} 🗑️ Deletion by {by} waits for approval"]
        return [f"{_NEXT} 🗑️ to be deleted {blocks.when(card.deletion.until)} by {by}"]
    words = words_of(card, brief=brief)
    return [f"{_NEXT} {safe_line(words, 200)}"] if words else []


def words_of(card: CardView, *, brief: bool = False) -> str:
    """What the job waits for, in plain text; empty where it is closed."""
    if card.next is None:
        return ""
    year = job_face.year_of(card.at)
    return next_words(card.next, card.job, year=year, asker=card.asker, brief=brief)


def change_lines(changes: Iterable[FieldChange], bold: str = "*", *, most: int = 200) -> list[str]:
    """`• *Status*: Open → In progress`, ready mrkdwn; of a sensitive field only that it changed.

    `most`: characters of a value.
    """
    return [f"• {bold}{safe_line(each.label)}{bold}: {_turn(each, most)}" for each in changes]


def _turn(change: FieldChange, most: int) -> str:
    new = safe_line(change.new, most)
    return new if change.name in SENSITIVE else f"{safe_line(change.old, most)} → {new}"


def icon(card: CardView) -> str:
    return {"done": "✅", "deleted": "🗑️"}[card.state]


def happened(card: CardView) -> str:
    """Without a name where it happened in PropOps, which the words say themselves."""
    by = [who(card)] if card.by else []
    return " · ".join([f"{icon(card)} {safe_line(card.done)}", *by, blocks.when(card.at)])


def _name(name: str) -> str:
    return safe_line(name, 80) or "Somebody"


def who(card: CardView) -> str:
    return _name(card.who) if card.by else "PropOps"


def small(card: CardView, brief: int = 0) -> Iterable[str]:
    """`brief`: from 1 on, of many people only what they are, since their names are on the card; 2 without
    them, `BRIEFEST` without the contractor who was told besides.
    """
    if card.mailed and brief < BRIEFEST - 1:
        names = safe_line(", ".join(card.mailed), 1_000)
        if brief and len(names) > _MOST_NAMES:
            yield f"📧 {_roles(card.mailed)} may have been e-mailed"
        else:
            yield f"📧 PropOps may have e-mailed: {names}"
    if brief < BRIEFEST and (told := _told(card)):
        yield f"📣 {told}"
    for line in card.note.splitlines()[:MOST_NOTES]:
        if line.strip():
            yield f"ℹ️ {safe_line(line, 1_000)}"


def _told(card: CardView) -> str:
    """Whether the contractor was told of the job as it stands, when and by whom. Ready mrkdwn."""
    contractor = safe_line(card.job.contractor_name, _MOST_NAMES)
    if card.not_told is not None and contractor:
        if card.not_told.in_doubt:
            return f"Nobody knows whether {contractor} was told: please ask them"
        return f"{contractor} could not be told: press Notify contractor again"
    if not card.notified:
        is_said = card.next is None or card.next.step in {"tell", "deletion", "approval"}
        return "" if is_said or not contractor else f"{contractor} not told from Slack"
    told = safe_line(card.notified, 1_000)
    if card.notified_at == card.at and card.notified_by == card.by and not card.other_told:
        return f"{told} told"  # which the card says itself was done last
    if card.notified_at is not None:
        told += f" told {blocks.when(card.notified_at)}"
    if card.teller:
        told += f" by {safe_line(card.teller, _MOST_NAMES)}"
    if card.other_told:
        return (
            f"{told}, {contractor} not yet" if contractor else f"{told}, and no longer on the job"
        )
    if card.earlier_date:
        return f"{told} about an earlier date"
    return f"{told} · job changed since" if card.changed_since else told


def _roles(mailed: Sequence[str]) -> str:
    """`["Ace Gas (contractor)"]` → `contractor`."""
    roles = [safe_line(each.rpartition("(")[2].removesuffix(")"), 20) for each in mailed[:3]]
    return " and ".join(roles)
