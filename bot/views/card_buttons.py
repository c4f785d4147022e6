"""The buttons of a job's card and the menu behind its dots; each says to a screen reader which job."""

from collections.abc import Sequence

from bot.jobs.actions import CARD_BUTTONS, Confirm
from bot.jobs.forms import SENSITIVE
from bot.jobs.model import Job
from bot.jobs.outcome import FieldChange
from bot.views import blocks
from bot.views.buttons import Press

MORE = "card.more"
"""The action id of the overflow menu; what was chosen is in the option's value."""
_MOST_ASKED = 300
"""Characters of a confirmation [reference/block-kit/composition-objects/confirmation-dialog-object]."""


def buttons(
    job: Job, attempt: int, *, job_url: str | None, undo: str, changes: Sequence[FieldChange]
) -> list[blocks.Element]:
    """`attempt`: what they carry. `undo`: the id of the update that *Undo* takes back, or empty;
    `changes`: what it changed.
    """
    row: list[blocks.Element] = []
    more: list[blocks.Option] = []
    for action, button in CARD_BUTTONS.items():
        about = str(job.contractor_id or "") if action == "notify" else ""
        press = Press(action, job.uuid, job.job_ref, attempt, about)
        if action == "open":
            if job_url:
                more.append(press.option(button.label, url=job_url))
        elif button.overflow:
            more.append(press.option(button.label))
        else:
            asks = _asks(job, button.confirm)
            row.append(press.button(button.label, asks=asks, about=job.job_title))
    if undo:
        press = Press("undo", job.uuid, job.job_ref, attempt, undo)
        asks = blocks.confirm("Undo the update?", _what_comes_back(job, changes), "Undo")
        row.append(press.button("Undo", asks=asks, about=job.job_title))
    return [*row, blocks.overflow(MORE, more)] if more else row


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
    if confirm is None:
        return None
    contractor = blocks.clip(blocks.one_line(job.contractor_name), 80) or "its contractor"
    what = blocks.clip(blocks.one_line(job.heading or "Job"), 120)
    text = confirm.text.format(contractor=contractor, job=what)
    return blocks.confirm(confirm.title, text, confirm.yes)
