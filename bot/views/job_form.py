"""The job form: drawn from the field table, and brought up to date while somebody fills it in."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.jobs.attached_files import AttachedFile
from bot.jobs.budget import sum_line
from bot.jobs.display import EMPTY, display, names_in
from bot.jobs.fields import Input, Pick
from bot.jobs.forms import FIELDS, RARE, REQUIRED, SENSITIVE
from bot.jobs.model import Choice, Job
from bot.jobs.private_questions.questions import ASKED, address_in, new_asked
from bot.jobs.quicktext.notes import Note
from bot.views import blocks, card_channel, elements, inputs, private_choice, uploads
from bot.views.blocks import Block, View
from bot.views.field_notes import beside_field
from bot.views.mrkdwn import safe_text, stopped

TOTAL_LINE = "total_line"
PROBLEM = "problem."
SIMILAR = "alike."
OPEN_SIMILAR = "radar.open"
"""The action id of the button that opens such a job; its value is the uuid."""
FORMATTING = "formatting"
CARD_CHANNEL = "card_channel"
"""The block of the input that asks where the card goes."""
MORE_FIELDS = "form.more_fields"
"""The action id of the button that shows the fields that are rarely needed, and its block."""
CLEARED = "cleared"
"""What the form's metadata calls `FormView.cleared`."""
_MOST_METADATA = 3_000
_SUBMIT = {"create": "Create job", "update": "Save changes"}


@dataclass(frozen=True)
class FormView:
    """A form about to be shown.

    `values`: field name → form value (or what `entered` gave); `options`: lookup name → its short
    list; `metadata` comes back with the form. `problems`: field → what was wrong with it. `new`:
    fields filled from typed text. `hidden`: fields left out. `job`: the job being changed, to say
    what a new value replaces. `cleared`: fields to be emptied, though the form never shows what is in
    them. `card_channel`: where the card will be, as an id, and `sharing` whether another company reads
    it. `formatting`: what of the description a form can't hold, in words. All text is plain.
    """

    action: Literal["create", "update"]
    title: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    options: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    metadata: Mapping[str, str | int] = field(default_factory=dict)
    notes: Sequence[str] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    new: Collection[str] = ()
    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    """New field → the words that its value was read from."""
    hidden: Collection[str] = ()
    defaults: Collection[str] = ()
    """Fields filled with what their channel usually has."""
    last_used: Collection[str] = ()
    """Fields filled as in the last job raised there."""
    cleared: Collection[str] = ()
    job: Job | None = None
    revision: int = 0
    similar: Sequence[Job] = ()
    card_channel: str = ""
    takes_files: bool = False
    """Whether photos and documents may be sent along."""
    read_from: str = "what you typed"
    """Where the `new` values are from."""
    channel_choice: Literal["", "optional", "required"] = ""
    """Whether the form asks where the card goes."""
    attached: Sequence[AttachedFile] = ()
    """Files that are in Slack already, to be ticked."""
    formatting: Sequence[str] = ()
    sharing: Literal["internal", "shared", "unknown"] = "internal"


def draw(form: FormView) -> View:
    """The modal `job.create` or `job.update`: required fields first, then by group.

    Raises `ValueError` for metadata of more than 3,000 characters [surfaces/modals].
    """
    cleared = {CLEARED: list(form.cleared)} if form.cleared else {}
    metadata = json.dumps({**form.metadata, **cleared}, separators=(",", ":"))
    if len(metadata) > _MOST_METADATA:
        raise ValueError("too much metadata for a modal")
    return blocks.modal(
        form.title,
        [*_top(form), *_fields(form), *_foot(form)],
        callback_id=f"job.{form.action}",
        submit=_SUBMIT[form.action],
        close="Cancel",
        metadata=metadata,
        notify_on_close=True,
    )


