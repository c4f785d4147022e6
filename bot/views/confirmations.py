"""Modals that ask before something is done to a job: notify, delete, restore a file, add a note.

All text comes in plain. The metadata of each comes back with it: `job`, `ref`, `channel`.
"""

import json
from collections.abc import Mapping, Sequence

from bot.jobs.attached_files import AttachedFile
from bot.jobs.forms import FIELDS
from bot.jobs.model import ArchivedFile, Choice, Job
from bot.views import blocks, elements, inputs, uploads
from bot.views.blocks import Block, Option, View
from bot.views.mrkdwn import safe_line, sentence, stopped
from bot.views.restore import value_of

JOB_REF, NOTE_TEXT, SEND_EMAIL, FILE_ID = "job_ref", "note_text", "send_email", "file_id"
JOB = "job_uuid"
"""The job that a note is for, as PropOps calls it; the value is its uuid, and its reference after a space."""
CONTRACTOR_ID = "contractor_id"
"""Block ids, and action ids in them."""
WHY = "why"
"""Block id of the reason for a delete."""
MOST_NOTE = 3_000
MOST_WHY = 300
_REPEATS_THE_JOB = frozenset({"Job ref", "Job title", "Title", "Reference"})
_WILL = "Will delete, "
_IN_OUR_WORDS = {"commits": "Saved states"}
"""What PropOps calls a saved revision, which the form of a restore calls an earlier state."""
Metadata = Mapping[str, str | int]


def notify_ask(
    job: Job, last_notified: str, doubts: Sequence[str], also: Sequence[str], metadata: Metadata
) -> View:
    """`notify.send`: who will be notified, when they last were, and the warnings.

    `last_notified` is ready mrkdwn.
    """
    whom = job.contractor_name or "its contractor"
    body: list[Block] = [
        blocks.section(
            stopped(
                f"PropOps will tell *{safe_line(whom)}* about *{safe_line(job.heading or 'the job')}*"
            )
        ),
        blocks.context(last_notified),
    ]
    if doubts:
        body.append(blocks.section(f"⚠️ {safe_line(' '.join(doubts), 500)} Tell them all the same?"))
    body += [blocks.context(safe_line(line, 300)) for line in also]
    yes = "Notify anyway" if doubts else "Notify"
    return _modal("Notify contractor", body, "notify.send", yes, metadata)


def delete_ask(
    job: Job,
    takes: Sequence[str] | None,
    archive: Choice | None,
    metadata: Metadata,
    *,
    approval: str = "",
    why: str = "",
) -> View:
    """`delete.send`: what goes with the job, its reference to type, why, and *Archive instead*.

    `takes`: what PropOps says a delete takes along; None when it could not say. `approval`: why somebody
    has to approve it; empty where nobody has to. `why`: what *Why?* says already.
    """
    body: list[Block] = [
        blocks.section(f"🗑️ Delete *{safe_line(job.heading or 'the job')}* for ever?")
    ]
    if takes is None:
        body.append(blocks.section("⚠️ PropOps couldn't say what goes with it."))
    else:
        lines = [f"• {safe_line(line, 300)}" for line in preview_lines(takes)]
        body += blocks.sections(
            ["*What goes with it, as PropOps says*", *(lines or ["• nothing else"])]
        )
    body.append(blocks.context("Nobody can bring a deleted job back, not even Restore."))
    if approval:
        words = f"✋ {sentence(approval)} It will be sent once somebody has approved it."
        body.append(blocks.section(words))
    if archive is not None:
        asks = blocks.confirm(
            "Archive instead?",
            f"{job.name} gets the status {archive.name} and stays readable.",
            "Archive",
        )
        button = blocks.button(
            "Archive instead", "delete.archive", value=str(archive.id), asks=asks
        )
        body.append(blocks.actions([button]))
    body.append(inputs.typed(JOB_REF, f"Type {job.name} to delete it", most=200))
    hint = (
        "Whoever approves it reads this."
        if approval
        else "It is kept with the record of the change."
    )
    said = blocks.clip(why, MOST_WHY)
    body.append(inputs.typed(WHY, "Why?", said, most=MOST_WHY, hint=hint, kept=True, optional=True))
    return _modal("Delete job", body, "delete.send", "Delete job", metadata, kept=True)


