"""The status of a change in words: the answer to old buttons, and what can be done about it."""

from collections.abc import Sequence

from bot.errors import RateLimited
from bot.jobs.change import ENDED, Change, State
from bot.jobs.change_summary import done_words, write_of
from bot.jobs.model import Job
from bot.jobs.promises import Promise, of_draft
from bot.views import blocks
from bot.views.blocks import Message, View
from bot.views.buttons import Press
from bot.views.card_buttons import deletion_buttons
from bot.views.error_codes import code_of, with_code
from bot.views.messages import RESUME
from bot.views.mrkdwn import safe_line, sentence
from bot.views.paragraphs import paragraph

WITHDRAW = "Withdraw"
_CAME_TO_NOTHING: frozenset[State] = frozenset({"failed", "refused", "expired", "unknown"})


def status(change: Change, by: str = "") -> Message:
    """The status of a change, for whoever presses one of its buttons.

    `by`: the name of its member, where somebody else pressed.
    """
    text = _status_for_others(change, safe_line(by, 80)) if by else _status_text(change)
    tells = not by and change.state not in ENDED
    told = paragraph(named(change, text), promise=Promise("checking", change.id) if tells else None)
    return with_code(told, code_of(change)) if change.state in _CAME_TO_NOTHING else told


def replaced(change: Change, by: str) -> Message:
    """For the member of a change that waited for their link, and whose place another press took."""
    doing = blocks.escape(write_of(change).title)
    return paragraph(
        f"{name_of(change)}: {safe_line(by, 80)} pressed {doing} too, and has linked already, so it is "
        "done as them. You need not do anything; once you have linked, your own presses go through."
    )


def held(change: Change) -> Message:
    """PropOps does not answer, or Slack gives no file; until then the change can be withdrawn."""
    press = Press("withdraw", change.job_uuid, change.job_ref, change=change.id)
    write = write_of(change)
    which = "" if write.form else f" ({blocks.escape(write.title.lower())})"
    text = (
        f"{name_of(change)}{which}: {_saved(change)}, and let you know. "
        "Nothing for you to do: press Withdraw only if it should not go out."
    )
    return paragraph(text, [press.button(WITHDRAW)], Promise("held", change.id))


def _saved(change: Change) -> str:
    """Why it waits and what happens next, without an end."""
    if change.outcome.waits_for_slack:
        return "Saved. Slack isn't giving me the file just now; I'll try again for two minutes"
    if change.outcome.why == "behind":
        return (
            "Saved. PropOps hasn't said yet whether an earlier change of this job went through; I'm checking "
            "that first, then I'll send this one"
        )
    if change.outcome.said == RateLimited.words:
        return "Saved. PropOps is busy and asks me to wait; I'll send it as soon as I may"
    return "Saved. PropOps is away; I'll send it when it's back"


def held_view(change: Change) -> View:
    """The same in the modal the form was sent from."""
    return blocks.modal(write_of(change).title, held(change).blocks)


def deletion_waits(change: Change) -> Message:
    """A deletion is about to be sent; until then its member can undo it."""
    words = (
        f"🗑️ {name_of(change)} will be deleted {blocks.when(change.send_at)}. "
        "Until then you can press Undo, here or on its card."
    )
    buttons = deletion_buttons(change.job_uuid, change.job_ref, change.id, "")
    return paragraph(words, buttons, Promise("undo", change.id))


def deletion_view(change: Change) -> View:
    """The same in the modal the form was sent from."""
    return blocks.modal(write_of(change).title, deletion_waits(change).blocks)


def job_kept(change: Change, by: str = "") -> Message:
    """A deletion was undone before it was sent. `by`: the name of somebody else who did."""
    who = f" {safe_line(by, 80)} pressed Undo." if by else ""
    return paragraph(f"↩️ {name_of(change)} stays: nothing was deleted.{who}")


def deleting_now(change: Change) -> Message:
    """*Delete now* was pressed."""
    words = f"{name_of(change)}: it is being deleted. I'll tell you when it is done."
    return paragraph(words, promise=Promise("checking", change.id))


def withdrawn(change: Change, draft: str = "") -> Message:
    """Withdrawn before it was sent. `draft`: the form is kept under this id."""
    text = f"{name_of(change)}: Withdrawn. Nothing was sent to PropOps."
    if not draft:
        return paragraph(text)
    button = blocks.button("Resume", RESUME, value=draft)
    text = f"{text} Your form is kept: press Resume to go on with it."
    return paragraph(text, [button], of_draft(draft))


