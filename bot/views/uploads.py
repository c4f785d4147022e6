"""Photos and documents: the inputs that take them, and how they get on."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.jobs.attached_files import FILE_TYPES, MOST_FILES, AttachedFile
from bot.jobs.change import Change
from bot.jobs.file_batch import BatchProgress, file_name
from bot.views import blocks, elements
from bot.views.blocks import Block, Message, Option, View
from bot.views.mrkdwn import safe_line, safe_text, sentence
from bot.views.paragraphs import bold, paragraph

PHOTOS = "photos"
"""The block of the input that takes files."""
ATTACHED = "attached"
"""The block of ticks for files that are in Slack already."""
SEND = "photos.send"
TOO_MANY = f"At most {MOST_FILES} files at a time. Please take some out, and send them afterwards."
NONE_CHOSEN = "Please choose a picture or a PDF."
NO_SCOPE = (
    "I can't take files yet: please add the photos in PropOps meanwhile. "
    "(For your administrator: the Slack app needs the scope files:read.)"
)
_TITLE = "Add photos"
_HINT = (
    "Pictures or PDFs of at most 10 MB each. Where and when they were taken is removed from "
    "pictures before they are sent."
)


def file_input(*, optional: bool) -> Block:
    """At most ten files, of the kinds that can be sent on."""
    element = elements.file_input(PHOTOS, FILE_TYPES, MOST_FILES)
    label = "Photos and documents"
    return elements.labelled(PHOTOS, label, element, hint=_HINT, optional=optional)


def ticks(files: Sequence[AttachedFile], label: str = "Files to send along") -> Block:
    """Files that are in Slack already, each with a box that is ticked; at most ten. Slack tells of each tick at once."""
    options = [_option(each) for each in files[:MOST_FILES]]
    element = elements.boxes(ATTACHED, options, ticked=options)
    return elements.labelled(ATTACHED, label, element, optional=True, dispatch=True)


def ticked(options: Sequence[Mapping[str, Any]]) -> list[AttachedFile]:
    """The files whose boxes were ticked, as Slack sent the options back."""
    files = []
    for option in options:
        kind, _, id_ = str(option.get("value", "")).partition(":")
        text = option.get("text")
        name = str(text.get("text", "")) if isinstance(text, Mapping) else ""
        if id_ and kind in {"photo", "document"}:
            files.append(AttachedFile.from_json({"id": id_, "name": name, "kind": kind}))
    return files


def ask(job_ref: str, metadata: Mapping[str, str]) -> View:
    """`photos.send`: which files to add to a job."""
    body = [
        blocks.section(f"Pictures and PDFs for *{safe_line(job_ref or 'the job')}*"),
        file_input(optional=False),
    ]
    return blocks.modal(
        _TITLE,
        body,
        callback_id=SEND,
        submit="Add",
        close="Cancel",
        metadata=json.dumps(dict(metadata), separators=(",", ":")),
    )


def saving(count: int) -> View:
    """They were taken in."""
    what = "the file" if count == 1 else f"{count} files"
    lines = [blocks.section(f"⏳ Adding {what}…")]
    small = "You can close this – I'll carry on. The job's card says how far it is."
    return blocks.modal(_TITLE, [*lines, blocks.context(small)])


def progress_view(progress: BatchProgress, job_ref: str) -> View:
    """How far they are, and why some were not added."""
    words = blocks.escape(progress.words)
    name = f" to *{safe_line(job_ref)}*" if job_ref else ""
    done = progress.is_over
    icon = "⏳" if not done else "✅" if progress.added == progress.total else "⚠️"
    body = [blocks.section(f"{icon} {words}{name}{'' if done else '…'}")]
    refused = [each for each in progress.changes if each.state in _REFUSED]
    body += [blocks.section(f"⚠️ {safe_text(_why(each), 500)}") for each in refused]
    if not done:
        body.append(blocks.context("You can close this – I'll carry on."))
    return blocks.modal(_TITLE, body)


def refused(change: Change) -> Message:
    """One file was not added, and why; for the member alone."""
    return paragraph(
        f"⚠️ Not added to {bold(change.job_ref or 'the job')}: {sentence(_why(change))}"
    )


def all_added(progress: BatchProgress, job_ref: str) -> Message:
    """For the member alone, where no card can say so."""
    icon = "✅" if progress.added == progress.total else "⚠️"
    return paragraph(f"{icon} {bold(job_ref or 'The job')}: {blocks.escape(progress.words)}.")


_REFUSED = frozenset({"failed", "refused", "expired", "withdrawn"})
_AGAIN = "You can send it again with /job photos."


def _why(change: Change) -> str:
    name, said = file_name(change), change.outcome.said or "It wasn't added, and I don't know why."
    if said.startswith(name):
        return said
    advice = "" if "lease" in said else f" {_AGAIN}"
    return f"{name}. {said}{advice}"


def _bytes(size: int) -> str:
    kb = size / 1024
    return f"{kb / 1024:.1f} MB" if kb >= 1_000 else f"{max(kb, 1):.0f} KB"


def _option(file: AttachedFile) -> Option:
    size = f", {_bytes(file.size)}" if file.size else ""
    about = f"{'PDF' if file.kind == 'document' else 'Picture'}{size}"
    return blocks.option(f"{file.kind}:{file.id}", file.name, about)
