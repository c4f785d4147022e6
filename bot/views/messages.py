"""Private messages in words: refusals, and answers that need no card.

Sentences come in as plain text. Each message says what to do next.
"""

import html
import re
from dataclasses import replace

from bot.errors import NotLinked
from bot.jobs.change import ENDED, Change, Member
from bot.jobs.change_summary import done_words, write_of
from bot.jobs.file_batch import file_name
from bot.jobs.model import Job
from bot.jobs.promises import Promise, confirmed_id, of_draft
from bot.views import blocks
from bot.views.blocks import Element, Message
from bot.views.buttons import Press
from bot.views.error_codes import code_of, with_code
from bot.views.job_details import job_details
from bot.views.mrkdwn import sentence, stopped
from bot.views.paragraphs import bold, paragraph

__all__ = [
    "RESUME",
    "Message",
    "apology",
    "cannot_post",
    "checking",
    "confirm_notify",
    "draft_kept",
    "failed",
    "finished",
    "job_details",
    "link_account",
    "note",
    "raise_again",
    "refused",
    "too_slow",
    "unknown",
    "with_line",
]

RESUME = "draft.resume"
"""The action id of a button that brings a draft back; its value is the id of the draft."""
_MOST_CANDIDATES = 5
_ADVICE = re.compile(r"\b(please|press|try)\b", re.IGNORECASE)
"""A sentence with one of these words already has advice."""
_TYPED = "What you typed, to be sent again:"
_ONE_PART = 500
"""Characters of one block; escaped they are six times as many at most, and a block takes 3,000."""


def link_account(
    member: Member, why: str = "", *, request_kept: bool = True, change: str = ""
) -> Message:
    """How to link where only the operator can do it. `why`: what happened to an earlier link.

    `change`: the id of the change that waits for it.
    """
    first = sentence(why or NotLinked.words)
    goes_on = (
        " What you asked for is kept, and goes on once you are linked." if request_kept else ""
    )
    line = f"propops-bot tokens set {member.team} {member.user}"
    if member.enterprise:
        line += f" --enterprise {member.enterprise}"
    how = "ask whoever runs this bot to store your PropOps token with"
    return paragraph(
        f"{first}\n*Link your account:* {how} `{blocks.escape(line)}`.{goes_on}",
        promise=Promise("link", change),
    )


def refused(words: str) -> Message:
    """No, and why: a whole sentence."""
    return paragraph(sentence(words))


def note(change: Change, words: str) -> Message:
    """Something went wrong with a change: `words` promise more where it is still going on."""
    promise = None if change.state in ENDED else Promise("checking", change.id)
    told = paragraph(f"{bold(_job(change))}: {sentence(words)}", promise=promise)
    return with_code(told, change.id)


def apology(words: str, code: str, *, passes: bool = False) -> Message:
    """Something failed that the person can't mend: a whole sentence, and the code of the failure. `passes`:
    it usually works again by itself, such as an outage.
    """
    return with_code(refused(words), code, passes=passes)


def one_moment() -> Message:
    """It takes longer than a moment. Nothing is promised: this stays on the screen, whatever comes."""
    return paragraph(
        "⏳ One moment… this takes longer than usual. If nothing comes in a minute, please ask again."
    )


def too_slow(draft: str = "") -> Message:
    """Slack's one-time trigger had run out before the form could open."""
    if not draft:
        return paragraph("Slack was too slow to open the form. Please try again.")
    button = blocks.button("Open the form", RESUME, value=draft, style="primary")
    return paragraph(
        "Slack was too slow to open the form. What you typed is kept.", [button], of_draft(draft)
    )


def draft_kept(words: str, draft: str, *, typed: bool = True) -> Message:
    """It could not be opened now; what was typed, if anything, comes back with one press."""
    button = blocks.button("Open the form", RESUME, value=draft, style="primary")
    kept = " What you typed is kept." if typed else ""
    return paragraph(f"{sentence(words)}{kept}", [button], of_draft(draft))


def failed(change: Change, words: str, draft: str = "") -> Message:
    """It did not work. `draft`: the form is kept under this id, and comes back with Resume."""
    write = write_of(change)
    first = stopped(f"I couldn't {write.verb} {bold(_job(change))}")
    words = stopped(words.rstrip())
    if change.job_ref and words.startswith(f"{change.job_ref} is "):  # named just before
        words = f"It{words.removeprefix(change.job_ref)}"
    if draft:
        button = blocks.button("Resume", RESUME, value=draft, style="primary")
        kept = f"{first} {sentence(words)} Your form is kept: press Resume."
        return with_code(paragraph(kept, [button], of_draft(draft)), code_of(change))
    again = "" if _ADVICE.search(words) else f" {write.again}"
    if again and write.tells_contractor and change.outcome.why == "refused":
        again = f" Please put that right in PropOps first.{again}"
    return with_code(paragraph(f"{first} {sentence(words)}{again}"), code_of(change))


