"""Private messages in words: help, refusals, and answers that need no card.

Sentences come in as plain text. Each message says what to do next.
"""

import re
from collections.abc import Mapping, Sequence

from bot.jobs.actions import WRITES, SubCommand
from bot.jobs.change import Change, Member
from bot.jobs.model import Job
from bot.views import blocks
from bot.views.blocks import Element, Message
from bot.views.buttons import Press
from bot.views.job_details import job_details
from bot.views.mrkdwn import safe_line, sentence

__all__ = [
    "RESUME",
    "Message",
    "cannot_post",
    "checking",
    "confirm_notify",
    "draft_kept",
    "failed",
    "finished",
    "help_text",
    "job_details",
    "link_account",
    "missing_ref",
    "note",
    "raise_again",
    "refused",
    "sorry",
    "too_slow",
    "unknown",
    "unknown_command",
    "unknown_ref",
]

RESUME = "draft.resume"
"""The action id of a button that brings a draft back; its value is the id of the draft."""
_MOST_CANDIDATES = 5
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ADVICE = re.compile(r"\b(please|press|try)\b", re.IGNORECASE)
"""A sentence with one of these words already has advice."""


def help_text(commands: Mapping[str, SubCommand], hidden: int = 0) -> Message:
    """Every sub-command with what follows it. `hidden`: how many are left out for want of rights."""
    lines = [
        f"`/job {blocks.escape(f'{name} {command.usage}'.strip())}` – {blocks.escape(command.help)}"
        for name, command in commands.items()
    ]
    foot = "REF is a job reference such as JOB-001."
    if hidden:
        foot += (
            " Left out is what your PropOps account can't do: type /job whoami to see what is "
            "missing, and ask your PropOps administrator for it."
        )
    return blocks.message(
        "\n".join(["PropOps jobs from Slack", *lines, foot]),
        [
            blocks.section("*PropOps jobs from Slack*"),
            *blocks.sections(lines),
            blocks.context(foot),
        ],
    )


def unknown_command(word: str, nearest: str | None = None) -> Message:
    guess = f"Did you mean `/job {_code(nearest)}`?" if nearest else "Try `/job help`."
    return _paragraph(f"There is no `/job {_code(word)}`. {guess}")


def missing_ref(name: str, command: SubCommand) -> Message:
    usage = blocks.escape(f"{name} {command.usage}".strip())
    return _paragraph(f"Which job? Type `/job {usage}`, e.g. `/job {_code(name)} JOB-001`.")


def unknown_ref(ref: str, nearest: str | None = None) -> Message:
    """A uuid comes from a button: nobody typed it, so it is not shown."""
    if _UUID.fullmatch(ref):
        return _paragraph(
            "I can't find that job any more: it may have been deleted, or your PropOps account "
            "can't see it. Please look for it with `/job find`."
        )
    guess = (
        f"Did you mean {_bold(nearest)}?"
        if nearest
        else "Please check the reference: it may also be a job your PropOps account can't see."
    )
    return _paragraph(f"I can't find {_bold(ref)}. {guess}")


def link_account(member: Member, why: str = "", *, request_kept: bool = True) -> Message:
    """How to link where only the operator can do it. `why`: what happened to an earlier link."""
    first = sentence(why or "Your Slack account isn't linked to PropOps yet, so nothing was sent.")
    goes_on = (
        " What you asked for is kept, and goes on once you are linked." if request_kept else ""
    )
    line = f"propops-bot tokens set {member.team} {member.user}"
    if member.enterprise:
        line += f" --enterprise {member.enterprise}"
    how = "ask whoever runs this bot to store your PropOps token with"
    return _paragraph(f"{first}\n*Link your account:* {how} `{blocks.escape(line)}`.{goes_on}")


def refused(words: str) -> Message:
    """No, and why: a whole sentence."""
    return _paragraph(sentence(words))


def note(change: Change, words: str) -> Message:
    """Something about a change that is still going on."""
    return _paragraph(f"{_bold(_job(change))}: {sentence(words)}")


def sorry() -> Message:
    """An unexpected error on our side."""
    return _paragraph("Something went wrong on our side. Nothing is lost: please try again.")


def too_slow(draft: str = "") -> Message:
    """Slack's one-time trigger had run out before the form could open."""
    if not draft:
        return _paragraph("Slack was too slow to open the form. Please try again.")
    button = blocks.button("Open the form", RESUME, value=draft, style="primary")
    return _paragraph("Slack was too slow to open the form. What you typed is kept.", [button])


def draft_kept(words: str, draft: str) -> Message:
    """It could not be opened now; what was typed comes back with one press."""
    button = blocks.button("Open the form", RESUME, value=draft, style="primary")
    return _paragraph(f"{sentence(words)} What you typed is kept.", [button])


