"""Warns members before their links expire, and tells them when one has ended."""

from collections.abc import Callable
from datetime import tzinfo

from bot.jobs.change import Member, Place
from bot.jobs.working_time import at_work_from
from bot.slack.messenger import Messenger
from bot.slack.workspace import working_for
from bot.store.sent_notices import SentNoticeStore
from bot.store.tokens import TokenStore
from bot.views import linking as views
from bot.workflows.linking.invitations import Invitations

DAY = 86_400.0
WARNED_AT = (1, 7)
"""Days before the expiry of a link at which its member is warned."""


class ExpiryWarnings:
    """`zone`: the time zone in which the day of expiry is shown."""

    def __init__(
        self,
        tokens: TokenStore,
        notices: SentNoticeStore,
        invitations: Invitations,
        messenger: Messenger,
        zone: tzinfo,
        clock: Callable[[], float],
    ) -> None:
        self._tokens, self._notices, self._invitations = tokens, notices, invitations
        self._messenger, self._zone, self._clock = messenger, zone, clock

    async def warn(self) -> int:
        """Warns every member whose link expires within a week, or a day: once each. The number of warnings.

        In working hours alone, but for a link that ends before the next ones begin.
        """
        warned, now = 0, self._clock()
        begins = at_work_from(now, self._zone)
        for row in await self._tokens.all():
            if row.dead_at is not None or row.broken:
                continue
            days_left = (row.ends_by - now) / DAY
            days = next((each for each in WARNED_AT if 0 < days_left <= each), None)
            if days is None or now < begins < row.ends_by:
                continue
            key = f"link-ends:{'/'.join(row.member)}:{int(row.ends_by)}:{days}"
            if not await self._notices.claim(key):
                continue
            why = views.expiry_notice(row.ends_by, self._zone, exact=row.expires_at is not None)
            message = await self._invitations.invitation(row.member, why, request_kept=False)
            with working_for(row.member):
                told = await self._messenger.send_privately(row.member, Place(), message, key=key)
            if told:
                warned += 1
            else:
                await self._notices.release(key)
        return warned

    async def ended(self, member: Member) -> None:
        """PropOps takes their token no more, so what they would have been told stays out: they are asked to
        link again, once for each link.
        """
        rows = [row for row in await self._tokens.all() if row.member == member]
        for row in rows:
            key = f"link-ended:{'/'.join(member)}:{int(row.ends_by)}"
            if not await self._notices.claim(key):
                continue
            message = await self._invitations.invitation(member, views.ENDED, request_kept=False)
            if not await self._messenger.send_privately(member, Place(), message, key=key):
                await self._notices.release(key)
