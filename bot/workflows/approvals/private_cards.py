"""Asks approvers in their direct messages while the channel of approvals takes no card: archived, gone, not mine."""

from collections.abc import Sequence

import structlog

from bot.concurrency import side_by_side
from bot.errors import BotError, CannotPost
from bot.jobs.change import Change, Member
from bot.members.access import Access
from bot.slack.messenger import Messenger
from bot.slack.workspace import working_for
from bot.store.approvals import Approval
from bot.store.promises import PromiseMade, PromiseStore
from bot.store.sent_notices import SentNoticeStore
from bot.views import private_approvals as views
from bot.views import promise_outcomes
from bot.views.approvals import ApprovalView
from bot.views.blocks import Message

MOST_ASKED = 12
"""Approvers who are asked one by one: those named themselves first, then those of groups."""
_TOLD = "approvals:asked here:"
_TOLD_AGAIN_AFTER = 7 * 86_400.0

log = structlog.get_logger(__name__)


class PrivateCards:
    """Each approver's card is a promise of kind `decide`, so that it is brought to its outcome like any."""

    def __init__(
        self,
        promises: PromiseStore,
        access: Access,
        messenger: Messenger,
        notices: SentNoticeStore,
    ) -> None:
        self._promises, self._access = promises, access
        self._messenger, self._notices = messenger, notices

    async def ask(
        self, view: ApprovalView, approvers: Sequence[str], problem: CannotPost
    ) -> list[str]:
        """Names of those who have a card now; each gets one, however often this is called."""
        people = await self._people(view.change, approvers)
        asked = await side_by_side(*(self._ask(each, view, problem) for each in people))
        return [
            await self._access.name(each) for each, sent in zip(people, asked, strict=True) if sent
        ]

    async def remind(self, view: ApprovalView, sent: int, message: Message) -> None:
        """Those who were asked here. `sent`: the number of the reminder."""
        for row in await self._of(view.change):
            key = f"{row.key}:remind:{sent}"
            await self._quietly(row.member, message, key)

    async def redraw(self, view: ApprovalView, approval: Approval) -> None:
        """Each card here as the approval is now."""
        message = views.private_card(view)
        for row in await self._of(view.change):
            current = row.key == _key(view, row.member)
            shown = message if current else promise_outcomes.asked_again(view.change)
            # what was approved goes on: its end is shown by whoever ends it
            goes_on = current and approval.state in {"open", "approved"}
            try:
                await self._messenger.update(row.channel, row.ts, shown, still_promises=goes_on)
            except BotError as error:
                log.info("a private approval card is not redrawn", problem=type(error).__name__)

    async def _ask(self, approver: Member, view: ApprovalView, problem: CannotPost) -> bool:
        told = f"{_TOLD}{problem.channel}:{problem.error}:{approver.team}:{approver.user}"
        if await self._notices.claim_again(told, _TOLD_AGAIN_AFTER):
            hint = problem.hint_of("APPROVALS_CHANNEL")
            await self._quietly(approver, views.asked_here(problem.where, hint))
        card = views.private_card(view)
        return await self._quietly(approver, card, _key(view, approver))

    async def _quietly(self, approver: Member, message: Message, key: str = "") -> bool:
        """Whether it is sent. `key`: once."""
        try:
            with working_for(approver):
                await self._messenger.send_dm(approver, message, key)
        except BotError as error:
            log.warning("asking an approver privately failed", problem=type(error).__name__)
            return False
        return True

    async def _people(self, change: Change, approvers: Sequence[str]) -> list[Member]:
        """Without whoever asks, and whoever may decide nothing."""
        users = [each for each in approvers if not each.startswith("S")]
        for id_ in approvers:
            if id_.startswith("S"):
                users += sorted(await self._access.directory.group(id_) or ())
        people = []
        for user in dict.fromkeys(users):
            profile = await self._access.directory.profile(user)
            if user != change.member.user and (profile is None or profile.full):
                people.append(change.member._replace(user=user))
        return people[:MOST_ASKED]

    async def _of(self, change: Change) -> list[PromiseMade]:
        rows = await self._promises.about([change.id])
        return [row for row in rows if row.kind == "decide" and row.ts]


def _key(view: ApprovalView, approver: Member) -> str:
    return f"{view.change.id}:decide:{view.round}:{approver.user}"
