"""The card of a job in a channel, and the reply in its thread.

People of different rights read it: no sensitive field, no tenant's name, of a description only the
beginning, and no code, phone number or e-mail address that somebody typed (`channel_text`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.jobs.deletions import PendingDeletion
from bot.jobs.forms import SENSITIVE
from bot.jobs.model import Job
from bot.jobs.next_step import FailedNotice, Next
from bot.jobs.outcome import FieldChange
from bot.views import blocks, job_face
from bot.views.blocks import Message
from bot.views.card_buttons import button_row, deletion_row, rows
from bot.views.channel_text import NO_MONEY, has_money, public_changes, public_job, public_text
from bot.views.job_face import IN_SMALL, IN_TEXT, Face, lines_of
from bot.views.mrkdwn import safe_line
from bot.views.next_line import next_words

_LEAST_DESCRIPTION = 40
_LEAST_CHANGES = 1
_MOST_VALUE = 60
_MOST_NAMES = 40
"""Characters of names that are told on a card; beyond them only roles."""
_MOST_NOTES = 5
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


def job_card(card: CardView) -> Message:
    """The card: what the job is, what was last done, what can follow."""
    card = _public(card)
    if card.state == "deleted":
        happened = [_happened(card), *_small(card)]
        body = [blocks.section(job_face.heading(card.job)), blocks.context(*happened)]
        return blocks.message("\n".join([*_headline(card), *_small(card)]), body)
    whole, *shorter = _faces(card)
    waits, done, changes, room = _below(card, (whole, *shorter)[-1])
    wanted = lines_of(changes, IN_SMALL)
    face = next((each for each in (whole, *shorter) if each.lines + wanted <= room), shorter[-1])
    room -= face.lines
    body = [blocks.section("\n".join(face.head))]
    if face.small:
        body.append(blocks.context("\n".join(face.small)))
    described = description(card.job, (room - wanted) * IN_TEXT)
    if described:
        body.append(blocks.section(described))
    if done:
        body.append(blocks.context(done))
    if changes:
        body.append(blocks.context("\n".join(_within(changes, room))))
    body.append(_buttons(card))
    if waits:
        body.append(blocks.context(*waits))
    if card.deletion and card.deletion.until:
        body.append(deletion_row(card.job, card.deletion.change))
    text = [*_headline(card), *whole.text]
    if card.changes:
        text += ["What changed:", *change_lines(card.changes, bold="")]
    text += [line for line in (description(card.job), *_small(card)) if line]
    text += [line.replace("*", "") for line in waits]
    return blocks.message("\n".join(text), body)


def _buttons(card: CardView) -> blocks.Block:
    return button_row(
        card.job,
        card.attempt,
        job_url=card.job_url,
        undo="" if card.deletion else card.undo,
        changes=card.changes,
        chosen=card.buttons,
    )


def _below(card: CardView, shortest: Face) -> tuple[list[str], str, list[str], int]:
    """The lines under the face: what comes next, what was done, what changed; and the room above.

    Beside a deletion that waits, what was done is left out where even the shortest face leaves no room for it.
    """
    waits = _waits(card)
    room = job_face.MOST_LINES - rows(card.job) - lines_of(waits, IN_SMALL)
    room -= bool(card.deletion and card.deletion.until)  # its buttons
    changes = change_lines(card.changes, most=_MOST_VALUE)
    done = " · ".join([_happened(card), *_small(card, brief=True)])
    taken = lines_of([done], IN_SMALL)
    if card.deletion and shortest.lines + taken + bool(changes) > room:
        return waits, "", [], room
    return waits, done, changes, room - taken


def _faces(card: CardView) -> list[Face]:
    """The face of its job, the whole one first, then ever shorter ones."""
    year = job_face.year_of(card.at)
    return [
        job_face.face(card.job, card.names, year=year, url=card.job_url, brief=brief)
        for brief in range(job_face.MOST_BRIEF + 1)
    ]


def _waits(card: CardView) -> list[str]:
    """What the job waits for, in a line; none where it is closed."""
    if card.deletion is not None:
        by = _name(card.deleting)
        if card.deletion.waits_for_approval:
            return [f"{_NEXT} 🗑️ Deletion by {by} waits for approval"]
        return [f"{_NEXT} 🗑️ {by} deletes it {blocks.when(card.deletion.until)}"]
    words = words_of(card)
    return [f"{_NEXT} {safe_line(words, 200)}"] if words else []


def words_of(card: CardView) -> str:
    """What the job waits for, in plain text; empty where it is closed."""
    if card.next is None:
        return ""
    return next_words(card.next, card.job, year=job_face.year_of(card.at), asker=card.asker)


def _within(changes: Sequence[str], room: int) -> Sequence[str]:
    """The first changes that there is room for, one at least, and how many more there are."""
    shown: list[str] = []
    for line in changes:
        if len(shown) >= _LEAST_CHANGES and lines_of([*shown, line], IN_SMALL) > room:
            break
        shown.append(line)
    left = len(changes) - len(shown)
    return [*shown[:-1], f"{shown[-1]} · and {left} more"] if left else shown


def _headline(card: CardView) -> list[str]:
    """What a notification says first."""
    done, name = safe_line(card.done), safe_line(card.job.heading or "Job")
    return [f"{_icon(card)} {done}: {name}", f"By {_who(card)}"]


def event(card: CardView) -> Message:
    """The reply in the card's thread: what was done, by whom, old → new."""
    card = _public(card)
    title, done = safe_line(card.job.heading or card.job.name, 150), safe_line(card.done)
    if card.job.full_address:
        title += f" · {safe_line(card.job.full_address, 90)}"
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
    note = [public_text(line, money=money) for line in card.note.splitlines()[:_MOST_NOTES]]
    if not money and card.state == "done" and has_money(card.job, card.changes):
        note = [*note[: _MOST_NOTES - 1], NO_MONEY]
    return replace(
        card,
        job=public_job(card.job, money=money),
        changes=public_changes(card.changes, money=money),
        note="\n".join(note),
    )


