"""How much of what happens to jobs in PropOps is told to a whole channel: where many change at once, the first few.

The rest is in the threads of their cards alone, which the channel is told once. All processes share the count.
"""

from bot.store.sent_notices import SentNoticeStore

MOST = 10
"""Replies shown in their channel too within any `SPAN`."""
SPAN = 600.0
"""Seconds."""


class ChannelBursts:
    def __init__(self, notices: SentNoticeStore) -> None:
        self._notices = notices

    async def has_room(self, channel: str) -> bool:
        """Whether one more reply may be shown there; counts it. Raises `DatabaseDown`."""
        return await self._notices.claim_place(channel, MOST, SPAN)

    async def full_since(self, channel: str) -> float:
        """When the channel had room no longer (Unix seconds): the same for every process, for a `SPAN`.
        Raises `DatabaseDown`.
        """
        return await self._notices.first_within(f"{channel}:full", SPAN)