def on_form(form: FormView) -> list[str]:
    """The fields the form has, in its order.

    Left out by itself: a time of day when its list is not configured, a text longer than a
    Slack input, which could only be shown cut and would be saved cut, and what *More fields* shows.
    """
    return [
        name
        for name, entry in FIELDS.items()
        if name not in form.hidden and inputs.fits(form.values.get(name))
        if name != "time_range_id" or form.options.get("time_ranges")
        if name not in _folded(form)
    ]


def unfolded(view: Mapping[str, Any]) -> list[Block]:
    """The inputs of the fields that the form does not show yet, in its order."""
    there = {str(block.get("block_id")) for block in view["blocks"]}
    groups = {FIELDS[name].group for name in there if name in FIELDS}
    drawn: list[Block] = []
    for name in RARE:
        entry = FIELDS[name]
        if name in there:
            continue
        if entry.group not in groups:
            groups.add(entry.group)
            drawn.append(blocks.header(entry.group))
        drawn.append(inputs.field(name, entry, required=False, hint=entry.hint))
    return drawn


def _folded(form: FormView) -> Collection[str]:
    """The fields behind *More fields*: of a new job, those that nothing is said of yet."""
    if form.action != "create":
        return ()
    said = {each.field for each in form.notes if isinstance(each, Note)}
    return {
        name
        for name in RARE
        if not form.values.get(name) and name not in form.problems and name not in said
    }


def similar_job_blocks(jobs: Sequence[Job]) -> Iterable[Block]:
    """Jobs that may be the one about to be raised, each with a button that opens it."""
    if not jobs:
        return
    yield blocks.section(
        "👀 *Is it one of these?* They are open at the same address.", block_id=f"{SIMILAR}head"
    )
    for job in jobs:
        parts = (job.job_ref, job.job_title, job.status_name)
        line = " · ".join(blocks.one_line(part) for part in parts if part.strip())
        spot = f"{SIMILAR}{job.uuid[:100]}"
        yield blocks.section(f"• {safe_text(line, 500)}", block_id=spot)
        label = f"Open {job.job_ref or 'it'} instead"
        button = blocks.button(label, OPEN_SIMILAR, value=job.uuid)
        yield blocks.actions([button], block_id=f"{spot}.open")


def _top(form: FormView) -> Iterable[Block]:
    if form.job is not None:
        title = blocks.escape(blocks.one_line(form.job.job_title))
        ref = blocks.escape(blocks.one_line(form.job.job_ref))
        name = " · ".join(part for part in (ref and f"*{ref}*", blocks.clip(title, 300)) if part)
        if name:
            yield blocks.section(name)
    yield from similar_job_blocks(form.similar)
    beside = {id(note) for name in on_form(form) for note in _notes_at(form, name)}
    general = [note for note in form.notes if note.strip() and id(note) not in beside]
    notes = [safe_text(note, 500) for note in general]
    for at in range(0, min(len(notes), 20), 10):
        yield blocks.context(*notes[at : at + 10])
    shown_fields = on_form(form)
    for name, sentence in form.problems.items():
        if name not in shown_fields:
            yield problem_block(name or "form", sentence, form.revision)
    long = [FIELDS[name].label for name in FIELDS if not inputs.fits(form.values.get(name))]
    if long:
        yield blocks.context(
            f"{', '.join(long)}: too much to edit in Slack. It stays as it is in PropOps."
        )


def _fields(form: FormView) -> Iterable[Block]:
    group = "The job"
    for name in on_form(form):
        entry = FIELDS[name]
        if entry.group != group:
            group = entry.group
            yield blocks.header(group)
        if name in form.problems:
            yield problem_block(name, form.problems[name], form.revision)
        choices = form.options.get(entry.kind.lookup, ()) if isinstance(entry.kind, Pick) else ()
        yield inputs.field(
            name,
            entry,
            form.values.get(name),
            choices,
            required=name in REQUIRED,
            hint=_hint(form, name, entry),
        )
        if name == "total_amount":
            yield from total_line(form.values)
        yield from beside_field(name, _notes_at(form, name))
        yield from _formatting_at(form, name)
        yield from _private_at(form, name)
    if _folded(form):
        more = blocks.button("More fields", MORE_FIELDS)
        yield blocks.actions([more], block_id=MORE_FIELDS)