def files_ask(job: Job, files: Sequence[ArchivedFile] | None, metadata: Metadata) -> View:
    """`files.send`: an archived file to choose, or its id to type where PropOps lists none."""
    body: list[Block] = [
        blocks.section(f"Archived files of *{safe_line(job.heading or 'the job')}*")
    ]
    if files is None:
        body.append(
            blocks.section(
                "PropOps doesn't list the archived files of this job. If you know the file's number in PropOps, type it here."
            )
        )
        body.append(inputs.typed(FILE_ID, "File number", most=100, example="e.g. 3001"))
        return _modal("Restore file", body, "files.send", "Restore file", metadata)
    offered = {
        value_of(file.id): blocks.option(value_of(file.id), file.name, _about(file))
        for file in files
        if 0 < blocks.size(value_of(file.id)) <= 150
    }
    if not offered:
        body.append(
            blocks.section(
                "There are none. Files that were archived long ago may be gone for good."
            )
        )
        return blocks.modal("Restore file", body)
    body.append(inputs.picked(FILE_ID, "Bring back", list(offered.values())))
    if len(offered) > inputs.MOST_OPTIONS:
        body.append(blocks.context(f"The first {inputs.MOST_OPTIONS} of {len(offered)}."))
    return _modal("Restore file", body, "files.send", "Restore file", metadata)


def note_ask(
    job_ref: str,
    metadata: Metadata,
    text: str = "",
    *,
    send_email: bool = False,
    problem: str = "",
    job: Option | None = None,
    files: Sequence[AttachedFile] = (),
) -> View:
    """`note.send`: a case note, e-mailed to nobody unless the box is ticked. `text`: what it says already.

    `problem`: why it did not go through before. `job`: asks which job it is for, this one or (an empty
    option) none yet. `files`: in Slack already, to be sent along.
    """
    text = blocks.clip(blocks.tidy(text), MOST_NOTE)
    mail = blocks.option("yes", "E-mail people about this note", "PropOps decides whom")
    ask = elements.search_select(
        JOB,
        chosen=job or None,
        letters=0,
        placeholder=blocks.plain("Reference, address or words", 150),
    )
    for_whom = (
        blocks.section(f"A case note for *{safe_line(job_ref or 'the job')}*")
        if job is None
        else elements.labelled(JOB, "Job", ask, dispatch=True)
    )
    body: list[Block] = [
        for_whom,
        *([blocks.section(f"⚠️ {sentence(problem)}")] if problem else []),
        inputs.typed(
            *(NOTE_TEXT, "Note", text if text.strip() else ""),
            most=MOST_NOTE,
            multiline=True,
            kept=True,
        ),
        *([uploads.ticks(files)] if files else []),
        inputs.tick(SEND_EMAIL, "E-mail", mail, ticked=send_email),
        blocks.context(
            "The note goes to PropOps, where the job's contractor may read it too. "
            "The channel only sees that there is one."
        ),
    ]
    return _modal("Add case note", body, "note.send", "Add note", metadata, kept=True)


def contractor_ask(job: Job, metadata: Metadata) -> View:
    """`contractor.send`: the contractor of a job, by typing a name or from the list."""
    now = f" It is with {safe_line(job.contractor_name)} now." if job.contractor_name else ""
    body: list[Block] = [
        blocks.section(f"*{safe_line(job.heading or 'The job')}*{now}"),
        inputs.field(CONTRACTOR_ID, FIELDS[CONTRACTOR_ID], required=True),
        blocks.context(
            "PropOps may e-mail them. Notify contractor on the card tells them for certain."
        ),
    ]
    return _modal("Choose contractor", body, "contractor.send", "Save", metadata)


def refusal(title: str, words: str) -> View:
    """It can't be done: `words` is a whole sentence that says what to do."""
    return blocks.modal(title, [blocks.section(sentence(words))])


def _modal(
    title: str,
    body: Sequence[Block],
    callback_id: str,
    submit: str,
    metadata: Metadata,
    *,
    kept: bool = False,
) -> View:
    """`kept`: what was typed is kept when the form is closed."""
    private_metadata = json.dumps(dict(metadata), separators=(",", ":"))
    return blocks.modal(
        title,
        body,
        callback_id=callback_id,
        submit=submit,
        close="Cancel",
        metadata=private_metadata,
        notify_on_close=kept or None,
    )


def preview_lines(preview: Sequence[str]) -> list[str]:
    """The lines of a delete preview that say something new: `Will delete, photos: 3` → `Photos: 3`.

    Left out: what names the job once more, noughts, and a plain permission to go on, and that it can't be undone.
    """
    lines = []
    for line in preview:
        label, _, value = line.partition(": ")
        said_already = label in _REPEATS_THE_JOB or "cannot be undone" in value.casefold()
        if said_already or value in {"0", "none"} or line == "Can delete: yes":
            continue
        label = label.removeprefix(_WILL)
        label = _IN_OUR_WORDS.get(label.casefold(), f"{label[:1].upper()}{label[1:]}")
        lines.append(f"{label}: {value}" if value else line)
    return lines


def _about(file: ArchivedFile) -> str:
    return " · ".join(part for part in (file.kind, file.at[:10], file.by) if part)