def failed(change: Change, words: str, draft: str = "") -> Message:
    """It did not work. `draft`: the form is kept under this id, and comes back with Resume."""
    write = WRITES[change.action]
    first = f"I couldn't {write.verb} {_bold(_job(change))}."
    if draft:
        button = blocks.button("Resume", RESUME, value=draft, style="primary")
        return _paragraph(f"{first} {sentence(words)} Your form is kept: press Resume.", [button])
    again = "" if _ADVICE.search(words) else f" {write.again}"
    return _paragraph(f"{first} {sentence(words)}{again}")


def confirm_notify(change: Change, words: str) -> Message:
    """There is a warning: nothing was sent, and the button sends it all the same."""
    press = Press("sure", change.job_uuid, change.job_ref, change=change.id)
    return _paragraph(
        f"{_bold(_job(change))}: {sentence(words)} Nothing was sent. Tell them all the same?",
        [press.button("Notify anyway")],
    )


def raise_again(change: Change) -> Message:
    """A job is deleted; what the change history has of it can fill a new form."""
    press = Press("raise", change.job_uuid, change.job_ref, change=change.id)
    return _paragraph(
        f"🗑️ {_bold(_job(change))} is deleted. Was that a mistake? I still have most of what it said: "
        "*Raise again* opens a filled form for a new job.",
        [press.button("Raise again")],
    )


def checking(change: Change) -> Message:
    """The answer to a write was lost."""
    write = WRITES[change.action]
    return _paragraph(
        f"PropOps didn't answer when I tried to {write.verb} {_bold(_job(change))}. "
        "I'm checking whether it went through, and will tell you. Please don't send it again."
    )


def finished(change: Change, job: Job, url: str | None = None) -> Message:
    """It is done; for the member alone, where no card can say so."""
    name = _bold(job.name if job.job_ref or job.job_title else _job(change))
    text = f"✅ {WRITES[change.action].done}: {name}."
    return _paragraph(text, [blocks.button("Open in PropOps", "card.open", url=url)] if url else ())


def unknown(change: Change) -> Message:
    """Whether it happened can't be found out: what to look at, and what to choose from.

    `Outcome.candidates`: jobs that a create may have made.
    """
    write = WRITES[change.action]
    first = f"I tried to {write.verb} {_bold(_job(change))} and can't find out whether it worked."
    times = 1 + change.outcome.times_again
    if not (write.creates_job or write.tells_contractor):
        return _paragraph(f"{first} Please look at the job in PropOps before you try again.")
    if write.tells_contractor:
        again = Press("again", change.job_uuid, change.job_ref, times, change.id)
        asks = blocks.confirm("Notify again?", "The contractor may get it twice.", "Notify again")
        ask = "Please ask the contractor, or send it again."
        return _paragraph(f"{first} {ask}", [again.button("Notify again", asks=asks)])
    candidates = change.outcome.candidates
    rows: list[Element] = []
    lines: list[str] = []
    title = blocks.clip(blocks.one_line(str(change.fields.get("job_title", ""))), 100)
    for row in candidates[:_MOST_CANDIDATES]:
        press = Press("claim", row.uuid, row.ref, change=change.id)
        rows.append(press.button(f"It is this one: {press.ref or press.job}"))
        when = f", {blocks.when(row.at)}" if row.at else ""
        lines.append(f"• {_bold(press.ref or press.job)} – {blocks.escape(title)}{when}")
    asks = blocks.confirm(
        "Create it again?", "If it is there already, it will be there twice.", "Create"
    )
    rows.append(Press("again", "", "", times, change.id).button("Create it again", asks=asks))
    ask = (
        "These look like it. Which one is it?"
        if candidates
        else "I found no job like it. Please look in PropOps, then choose."
    )
    return _paragraph("\n".join([f"{first} {ask}", *lines]), rows)


def cannot_post(channel: str, hint: str, job: Job) -> Message:
    """The work is done, but the card could not be posted; `hint` says what helps."""
    where = blocks.channel(channel)
    return _paragraph(
        f"{_bold(job.name)} is done, but I can't post its card in {where}: {sentence(hint)}"
    )


def _paragraph(text: str, buttons: Sequence[Element] = ()) -> Message:
    """One paragraph of ready mrkdwn, with a row of buttons."""
    body = [blocks.section(text)]
    if buttons:
        # Two buttons of one action need two rows: an action id is unique in its block.
        body += [blocks.actions([button]) for button in buttons]
    return blocks.message(text, body)


def _job(change: Change) -> str:
    """How people call it: the reference, or the title of one that has none yet."""
    return change.job_ref or str(change.fields.get("job_title", "")) or "the job"


def _bold(text: str | None) -> str:
    words = safe_line(text or "", 150)
    return words if words == "the job" else f"*{words.replace('*', '∗') or '—'}*"


def _code(text: str | None) -> str:
    """A typed word for a code span."""
    return safe_line((text or "").replace("`", "'"), 40)
