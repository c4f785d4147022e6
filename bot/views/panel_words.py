"""The sentences of a side panel, in plain text: why it shows no job, and what became of a save."""

from bot.errors import BotError, NotLinked, RateLimited
from bot.jobs.change import Change
from bot.views.error_codes import with_code_in_words

LINK_FIRST = "Link your PropOps account"
NOT_FOR_YOU = "Not for this account"
NOT_ALLOWED = "You can't see this job"
NOT_FOUND = "No such job"
NOT_SHOWN = "The job can't be shown"
SLOW = "PropOps is slow"
BUSY = "PropOps is busy"
AWAY = "PropOps is away"
TRY_AGAIN = "PropOps takes longer than Slack waits. Please press refresh in a moment."
TOO_OLD = "This panel is too old to save. Please press refresh, then change it again: PropOps is unchanged."
NO_COMMENTS = "Case notes are not shown here. Please use Show or Add note on the card."
NOTES_STAY = (
    "Case notes in PropOps can't be changed or answered one by one. Please write a new one."
)
WRITE_SOMETHING = "Please write the note first."


def ask_of_comment(suspicion: str, them: str) -> str:
    """Said over a comment that may tell a code; `them`: or `it`."""
    return (
        f"{suspicion} A case note has no private part, and the job's contractor may read it: "
        f"take {them} out, or post it again to keep {them}."
    )


def how_to_link(error: BotError | None) -> str:
    """Where there is no page to link at."""
    advice = (error or NotLinked()).advice
    return f"{advice} Please type /job link in any channel, then press refresh here."


def not_saved(change: Change) -> str:
    """Why the panel does not show what was saved, and what happens next. The member is told it privately too."""
    said = change.outcome.said
    match change.state, change.outcome.why:
        case "waiting", _:
            return "Waiting for approval: PropOps is unchanged until a colleague approves. I'll tell you."
        case (("asked" | "applying" | "checking"), "lost"):
            return (
                "Checking with PropOps… it didn't answer. Please don't save again: I'll tell you."
            )
        case "asked", "down" if said == RateLimited.words:
            return "PropOps is busy and asks us to wait. Your change is kept and sent by itself: I'll tell you."
        case "asked", "down":
            return "PropOps is away. Your change is kept and sent as soon as it is back: I'll tell you."
        case "asked", "behind":
            return f"{said} Yours is kept and sent after it: I'll tell you."
        case "asked", "link":
            return "Please link your PropOps account: I've sent you how. Your change is kept and goes on then."
        case "failed", "conflict":
            return (
                f"{said} Nothing was saved: press Resume in the message I've sent you, and choose."
            )
        case (("failed" | "refused" | "expired"), _):
            words = (
                f"{said} PropOps is unchanged. Press Resume in the message I've sent you to go on."
            )
            return with_code_in_words(words, change.id)
        case "withdrawn", _:
            return "This was withdrawn, so PropOps is unchanged. Please press refresh."
        case "unknown", _:
            return "Nobody can tell whether PropOps took it: please choose in the message I've sent you."
    return "Saving… PropOps takes longer than usual. You can close this: the card shows it when it's done."
