"""Modals: the job form, and what a modal shows while a change is going on.

The form is drawn in `job_form`, read back in `form_reader`, with the same ids in both: the block id
of an input is the name of the field. Sentences come in as plain text.
"""

import json
from collections.abc import Mapping, Sequence

from bot.jobs.change import Change
from bot.jobs.change_summary import done_words, write_of
from bot.jobs.model import Job, heading
from bot.views import blocks
from bot.views.blocks import Block, Message, View
from bot.views.error_codes import code_of, view_with_code
from bot.views.form_reader import Complaints, Filled, check_offered, entered, read
from bot.views.form_redraw import redraw
from bot.views.job_details import job_view
from bot.views.job_form import CARD_CHANNEL, CLEARED, FormView, draw, on_form
from bot.views.messages import unknown as unknown_message
from bot.views.mrkdwn import sentence
from bot.views.paragraphs import explained
from bot.views.restore import commit_value, restore_picker

__all__ = [
    "CARD_CHANNEL",
    "CLEARED",
    "Complaints",
    "Filled",
    "FormView",
    "View",
    "check_offered",
    "checking",
    "commit_value",
    "draw",
    "entered",
    "failed",
    "job_view",
    "loading",
    "message_view",
    "on_form",
    "read",
    "redraw",
    "restore_picker",
    "result",
    "saving",
    "sorry",
    "title_of",
    "unknown",
    "waiting",
]


def title_of(change: Change) -> str:
    """The title of a modal about this change."""
    return write_of(change).title


def loading(title: str) -> View:
    """Opened at once, while the real view is prepared."""
    return _text_modal(title, "⏳ One moment…")


def saving(change: Change) -> View:
    """The form was taken in."""
    doing = write_of(change).doing
    return _text_modal(title_of(change), f"⏳ {doing}…", "You can close this – I'll carry on.")


def checking(change: Change) -> View:
    """The answer to the write was lost."""
    return _text_modal(
        title_of(change),
        "⏳ PropOps didn't answer. I'm checking whether it went through.",
        "You can close this: I'll tell you. Please don't send it again.",
    )


def waiting(change: Change) -> View:
    """Nothing is sent until the member has linked an account."""
    return _text_modal(
        title_of(change),
        "🔗 Please link your PropOps account first: I've sent you how.",
        "What you typed is kept, and goes on by itself once you are linked.",
    )


def result(change: Change, job: Job, lines: Sequence[str] = (), job_url: str | None = None) -> View:
    """It is done. `lines`: what changed and what else to say, plain text."""
    done = f"✅ *{done_words(change)}*"
    name = blocks.escape(blocks.one_line(heading(job.job_ref or change.job_ref, job.job_title)))
    body = [blocks.section(" · ".join(part for part in (done, blocks.clip(name, 400)) if part))]
    body += blocks.sections([blocks.escape(blocks.clip(line, 500)) for line in lines])
    if job_url:
        body.append(blocks.context(blocks.link(job_url, "Open in PropOps")))
    return blocks.modal(title_of(change), body)


def sorry(title: str, words: str, metadata: Mapping[str, str | int] | None = None) -> View:
    """It did not work: a whole sentence that ends with what to do next."""
    private_metadata = json.dumps(dict(metadata), separators=(",", ":")) if metadata else ""
    return blocks.modal(title, explained(sentence(words)), metadata=private_metadata)


def failed(change: Change, words: str) -> View:
    """A change came to nothing, or something went wrong with it."""
    return view_with_code(sorry(title_of(change), words), code_of(change))


def message_view(title: str, message: Message) -> View:
    """A message, in a modal that is open anyway."""
    return blocks.modal(title, message.blocks)


def unknown(change: Change) -> View:
    """Whether it happened can't be found out."""
    return message_view(title_of(change), unknown_message(change))


def _text_modal(title: str, text: str, small: str = "") -> View:
    body: list[Block] = [blocks.section(text)]
    if small:
        body.append(blocks.context(small))
    return blocks.modal(title, body)
