"""What an operator may decide about a change, and how its member is told of it.

The command line decides (`OperatorRules`), with the bot running or not; the bot tells (`OperatorNews`).
"""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.errors import BotError, CannotPost, WithReason
from bot.jobs.actions import WRITES
from bot.jobs.change import ENDED, OPEN, Change, State
from bot.jobs.outcome import Outcome
from bot.slack.messenger import Messenger
from bot.store.change_log import Attempt
from bot.store.operator_decisions import OperatorDecision
from bot.views import change_status, operator_messages, promise_outcomes
from bot.workflows.changes.journal import ChangeJournal
from bot.workflows.changes.progress import ProgressReporter
from bot.workflows.changes.resolution import MAY_HAVE_LANDED, MayHaveLeft
from bot.workflows.drafts.reopened import ReopenedForms

WITHDRAWN = "Whoever runs this bot took it back: nothing was sent to PropOps."
DONE = "Whoever runs this bot looked in PropOps: it was done."
NOT_DONE = "Whoever runs this bot looked in PropOps: it was not done."

log = structlog.get_logger(__name__)


class Senseless(WithReason):
    """What the operator asked for would do nothing, or harm."""


def withdrawal(change: Change, attempts: Sequence[Attempt], by: str) -> OperatorDecision:
    """Raises `Senseless`, and `MayHaveLeft` while it is being sent and after."""
    _not_ended(change, "nothing to withdraw")
    if change.state == "unknown":
        raise Senseless(f"{change.id} may have been done. {_look_first(change)}")
    sent = any(each.result in MAY_HAVE_LANDED for each in attempts)
    if sent or change.state not in {"asked", "waiting"}:
        raise MayHaveLeft(
            f"{change.id} may have left for PropOps, so it can't be withdrawn. The bot is finding out "
            "what became of it; if it can't, decide then with changes resolve."
        )
    outcome = change.outcome.lasting_into(Outcome("operator", WITHDRAWN))
    states: set[State] = {"asked", "waiting"}
    return OperatorDecision(
        "withdraw", states, "withdrawn", by, {"outcome": outcome}, MAY_HAVE_LANDED
    )


def retrial(change: Change, by: str, *, now: float, linked: bool, sure: bool) -> OperatorDecision:
    """A change that waits is due at once; one with an unknown outcome is sent again. Raises `Senseless`.

    `linked`: its member has a link that works. `sure`: PropOps was looked at.
    """
    if change.state == "done":
        raise Senseless(f"{change.id} is done: sending it again would do it twice.")
    _not_ended(change, "nothing to try again. Whoever asked was told, and can send it again")
    if change.state == "waiting":
        raise Senseless(f"{change.id} waits for approval: it goes on when an approver decides.")
    if change.state == "unknown":
        if not sure:
            raise Senseless(
                f"{change.id} may have been done, and would be done twice. {_look_first(change)} "
                "Or, if it is not there: changes retry with --yes."
            )
        outcome = replace(change.outcome, times_again=change.outcome.times_again + 1)
        return OperatorDecision("retry", {"unknown"}, "asked", by, {"outcome": outcome})
    if change.outcome.why == "link" and not linked:
        member = change.member
        raise Senseless(
            f"{change.id} waits for {member.user} to link: they type /job link, or you type "
            f"propops-bot tokens set {member.team} {member.user}."
        )
    if change.state == "applying" and change.due_at > now:
        raise Senseless(f"{change.id} is being sent at this moment. Please look again in a minute.")
    return OperatorDecision("retry", OPEN, change.state, by)


def resolution(
    change: Change, by: str, *, done: bool, job_uuid: str = "", job_ref: str = ""
) -> OperatorDecision:
    """What became of a change that the bot could not find out. Raises `Senseless`.

    `job_uuid`: which job a create made; it is then read, and its card shown.
    """
    _not_ended(change, "its outcome is known")
    if change.state != "unknown":
        raise Senseless(
            f"{change.id} is {change.state}: the bot is still at it. Only one whose outcome is unknown "
            "can be resolved; see changes retry and changes withdraw."
        )
    if done and job_uuid:
        outcome = replace(change.outcome, claimed_job=job_uuid)
        columns = {"outcome": outcome, "job_uuid": job_uuid, "job_ref": job_ref}
        return OperatorDecision("resolve", {"unknown"}, "checking", by, columns, claims=job_uuid)
    said = Outcome("operator", DONE if done else NOT_DONE, doubted=done, unread=done)
    ended: State = "done" if done else "failed"
    outcome = change.outcome.lasting_into(said)
    return OperatorDecision("resolve", {"unknown"}, ended, by, {"outcome": outcome})


def _not_ended(change: Change, so: str) -> None:
    if change.state in ENDED:
        raise Senseless(f"{change.id} has ended as {change.state}: {so}.")


def _look_first(change: Change) -> str:
    return (
        f"Please look at the job in PropOps first, then type: propops-bot changes resolve {change.id} "
        "with --done or --not-done."
    )


class OperatorNews:
    """Tells a decision once; what it finds ended by itself meanwhile was told by its run."""

    def __init__(
        self,
        messenger: Messenger,
        progress: ProgressReporter,
        forms: ReopenedForms,
        journal: ChangeJournal,
    ) -> None:
        self._messenger, self._progress, self._forms = messenger, progress, forms
        self._journal = journal

    async def tell(self, change: Change) -> bool:
        """True: told. Raises `SlackSilent`, to be tried again."""
        await self._end_question(change)
        ended = change.state in ENDED
        if ended and change.outcome.why != "operator":
            return True
        message = operator_messages.decided(change, await self._kept_form(change))
        kind = "ended" if ended else "goes on"
        try:
            await self._messenger.send_dm(
                change.member,
                message,
                key=f"{change.id}:operator:{change.outcome.times_again}:{kind}",
                maybe_sent_since=change.updated_at,
            )
        except CannotPost as error:
            log.warning("a member was not told of a decision, going on", problem=error.error)
        if ended:
            await self._progress.report_decision(change, message)
            self._journal.moved(change, "unknown")
        return True

    async def _kept_form(self, change: Change) -> str:
        """The id of the draft of a form that came to nothing; empty where there is none."""
        if change.state not in {"withdrawn", "failed"} or not WRITES[change.action].form:
            return ""
        try:
            return (await self._forms.keep(change)).id
        except BotError as error:
            log.warning("keeping the form as a draft failed", problem=type(error).__name__)
            return ""

    async def _end_question(self, change: Change) -> None:
        """The direct message that asked its member what became of it loses its buttons."""
        outcome, ended = change.outcome, change.state in ENDED
        sent_again = not (outcome.why == "operator" or outcome.claimed_job)
        asked = outcome.times_again - sent_again
        if asked < 0 or change.state == "withdrawn":
            return
        message = promise_outcomes.ended(change) if ended else change_status.chosen(change)
        try:
            await self._messenger.bring_dm_to(
                change.member,
                message,
                key=f"{change.id}:unknown:{asked}",
                sent_since=change.created_at,
            )
        except BotError as error:
            log.warning("a question to a member stays open", problem=type(error).__name__)
