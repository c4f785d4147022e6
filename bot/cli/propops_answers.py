"""What PropOps, or somebody in its place, answered to a read: in words for whoever runs the bot."""

from bot.errors import (
    Garbled,
    NotAllowed,
    NotFound,
    PropOpsError,
    RateLimited,
    Refused,
    TokenDead,
    Unreachable,
)


def saw(error: PropOpsError) -> str:
    """Without a full stop, and without anything that was in the answer."""
    match error:
        case TokenDead():
            return "the token is no longer accepted"
        case NotAllowed():
            return "refused to this account"
        case NotFound() | Refused(status=400 | 405):
            return "absent"
        case Garbled() if error.is_absent:
            return "absent"
        case Garbled():
            return f"unreadable ({error.cause})"
        case Unreachable():
            return "no answer"
        case RateLimited():
            return "it asks to wait"
        case _:
            return error.advice.rstrip(".")


def elsewhere(error: PropOpsError) -> str:
    """The same of the health call, which every PropOps answers: what it means for the address."""
    match error:
        case Garbled():
            return (
                f"what answers is not PropOps ({error.cause}). Check PROPOPS_BASE_URL, and whether a "
                "proxy or a sign-in page stands in between."
            )
        case Unreachable():
            return "no answer. Check PROPOPS_BASE_URL, and whether this machine may reach it."
        case _:
            return f"{error.advice} Check PROPOPS_BASE_URL."
