"""Every change that was accepted, and how it ended: a line of the log for each, and a count.

The counts add up: `asked` once for each change, and one of the ended states once it is there. What is
missing between the two is under way, or `unknown`. Nothing that people wrote is in a line.
"""

from collections.abc import Callable

import structlog

from bot.jobs.change import ENDED, Change, State

log = structlog.get_logger(__name__)


class ChangeJournal:
    """`count`: adds one to the metric of an action and a state."""

    def __init__(self, count: Callable[[str, str], None]) -> None:
        self._count = count

    def accepted(self, change: Change) -> None:
        self._count(change.action, "asked")
        log.info("change accepted", **_about(change))

    def moved(self, change: Change, before: State) -> None:
        """The change came into its state, from the state `before`. One it kept is not counted again."""
        if change.state in {before, "asked"}:
            return
        self._count(change.action, change.state)
        why = {"why": change.outcome.why} if change.outcome.why else {}
        if change.state in ENDED:
            ended = change.finished_at or change.updated_at
            seconds = round(max(0.0, ended - change.created_at), 3)
            about = _about(change)
            log.info("change ended", **about, outcome=change.state, seconds=seconds, **why)
        elif change.state == "unknown":
            log.warning("change with an unknown outcome, its member is asked", **_about(change))


def _about(change: Change) -> dict[str, str]:
    return {
        "change": change.id,
        "action": change.action,
        "member": change.member.user,
        "team": change.member.team,
    }
