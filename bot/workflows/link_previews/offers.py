"""Offers the link to whoever shared a job's page without being linked."""

from bot.jobs.change import Member, Place
from bot.slack.messenger import Messenger
from bot.store.sent_notices import SentNoticeStore
from bot.workflows.linking.invitations import Invitations
from bot.workflows.work_objects import DAY

_OFFER = "Links to jobs show the job here in Slack once your account is linked."


class LinkOffers:
    """Offers the link to whoever shared a job's page without being linked, once a day."""

    def __init__(
        self, invitations: Invitations, messenger: Messenger, notices: SentNoticeStore
    ) -> None:
        self._invitations, self._messenger, self._notices = invitations, messenger, notices

    async def offer(self, member: Member, channel: str) -> None:
        key = f"link_offer:{'/'.join(member)}"
        if not await self._notices.claim_again(key, DAY):
            return
        invitation = await self._invitations.invitation(member, _OFFER, request_kept=False)
        if not await self._messenger.send_privately(member, Place(channel), invitation):
            await self._notices.release(key)
