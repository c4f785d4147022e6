"""What stands in the place of a private message that asked or promised something, once that is over."""

from typing import NamedTuple, assert_never

from bot.jobs.change import ENDED, Change
from bot.jobs.change_summary import done_words, job_of
from bot.jobs.promises import PromiseKind
from bot.views import blocks
from bot.views.blocks import Message
from bot.views.change_status import name_of, named
from bot.views.error_codes import code_of, with_code
from bot.views.mrkdwn import safe_line, sentence, stopped, typed_line
from bot.views.paragraphs import paragraph


class PromiseOutcome(NamedTuple):
    """`final`: nothing more will follow; else the message goes on waiting, with these words."""

    message: Message
    final: bool = True


def outcome_of(kind: PromiseKind, change: Change) -> PromiseOutcome | None:
    """Of a promise that waits for this change; None: its message is still true."""
    match kind:
        case "approval" | "undo" | "held" | "checking" | "link":
            if change.state == "unknown":
                return PromiseOutcome(_see_below(change))
            return PromiseOutcome(ended(change)) if change.state in ENDED else None
        case "decide":
            return PromiseOutcome(_decided(change)) if change.state in ENDED else None
        case "unknown":
            return PromiseOutcome(ended(change)) if change.state in ENDED else None
        case "sure":
            return _confirmed(change)
        case "draft":
            return PromiseOutcome(ended(change)) if change.state in ENDED else None
        case "raise":
            return PromiseOutcome(_raised(change)) if change.state == "done" else None
        case "shared account" | "chase":
            return None  # no change brings it: its answer does, what becomes of the job, or its end
        case _:
            assert_never(kind)


def over(kind: PromiseKind) -> Message:
    """Its time is over, and nothing has come of it."""
    match kind:
        case "draft":
            return paragraph(
                "What you had typed here was kept for 7 days and is gone. "
                "Please start again with `/job new`."
            )
        case "shared account":
            return paragraph(
                "You were asked whether another Slack account is yours too. There was no answer "
                "within 15 minutes, so nothing was linked."
            )
        case "chase":
            return paragraph(
                "You were reminded here of a contractor who had not accepted, a month ago. "
                "Type `/job board` to see what waits for you."
            )
        case _:
            return paragraph("This has ended. You need not do anything.")


def linked(name: str, *, goes_on: bool) -> Message:
    """In the place of *Link your account*. `goes_on`: a change waited for it."""
    words = stopped(f"✅ Linked as *{safe_line(name).replace('*', '∗')}*") if name else "✅ Linked."
    return paragraph(f"{words} What waited for it goes on by itself." if goes_on else words)


def asked_again(change: Change) -> Message:
    """In the place of an earlier *Waiting for approval*."""
    return paragraph(
        f"✋ {name_of(change)}: It has to be approved again. Please see my newer message about it."
    )


def gone_on(words: str) -> Message:
    """A command that was kept has been taken up. `words`: as Slack gave them."""
    typed = typed_line(words, 150)
    return paragraph(f"▶️ You went on with `{typed}`." if typed else "▶️ You went on with it.")


def ended(change: Change) -> Message:
    """How the change ended that a message said it waits for."""
    job = job_of(change)
    if change.state == "done":
        name = f"*{safe_line(job.heading)}*" if job.heading else name_of(change)
        by = " and ".join(change.outcome.approvers)
        approved = f" {stopped(f'Approved by {safe_line(by)}')}" if by else ""
        return paragraph(f"✅ {blocks.escape(done_words(change))}: {stopped(name)}{approved}")
    if change.state == "withdrawn":
        return paragraph(f"↩️ {name_of(change)}: Withdrawn. Nothing was sent to PropOps.")
    words = named(change, sentence(change.outcome.said or "It didn't go through."))
    return with_code(paragraph(f"✖️ {words}"), code_of(change))


def unreadable() -> Message:
    """The change can't be decrypted any more."""
    return paragraph("This has ended. Please look at the job in PropOps.")


def _confirmed(change: Change) -> PromiseOutcome | None:
    """*Notify anyway* was pressed."""
    if change.state == "done":
        at = blocks.when(change.finished_at or change.updated_at)
        by, done = blocks.member(change.member.user), blocks.escape(done_words(change))
        words = f"✅ Sent anyway by {by}, {at}: {done}, {stopped(name_of(change))}"
        return PromiseOutcome(paragraph(words))
    if change.state == "unknown":
        return PromiseOutcome(_see_below(change))
    if change.state in ENDED:
        return PromiseOutcome(ended(change))
    words = f"⏳ {name_of(change)}: you chose to tell the contractor anyway. I'm on it."
    return PromiseOutcome(paragraph(words), final=False)


def _decided(change: Change) -> Message:
    """To an approver: PropOps's own sentence is for the requester alone."""
    if change.state in {"done", "withdrawn"}:
        return ended(change)
    return paragraph(f"☑️ {name_of(change)}: It did not happen. The person who asked knows why.")


def _raised(change: Change) -> Message:
    job = job_of(change)
    name = f"*{safe_line(job.heading)}*" if job.heading else name_of(change)
    return paragraph(f"✅ Raised again: {stopped(name)}")


def _see_below(change: Change) -> Message:
    return paragraph(
        f"❔ {name_of(change)}: I can't find out whether it worked. "
        "Please see my newer message about it, and choose there."
    )
