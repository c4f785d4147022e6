"""The card of a job in a channel, and the reply in its thread.

People of different rights read it: no sensitive field, no tenant's name, of a description only the
beginning, and no code, phone number or e-mail address that somebody typed (`channel_text`).
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.jobs.model import Job
from bot.views import blocks, job_face
from bot.views.blocks import Message
from bot.views.card_buttons import button_row, deletion_row, rows
from bot.views.card_lines import (
    BRIEFEST,
    MOST_NOTES,
    CardView,
    change_lines,
    happened,
    icon,
    small,
    waits,
    who,
)
from bot.views.channel_text import NO_MONEY, has_money, public_changes, public_job, public_text
from bot.views.job_face import IN_SMALL, IN_TEXT, Face, lines_of
from bot.views.mrkdwn import safe_line

_LEAST_DESCRIPTION = 40
_LEAST_CHANGES = 1
_MOST_VALUE = 60


def job_card(card: CardView) -> Message:
    """The card: what the job is, what was last done, what can follow."""
    card = _public(card)
    if card.state == "deleted":
        lines = [happened(card), *small(card)]
        body = [blocks.section(job_face.heading(card.job)), blocks.context(*lines)]
        return blocks.message("\n".join([*_headline(card), *small(card)]), body)
    whole, tersest = _face(card, 0), _face(card, job_face.MOST_BRIEF)
    coming, done, changes, room = _below(card, tersest)
    wanted = lines_of(changes, IN_SMALL)
    face = whole
    for brief in range(1, job_face.MOST_BRIEF):
        if face.lines + wanted <= room:
            break
        face = _face(card, brief)
    if face.lines + wanted > room and (face.lines + lines_of(_within(changes, 0), IN_SMALL) > room):
        face = tersest
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
    if coming:
        body.append(blocks.context(*coming))
    if card.deletion and card.deletion.until:
        body.append(deletion_row(card.job, card.deletion.change))
    text = [*_headline(card), *whole.text]
    if card.changes:
        text += ["What changed:", *change_lines(card.changes, bold="")]
    text += [line for line in (description(card.job), *small(card)) if line]
    text += [line.replace("*", "") for line in waits(card)]
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


def _below(card: CardView, tersest: Face) -> tuple[list[str], str, list[str], int]:
    """The lines under the face: what comes next, what was done, what changed; and the room above.

    They are as long as even the tersest face leaves room for. Beside a deletion that waits, what was done
    is left out where there is none.
    """
    changes = change_lines(card.changes, most=_MOST_VALUE)
    least = lines_of(_within(changes, 0), IN_SMALL)
    height = job_face.MOST_LINES - rows(card.job)
    height -= bool(card.deletion and card.deletion.until)  # its buttons
    for brief in range(BRIEFEST + 1):
        coming = waits(card, brief=brief > 0)
        done = " · ".join([happened(card), *small(card, 1 + brief)])
        room = height - lines_of(coming, IN_SMALL)
        taken = lines_of([done], IN_SMALL)
        if tersest.lines + taken + least <= room:
            break
    else:
        if card.deletion:
            return coming, "", [], room
    return coming, done, changes, room - taken


def _face(card: CardView, brief: int) -> Face:
    """The face of its job, the whole one with 0, then ever shorter ones."""
    year = job_face.year_of(card.at)
    return job_face.face(card.job, card.names, year=year, url=card.job_url, brief=brief)


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
    by = [f"By {who(card)}"] if card.by else []
    return [f"{icon(card)} {done}: {name}", *by]


def event(card: CardView) -> Message:
    """The reply in the card's thread: what was done, by whom, old → new."""
    card = _public(card)
    title, done = safe_line(card.job.heading or card.job.name, 150), safe_line(card.done)
    if card.job.full_address:
        title += f" · {safe_line(card.job.full_address, 90)}"
    beneath = list(small(card))
    first = f"{icon(card)} *{done}* · {title} · {who(card)} · {blocks.when(card.at)}"
    body = blocks.sections([first, *change_lines(card.changes)])
    if beneath:
        body.append(blocks.context(*beneath))
    text = [
        f"{icon(card)} {done}: {title}, by {who(card)}",
        *change_lines(card.changes, bold=""),
    ]
    return blocks.message("\n".join([*text, *beneath]), body)


def _public(card: CardView) -> CardView:
    money, show = card.money, card.state != "deleted"
    lines = card.note.splitlines()[:MOST_NOTES]
    note = [public_text(line, money=money, show=show) for line in lines]
    if not money and card.state == "done" and has_money(card.job, card.changes):
        note = [*note[: MOST_NOTES - 1], NO_MONEY]
    return replace(
        card,
        job=public_job(card.job, money=money, show=show),
        changes=public_changes(card.changes, money=money, show=show),
        note="\n".join(note),
    )


def description(job: Job, most: int = job_face.MOST_DESCRIPTION) -> str:
    """The beginning of what is to be done, ready mrkdwn; nothing where there is hardly any room."""
    return blocks.escape(job_face.description(job, most)) if most >= _LEAST_DESCRIPTION else ""
