"""Reminders, escalation and expiry of open approvals, by polling their due times."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.concurrency import side_by_side
from bot.errors import BotError, CannotPost
from bot.jobs.change import Change, Member
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.slack.workspace import working_for
from bot.store.approvals import Approval
from bot.store.changes import ChangeStore
from bot.store.encryption import CannotDecrypt
from bot.views import approvals as views
from bot.views.private_approvals import private_reminder
from bot.workflows.approvals.decisions import Approvals

NOBODY = Member("", "", "")
RETRY_SECONDS = 300.0
"""Seconds after which a reminder that failed in Slack is tried again."""

log = structlog.get_logger(__name__)


class ApprovalReminders:
    """`poll` is called every few seconds, in every process; one of them acts on each approval."""

    def __init__(
        self,
        approvals: Approvals,
        changes: ChangeStore,
        access: Access,
        messenger: Messenger,
        wake: Callable[[], None],
        clock: Callable[[], float],
        fail_undecryptable: Callable[[str], Awaitable[None]],
    ) -> None:
        """`wake`: tells the dispatcher that something is due. `fail_undecryptable`: ends a change that
        can't be decrypted any more.
        """
        self._approvals, self._changes, self._access = approvals, changes, access
        self._messenger, self._wake, self._clock = messenger, wake, clock
        self._fail_undecryptable = fail_undecryptable

    async def poll(self) -> int:
        """The number of approvals that were due."""
        due = await self._approvals.store.due(self._clock())
        await side_by_side(*map(self._try, due))
        return len(due)

    async def _try(self, approval: Approval) -> None:
        try:
            await self._act(approval)
        except BotError as error:
            log.warning("approval reminder failed, retrying", problem=type(error).__name__)

    async def _act(self, approval: Approval) -> None:
        try:
            change = await self._changes.get(approval.change_id)
        except CannotDecrypt:
            await self._fail_undecryptable(approval.change_id)
            return
        if change is not None:
            with working_for(change.member):
                await self._act_on(change, approval)

    async def _act_on(self, change: Change, approval: Approval) -> None:
        now = self._clock()
        if now >= approval.expires_at:
            await self._approvals.store.decide(approval.change_id, approval.round, NOBODY, "expire")
            self._wake()
            return
        rules, sent = self._approvals.rules, approval.reminders_sent + 1
        asked, expires = approval.asked_at, approval.expires_at
        while (next_at := rules.next_reminder(asked, sent, expires)) <= now:
            sent += 1  # those that were missed while the bot was down are one
        escalate_to = rules.escalate_to
        last = sent >= len(rules.reminders) or next_at >= expires
        wider = last and bool(set(escalate_to) - set(approval.approvers))
        if wider:  # first, so that a failure from here on can't lose it
            approvers = tuple(dict.fromkeys((*approval.approvers, *escalate_to)))
            await self._approvals.store.add_approvers(approval.change_id, approvers)
        if not await self._approvals.store.take_reminder(approval, sent, next_at):
            return
        try:
            await self._remind(change, approval, wider=wider)
        except BotError:
            await self._approvals.store.return_reminder(approval, sent, now + RETRY_SECONDS)
            raise

    async def _remind(self, change: Change, approval: Approval, *, wider: bool) -> None:
        """Posts the reminder under the card. The card first: it may be deleted, or was never posted."""
        cards, problem = self._approvals.cards, None
        try:
            await cards.show(change, repeated=True)
        except CannotPost as error:
            problem = error
        fresh = await self._approvals.store.get(approval.change_id) or approval
        view = await cards.view(change, fresh)
        gone = await self._no_longer_in_slack(view.approvers)
        if problem is not None:
            if not await cards.ask_privately(change, problem):
                raise problem
            message = private_reminder(view, wider=wider, gone=gone)
            await cards.remind_privately(view, approval.reminders_sent, message)
            return
        message = views.reminder(view, wider=wider, gone=gone)
        await self._messenger.post(
            fresh.channel,
            message,
            key=f"{change.id}:approval:{approval.round}:remind:{approval.reminders_sent}",
            thread=fresh.ts,
        )

    async def _no_longer_in_slack(self, approvers: Sequence[str]) -> list[str]:
        """Approvers named one by one who are no longer in Slack."""
        users = [id_ for id_ in approvers if not id_.startswith("S")]
        profiles = [await self._access.directory.profile(user) for user in users]
        return [p.user for p in profiles if p is not None and (p.deleted or not p.exists)]
