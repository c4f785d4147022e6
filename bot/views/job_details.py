"""A whole job, for the one person who asked to see it; its sensitive fields only when asked for."""

from collections.abc import Iterable, Sequence

from bot.jobs.display import READ_ONLY, display, label, names_in
from bot.jobs.forms import FIELDS, ID_FIELDS, SENSITIVE
from bot.jobs.model import Job
from bot.jobs.reference_mark import unmark
from bot.jobs.rich_text import to_text
from bot.views import blocks
from bot.views.blocks import Block, Message, View
from bot.views.buttons import Press
from bot.views.mrkdwn import safe_text

_APART = {"job_title", "job_description"}


def job_view(job: Job, url: str | None = None, lines: Sequence[str] = ()) -> View:
    """The job as a modal. `lines`: more to say under it, plain text."""
    return blocks.modal(job.name, _whole(job, url, lines))


def job_details(
    job: Job,
    url: str | None = None,
    lines: Sequence[str] = (),
    *,
    notes: Sequence[str] = (),
    actions: Sequence[tuple[str, str]] = (),
) -> Message:
    """The job as a private message.

    `notes`: its last case notes, ready mrkdwn; `actions`: name and label of buttons under it.
    """
    text = [job.heading or "Job"] + [f"{name}: {value}" for name, value in _facts(job)]
    words = [*text, _description(job), *lines]
    plain_text = "\n".join([*(blocks.escape(line) for line in words if line), *notes])
    body = list(_whole(job, url, lines))
    if notes:
        body += blocks.sections(["*Case notes*", *notes])
    if actions:
        presses = ((Press(name, job.uuid, job.job_ref), text) for name, text in actions)
        body.append(blocks.actions(press.button(text) for press, text in presses))
    return blocks.message(plain_text, body)


def private_details(job: Job, tenants: Sequence[str]) -> Message:
    """The sensitive fields, for one person. Never posted in a channel, never stored."""
    lines = [
        f"*{FIELDS[name].label}:* {safe_text(str(value), 2_000)}"
        for name in FIELDS
        if name in SENSITIVE and (value := getattr(job, name))
    ]
    if tenants:
        lines += ["*Tenants:*", *(f"• {safe_text(each, 2_000)}" for each in tenants)]
    if not lines:
        lines = ["Nothing private is kept with this job."]
    head = f"🔒 *{safe_text(job.name, 2_000)}* · only you see this, and it is recorded that you looked."
    return blocks.message("\n".join([head, *lines]), blocks.sections([head, *lines]))


def _whole(job: Job, url: str | None, lines: Sequence[str]) -> Iterable[Block]:
    yield blocks.header(job.heading or "Job")
    yield from blocks.facts(_facts(job))
    description = _description(job)
    if description:
        yield from blocks.paragraphs(blocks.escape(description), 8)
    small = [blocks.escape(line) for line in [*_counts(job), *lines]]
    if job.updated_at:
        small.append(f"Last changed {blocks.when(job.updated_at)}")
    if url:
        small.append(blocks.link(url, "Open in PropOps"))
    if small:
        yield blocks.context(*small)
    press = Press("private", job.uuid, job.job_ref)
    yield blocks.actions([press.button("Show private details")])


def _facts(job: Job) -> list[tuple[str, str]]:
    names = names_in(job)
    fields = [
        (label(name), display(name, value, names))
        for name in FIELDS
        if name not in SENSITIVE | _APART
        if (value := getattr(job, name)) not in (None, "", ())
        if name not in ID_FIELDS or name == "tenants_ids" or name in names
    ]
    return fields + [(fact.label, text) for fact in READ_ONLY if (text := fact.read(job, names))]


def _description(job: Job) -> str:
    return unmark(to_text(job.job_description))


def _counts(job: Job) -> list[str]:
    counts = [(job.photos_count, "photo"), (job.documents_count, "document")]
    words = [f"{n:,} {thing}{'' if n == 1 else 's'}" for n, thing in counts if n]
    return [", ".join(words)] if words else []
