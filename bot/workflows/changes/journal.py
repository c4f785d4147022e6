"""Every change that was accepted, and how it ended: a line of the log for each, and a count.

The counts add up: `asked` once for each change, and one of the ended states once it is there. What is
missing between the two is under way, or `unknown`. Nothing that people wrote is in a line.
"""

from collections.abc import Callable

import structlog

from bot.jobs.change import ENDED, Change, State
from bot.store.runs import Recorded
from bot.web.metrics import Metrics

log = structlog.get_logger(__name__)


class ChangeJournal:
    """`clock`: Unix seconds."""

    def __init__(self, metrics: Metrics, clock: Callable[[], float]) -> None:
        self._metrics, self._clock = metrics, clock

    def accepted(self, change: Change) -> None:
        self._metrics.change(change.action, "asked")
        log.info("change accepted", **_about(change))

    def moved(self, change: Change, before: State, *, waited: bool = False) -> None:
        """The change came into its state, from the state `before`. One it kept is not counted again.

        `waited`: for somebody to link, on its way there.
        """
        if change.state in {before, "asked"}:
            return
        self._metrics.change(change.action, change.state)
        why = {"why": change.outcome.why} if change.outcome.why else {}
        if change.state in ENDED:
            ended = change.finished_at or change.updated_at
            seconds = round(max(0.0, ended - change.created_at), 3)
            self._metrics.change_ended(change.action, change.state, change.outcome.why)
            if change.state == "done":
                waited = waited or waited_for_people(change)
                self._metrics.change_done(change.action, seconds, waited=waited)
            about = _about(change)
            log.info("change ended", **about, outcome=change.state, seconds=seconds, **why)
        elif change.state == "unknown":
            log.warning("change with an unknown outcome, its member is asked", **_about(change))

    def shown(self, change: Change, recorded: Recorded | None) -> None:
        """What came of the change stands in Slack now."""
        if change.state != "done":
            return
        waited = waited_for_people(change) or (recorded is not None and recorded.waited)
        seconds = max(0.0, self._clock() - change.created_at)
        self._metrics.change_shown(change.action, seconds, waited=waited)


def waited_for_people(change: Change) -> bool:
    """Whether somebody had to approve it, or the time in which it could be undone had to pass."""
    return bool(change.outcome.approval_round or change.send_at)


def _about(change: Change) -> dict[str, str]:
    return {
        "change": change.id,
        "action": change.action,
        "member": change.member.user,
        "team": change.member.team,
    }