def confirm_notify(change: Change, words: str) -> Message:
    """There is a warning: nothing was sent, and the button sends it all the same."""
    press = Press("sure", change.job_uuid, change.job_ref, change=change.id)
    return paragraph(
        f"{bold(_job(change))}: {sentence(words)} Nothing was sent. Tell them all the same?",
        [press.button("Notify anyway")],
        Promise("sure", confirmed_id(change)),
    )


def raise_again(change: Change) -> Message:
    """A job is deleted; what the change history has of it can fill a new form."""
    press = Press("raise", change.job_uuid, change.job_ref, change=change.id)
    return paragraph(
        f"🗑️ {bold(_job(change))} is deleted. Was that a mistake? I still have most of what it said: "
        "*Raise again* opens a filled form for a new job.",
        [press.button("Raise again")],
        Promise("raise", change.id),
    )


def checking(change: Change) -> Message:
    """The answer to a write was lost."""
    write = write_of(change)
    return paragraph(
        f"PropOps didn't answer when I tried to {write.verb} {stopped(bold(_job(change)))} "
        "I'm checking whether it went through, and will tell you. Please don't send it again.",
        promise=Promise("checking", change.id),
    )


def finished(change: Change, job: Job, url: str | None = None) -> Message:
    """It is done; for the member alone, where no card can say so."""
    name = bold(job.heading or _job(change))
    text = f"✅ {done_words(change)}: {stopped(name)}"
    return paragraph(text, [blocks.button("Open in PropOps", "card.open", url=url)] if url else ())


def unknown(change: Change) -> Message:
    """Whether it happened can't be found out: what to look at, and what to choose from.

    `Outcome.candidates`: jobs that a create may have made.
    """
    return with_code(_question(change), change.id)


def _question(change: Change) -> Message:
    write = write_of(change)
    first = f"I tried to {write.verb} {bold(_job(change))} and can't find out whether it worked."
    times = 1 + change.outcome.times_again
    if write.adds_file:
        again = Press("again", change.job_uuid, change.job_ref, times, change.id)
        asks = blocks.confirm("Add it again?", "If it is there already, it will be twice.", "Add")
        ask = f"It is {bold(file_name(change))}. Please look at the job in PropOps, then choose."
        return paragraph(f"{first} {ask}", [again.button("Add it again", asks=asks)])
    if not (write.creates_job or write.tells_contractor):
        return paragraph(f"{first} Please look at the job in PropOps before you try again.")
    if write.tells_contractor:
        again = Press("again", change.job_uuid, change.job_ref, times, change.id)
        asks = blocks.confirm("Notify again?", "The contractor may get it twice.", "Notify again")
        ask = "Please ask the contractor, or send it again."
        buttons = [again.button("Notify again", asks=asks)]
        return paragraph(f"{first} {ask}", buttons, Promise("unknown", change.id))
    candidates = change.outcome.candidates
    rows: list[Element] = []
    lines: list[str] = []
    title = blocks.clip(blocks.one_line(str(change.fields.get("job_title", ""))), 100)
    for row in candidates[:_MOST_CANDIDATES]:
        press = Press("claim", row.uuid, row.ref, change=change.id)
        rows.append(press.button(f"It is this one: {press.ref or press.job}"))
        when = f", {blocks.when(row.at)}" if row.at else ""
        lines.append(f"• {bold(press.ref or press.job)} – {blocks.escape(title)}{when}")
    asks = blocks.confirm(
        "Create it again?", "If it is there already, it will be there twice.", "Create"
    )
    rows.append(Press("again", "", "", times, change.id).button("Create it again", asks=asks))
    ask = (
        "These look like it. Which one is it?"
        if candidates
        else "I found no job like it. Please look in PropOps, then choose."
    )
    return paragraph("\n".join([f"{first} {ask}", *lines]), rows, Promise("unknown", change.id))


def cannot_post(where: str, hint: str, job: Job) -> Message:
    """The work is done, but the card could not be posted; `hint` says what helps. As `CannotPost` has both."""
    return paragraph(
        f"{bold(job.name)} is done, but I can't post its card in {sentence(where)}: {sentence(hint)}"
    )


def _job(change: Change) -> str:
    """How people call it: the reference, or the title of one that has none yet."""
    return change.job_ref or str(change.fields.get("job_title", "")) or "the job"


def with_line(message: Message, line: str) -> Message:
    """The message of what came to nothing, with the line that was typed, whole, to be copied; as it is
    without a line.
    """
    if not line:
        return message
    plain = " ".join(html.unescape(line).replace("`", "'").split())
    parts = [plain[at : at + _ONE_PART] for at in range(0, len(plain), _ONE_PART)]
    told = [blocks.section(f"`{blocks.escape(part)}`") for part in parts]
    return replace(message, blocks=[*message.blocks, blocks.section(_TYPED), *told])