def change_lines(changes: Iterable[FieldChange], bold: str = "*", *, most: int = 200) -> list[str]:
    """`• *Status*: Open → In progress`, ready mrkdwn; of a sensitive field only that it changed.

    `most`: characters of a value.
    """
    return [f"• {bold}{safe_line(each.label)}{bold}: {_turn(each, most)}" for each in changes]


def _turn(change: FieldChange, most: int) -> str:
    new = safe_line(change.new, most)
    return new if change.name in SENSITIVE else f"{safe_line(change.old, most)} → {new}"


def _icon(card: CardView) -> str:
    return {"done": "✅", "deleted": "🗑️"}[card.state]


def _happened(card: CardView) -> str:
    return f"{_icon(card)} {safe_line(card.done)} · {_who(card)} · {blocks.when(card.at)}"


def _name(name: str) -> str:
    return safe_line(name, 80) or "Somebody"


def _who(card: CardView) -> str:
    return _name(card.who) if card.by else "PropOps"


def _small(card: CardView, *, brief: bool = False) -> Iterable[str]:
    """`brief`: of many people only what they are; their names are on the card."""
    if card.mailed:
        names = safe_line(", ".join(card.mailed), 1_000)
        if brief and len(names) > _MOST_NAMES:
            yield f"📧 {_roles(card.mailed)} may have been e-mailed"
        else:
            yield f"📧 PropOps may have e-mailed: {names}"
    if told := _told(card):
        yield f"📣 {told}"
    for line in card.note.splitlines()[:_MOST_NOTES]:
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
    if card.notified_at is not None:
        told += f" told {blocks.when(card.notified_at)}"
    if card.teller:
        told += f" by {safe_line(card.teller, _MOST_NAMES)}"
    if card.other_told:
        return f"{told}, {contractor} not yet" if contractor else told
    if card.earlier_date:
        return f"{told} about an earlier date"
    return f"{told} · job changed since" if card.changed_since else told


def _roles(mailed: Sequence[str]) -> str:
    """`["Ace Gas (contractor)"]` → `contractor`."""
    roles = [safe_line(each.rpartition("(")[2].removesuffix(")"), 20) for each in mailed[:3]]
    return " and ".join(roles)


def description(job: Job, most: int = job_face.MOST_DESCRIPTION) -> str:
    """The beginning of what is to be done, ready mrkdwn; nothing where there is hardly any room."""
    return blocks.escape(job_face.description(job, most)) if most >= _LEAST_DESCRIPTION else ""