def chosen(change: Change) -> Message:
    """The answer to *It is this one* and *Create it again*."""
    if change.outcome.claimed_job:
        words = "Thank you. I'm fetching the job and will show its card."
    else:
        words = f"{write_of(change).doing} again. I'll tell you when it is done."
    return paragraph(f"{name_of(change)}: {words}", promise=Promise("checking", change.id))


def too_late(ref: str, lasts: str) -> Message:
    """*Undo*, pressed when its time is over. `lasts`: how long it is, in words."""
    name = f"*{blocks.escape(ref)}*: " if ref else ""
    return paragraph(
        f"{name}Undo works for {lasts} after an update, and that time is over. Nothing was "
        "changed. Please press Restore to go back to any earlier state."
    )


def created_twice(change: Change, others: Sequence[Job]) -> Message:
    """A create whose answer was lost was applied twice."""
    names = ", ".join(f"*{blocks.escape(job.job_ref or job.uuid)}*" for job in others[:10])
    return paragraph(
        f"PropOps took {name_of(change)} twice: it answered so late that I had sent it again. "
        f"The other one is {names}. Please check it and delete the one you don't need in PropOps."
    )


def _status_text(change: Change) -> str:
    write = write_of(change)
    at = blocks.when(change.finished_at or change.updated_at)
    match change.state:
        case "done":
            return f"{blocks.escape(done_words(change))} already, {at}. Nothing was sent again."
        case "withdrawn":
            return (
                f"Withdrawn, {at}. Nothing was sent. Please start again if you want it after all."
            )
        case "failed" | "refused" | "expired":
            reason = sentence(change.outcome.said or "It didn't go through.")
            return f"{reason} Nothing was sent again. {blocks.escape(write.again)}"
        case "unknown":
            return (
                "I can't find out whether it worked. "
                "I've sent you a direct message with what you can choose."
            )
        case "checking":
            return "I'm still checking whether PropOps took it. Please don't send it again."
        case "waiting":
            return "It waits for somebody's approval."
        case _ if change.held or change.outcome.waits_for_slack or change.outcome.why == "behind":
            return f"{_saved(change)}."
        case _ if change.outcome.why == "link":
            return "It goes on once you have linked your account."
        case _ if change.outcome.why == "undo":
            return f"It will be sent {blocks.when(change.send_at)}; until then Undo on its card stops it."
        case _:
            return "It's being sent right now. I'll tell you when it is done."


def _status_for_others(change: Change, by: str) -> str:
    """Nothing here says *you* of what another member asked for, nor repeats what they were told."""
    at = blocks.when(change.finished_at or change.updated_at)
    match change.state:
        case "done":
            return f"{blocks.escape(done_words(change))} already, by {by}, {at}. Nothing was sent again."
        case "withdrawn":
            return (
                f"{by} took it back, {at}. Nothing was sent. Please press again to do it yourself."
            )
        case "failed" | "refused" | "expired":
            return f"It didn't go through for {by}, {at}. Please press again to try it yourself."
        case "unknown":
            return (
                f"{by} pressed it before you, and I can't find out whether it worked. "
                f"I've asked {by}; please talk to them before you do anything."
            )
        case "checking":
            return (
                f"{by} pressed it before you. I'm still checking whether PropOps took it; "
                "the card will say."
            )
        case "waiting":
            return f"{by} asked for it before you, and it waits for somebody's approval."
        case _ if change.held or change.outcome.why == "behind":
            return f"{by} asked for it before you. It will be sent when PropOps answers."
        case _:
            return f"{by} pressed it just before you, and it is being sent. The card will show it."


def named(change: Change, words: str) -> str:
    """Escaped words with the job before them, unless they name it by themselves."""
    ref = blocks.escape(change.job_ref)
    begins = words.split(". ", 1)[0]
    return words if ref and ref in begins else f"{name_of(change)}: {words}"


def name_of(change: Change) -> str:
    """The job in bold: its reference, or the title it was given."""
    name = change.job_ref or str(change.fields.get("job_title", "")) or "The job"
    return f"*{safe_line(name, 150).replace('*', '∗')}*"
