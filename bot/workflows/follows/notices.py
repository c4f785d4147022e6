"""A follow that rests: its person is told once, privately, and what they have to do for it to go on."""

import contextlib
from collections.abc import Callable

from bot.errors import CannotPost
from bot.jobs.change import Place
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from bot.store.follow_rows import Follow
from bot.store.follows import FollowStore
from bot.store.sent_notices import SentNoticeStore
from bot.views import follows as views
from bot.workflows.linking.invitations import Invitations

LOOK_AGAIN = 3600.0
"""Seconds after which it is looked whether the bot is back in the channel."""


class FollowNotices:
    """`clock`: Unix seconds."""

    def __init__(
        self,
        follows: FollowStore,
        notices: SentNoticeStore,
        invitations: Invitations,
        messenger: Messenger,
        clock: Callable[[], float],
    ) -> None:
        self._follows, self._notices = follows, notices
        self._invitations, self._messenger, self._clock = invitations, messenger, clock

    async def is_over(self, follow: Follow) -> bool:
        """Whether it may be tried again: the bot is back in its channel, or some time has passed since its
        account lacked the right. Else its person is told why it rests, unless they have been.
        """
        told_before = not await self._tell(follow)
        if follow.paused == "channel":
            standing = await self._messenger.channel_members.standing(follow.channel, fresh=True)
            if standing == "in":
                return True
        if follow.paused == "right" and told_before:
            return True
        waits = follow.paused in {"channel", "right"}
        await self._follows.rest(follow, self._clock() + LOOK_AGAIN if waits else None)
        return False

    async def too_many(self, follow: Follow, most: int) -> None:
        """Its lists hold more than a look reads (`most` jobs): its person is told, once as long as it follows
        that.
        """
        key = f"follow-many:{follow.id}:{follow.version}"
        if await self._notices.claim(key):
            message = views.notice(views.too_many(follow.channel, most))
            if not await self._messenger.send_privately(follow.member, Place(), message, key=key):
                await self._notices.release(key)

    async def _tell(self, follow: Follow) -> bool:
        """Whether they were told just now."""
        key = f"follow-rests:{follow.id}:{int(follow.paused_at)}"
        if not follow.paused or not await self._notices.claim(key):
            return False
        words = views.rests(follow.paused, follow.channel)
        if follow.paused == "link":
            message = await self._invitations.invitation(follow.member, words, request_kept=False)
        else:
            message = views.notice(words)
        if not await self._messenger.send_privately(follow.member, Place(), message, key=key):
            await self._notices.release(key)
        if follow.paused == "person":  # they may never read it, and nobody else would know
            with contextlib.suppress(CannotPost, SlackSilent):
                await self._messenger.post(follow.channel, views.nobody_looks(), key=f"{key}:here")
        return True
