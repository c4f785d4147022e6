"""The buttons of a job's card and the menu behind its dots; each says to a screen reader which job."""

from collections.abc import Sequence
from dataclasses import replace

from bot.jobs.card_buttons import CARD_BUTTONS, MOST_IN_MENU, Confirm
from bot.jobs.channel_settings import BUTTONS
from bot.jobs.forms import SENSITIVE
from bot.jobs.model import Job
from bot.jobs.outcome import FieldChange
from bot.jobs.own_changes import digits
from bot.views import blocks, elements
from bot.views.buttons import Press
from bot.views.mrkdwn import stopped

MORE = "card.more"
"""The action id of the overflow menu; what was chosen is in the option's value."""
STATUS = "card.status"
"""The action id of the list of statuses; what it is about is in the block id of its row."""
_MOST_BLOCK_ID = 255
_MOST_ASKED = 300
"""Characters of a confirmation [reference/block-kit/composition-objects/confirmation-dialog-object]."""


_ASKS_BY_ITSELF = {"notify": "notify_again"}
"""What a menu starts in place of a button on which Slack asks first: a form that asks."""


def rows(job: Job) -> int:
    """How many rows of a telephone its buttons take."""
    return 2 if job.contractor_id else 3


def button_row(
    job: Job,
    attempt: int,
    *,
    job_url: str | None,
    undo: str,
    changes: Sequence[FieldChange],
    chosen: Sequence[str] = (),
) -> blocks.Block:
    """`attempt`: what they carry. `undo`: the id of the update that *Undo* takes back, or empty;
    `changes`: what it changed. `chosen`: the buttons that the channel wants; none: the usual ones.
    The block id says which job and status the list of statuses is about.
    """
    row: list[blocks.Element] = []
    more: list[blocks.Option] = []
    for action, button in CARD_BUTTONS.items():
        in_menu = button.overflow
        if chosen and action in BUTTONS:
            in_menu = action not in chosen
        about = str(job.contractor_id or "") if action == "notify" else ""
        press = Press(action, job.uuid, job.job_ref, attempt, about)
        if action == "contractor" and job.contractor_id:
            continue
        if action == "open":
            if job_url:
                more.append(press.option(button.label, url=job_url))
        elif in_menu:
            more.append(
                replace(press, action=_ASKS_BY_ITSELF.get(action, action)).option(button.label)
            )
        else:
            style = "primary" if action == "contractor" else None
            asks = _asks(job, button.confirm)
            row.append(press.button(button.label, style=style, asks=asks, about=job.job_title))
    if undo:
        press = Press("undo", job.uuid, job.job_ref, attempt, undo)
        asks = blocks.confirm("Undo the update?", _what_comes_back(job, changes), "Undo")
        row.append(press.button("Undo", asks=asks, about=job.job_title))
    words = blocks.plain("Change status", 150)
    row.append(elements.search_select(STATUS, letters=0, placeholder=words))
    row.append(blocks.overflow(MORE, more[:MOST_IN_MENU]))
    # the version tells two selects of one card apart, so that nothing chosen stays in the list
    shown = f"{job.status_id or 0}-{digits(job.updated_at)}"
    statuses = Press("status", job.uuid, job.job_ref, attempt, shown)
    return blocks.actions(row, block_id=statuses.written(_MOST_BLOCK_ID))


def deletion_row(job: Job, deletion: str) -> blocks.Block:
    """*Undo* and *Delete now* under a job whose deletion waits. `deletion`: the id of its change."""
    return blocks.actions(deletion_buttons(job.uuid, job.job_ref, deletion, job.job_title))


def deletion_buttons(uuid: str, ref: str, deletion: str, title: str) -> list[blocks.Element]:
    """The same two buttons, for wherever the deletion is told of."""
    what = blocks.clip(blocks.one_line(ref or title or "The job"), 120)
    asks = blocks.confirm(
        "Delete now?", f"{what} will be deleted for good. Nobody can bring it back.", "Delete now"
    )
    keep, now = Press("keep", uuid, ref, change=deletion), Press("now", uuid, ref, change=deletion)
    return [
        keep.button("Undo", about=title),
        now.button("Delete now", style="danger", asks=asks, about=title),
    ]


def shown_status(press: Press) -> tuple[int | None, str]:
    """The status that the card showed, and of which version of the job, as its list of statuses says.

    Raises `ValueError`.
    """
    status, _, version = press.change.partition("-")
    return int(status) or None, version


def _what_comes_back(job: Job, changes: Sequence[FieldChange]) -> str:
    """`JOB-003 goes back to: Title: Boiler · Status: New`, plain text, as many fields as fit."""
    what = blocks.clip(blocks.one_line(job.name), 60)
    if not changes:
        return f"{what} goes back to how it was before."
    text, left, between = f"{what} goes back to:", list(changes), " "
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
    if confirm is None or ("{contractor}" in confirm.text and not job.contractor_id):
        return None
    contractor = blocks.clip(blocks.one_line(job.contractor_name), 80) or "its contractor"
    what = blocks.clip(blocks.one_line(job.heading or "Job"), 120)
    text = stopped(confirm.text.removesuffix(".").format(contractor=contractor, job=what))
    return blocks.confirm(confirm.title, text, confirm.yes)