def _formatting_at(form: FormView, name: str) -> Iterable[Block]:
    """Said before it is lost: a form takes plain text only. A description nobody touches is not sent."""
    if name == "job_description" and form.formatting:
        what = " and ".join(filter(None, (", ".join(form.formatting[:-1]), form.formatting[-1])))
        yield blocks.context(
            f"📝 In PropOps this has {what}. If you change it here, it becomes plain text; "
            "left as it is, it keeps them.",
            block_id=FORMATTING,
        )


def _private_at(form: FormView, name: str) -> Iterable[Block]:
    """What was typed before the form was opened, as in `title: key safe 4471`."""
    if name in ASKED and (form.action == "create" or name in form.new):
        text, before = str(form.values.get(name) or ""), str(getattr(form.job, name, ""))
        if found := new_asked(text, before, address_in(form.values)):
            yield from private_choice.choice(name, text, found)


def _notes_at(form: FormView, name: str) -> list[Note]:
    return [note for note in form.notes if isinstance(note, Note) and note.field == name]


def _foot(form: FormView) -> Iterable[Block]:
    if form.attached:
        yield uploads.ticks(form.attached)
    if form.takes_files:
        yield uploads.file_input(optional=True)
    if form.action == "update":
        yield blocks.context("PropOps may e-mail the contractor and agent about changes.")
    if form.channel_choice:
        yield _channel_choice(form)
    else:
        yield from card_channel.goes_to(form.card_channel, form.sharing)


def _channel_choice(form: FormView) -> Block:
    chosen = form.card_channel if form.card_channel.startswith(("C", "G")) else ""
    hint = "I post the card there. Where another company reads a channel, no budget is shown."
    return elements.labelled(
        CARD_CHANNEL,
        "Channel of the card",
        elements.channel_select(CARD_CHANNEL, chosen=chosen),
        hint=hint,
        optional=form.channel_choice == "optional",
        dispatch=True,
    )


def _hint(form: FormView, name: str, entry: Input) -> str:
    parts = []
    if name in form.cleared:
        return f"What is there will be removed from PropOps when you save. {entry.hint}".strip()
    if name in form.defaults:
        parts.append("This channel's default.")
    if name in form.last_used:
        parts.append("As last used in this channel.")
    if name in form.new:
        if words := form.words.get(name):
            parts.append(f"Read from “{blocks.one_line(words)}”.")
        was = display(name, getattr(form.job, name), names_in(form.job)) if form.job else EMPTY
        if was == EMPTY and name not in form.values:
            parts.append("It is empty already.")
        elif was == EMPTY:
            parts += [] if words else [f"From {form.read_from}."]
        elif was != display(name, form.values.get(name)):
            parts.append(stopped(f"Was: {blocks.clip(was, 150)}"))
    if form.action == "update" and not form.values.get(name):
        if name in SENSITIVE:
            parts.append("Leave empty to keep what PropOps has.")
        elif name == "tenants_ids" and form.job is not None and form.job.tenants_ids is None:
            parts.append("Leave empty to keep those PropOps has.")
    return " ".join([*parts, entry.hint]).strip()


def problem_block(name: str, sentence: str, revision: int) -> Block:
    block_id = f"{PROBLEM}{name[:100]}.{revision}"
    return blocks.section(f"⚠️ {safe_text(sentence, 500)}", block_id=block_id)


def total_line(values: Mapping[str, Any]) -> list[Block]:
    line = sum_line(values.get("contractor_budget"), values.get("vat_percentage"))
    return [blocks.context(line, block_id=TOTAL_LINE)] if line else []
