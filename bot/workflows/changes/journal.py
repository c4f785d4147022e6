"""Every change that was accepted, and how it ended: a line of the log for each, and a count.

The counts add up: `asked` once for each change, and one of the ended states once it is there. What is
missing between the two is under way, or `unknown`. Nothing that people wrote is in a line.
"""

import contextlib
from collections.abc import Callable, Iterator

import structlog

from bot import tracing
from bot.jobs.change import ENDED, Change, State
from bot.slack.workspace import working_for
from bot.store.runs import Recorded
from bot.tracing import OpenSpan, TraceContext, Value
from bot.web.metrics import Metrics

log = structlog.get_logger(__name__)


class ChangeJournal:
    """`clock`: Unix seconds."""

    def __init__(self, metrics: Metrics, clock: Callable[[], float]) -> None:
        self._metrics, self._clock = metrics, clock

    @contextlib.contextmanager
    def accepting(self, change: Change) -> Iterator[Change]:
        """The change as it is stored: its runs go on with the trace of what is done now."""
        with tracing.doing(self._metrics.tracer, "change accept", action=change.action) as span:
            yield change.but(trace=str(span.context))

    @contextlib.contextmanager
    def working(self, change: Change, step: str) -> Iterator[OpenSpan]:
        """A step of the change, for its workspace and as part of its trace. Lines of the log tell of it from here on."""
        parent = TraceContext.parse(change.trace)
        structlog.contextvars.bind_contextvars(**log_context(change))
        about: dict[str, Value] = {"change": change.id, "action": change.action, "run": change.run}
        doing = tracing.doing(self._metrics.tracer, f"change {step}", parent, **about)
        with working_for(change.member), doing as span:
            yield span

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
        tracing.about(state=change.state, why=change.outcome.why)
        if change.state in {"failed", "unknown"}:
            tracing.failed(change.id)
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

    def crashed(self) -> None:
        """A run ended in an error that nobody expects."""
        self._metrics.run_crashed()

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


LOGGED = ("change", "member", "team", "trace")
"""What each line of the log says that is about a change."""


def log_context(change: Change) -> dict[str, str]:
    trace = TraceContext.parse(change.trace)
    about = {"change": change.id, "member": change.member.user, "team": change.member.team}
    return about | ({"trace": trace.trace} if trace else {})


def _about(change: Change) -> dict[str, str]:
    return {"action": change.action, **log_context(change)}
