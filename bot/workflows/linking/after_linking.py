"""What follows from a member having linked their account."""

from collections.abc import Callable

from bot.jobs.change import Member, Place
from bot.slack.messenger import Messenger
from bot.store.drafts import DraftStore
from bot.views import linking as views
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.linking.waiting import WaitingForLink


class AfterLinking:
    """Whatever else has to know of it is added here."""

    def __init__(
        self,
        permissions: PermissionCache,
        drafts: DraftStore,
        waiting: WaitingForLink,
        messenger: Messenger,
        clock: Callable[[], float],
    ) -> None:
        self._permissions, self._drafts, self._waiting = permissions, drafts, waiting
        self._messenger, self._clock = messenger, clock

    async def resume(self, member: Member, name: str) -> None:
        """Tells them, with the way back to what they had typed, and takes up what waited."""
        self._permissions.forget(member)
        drafts = [draft for draft in await self._drafts.of(member) if draft.kind == "command"]
        alive = [draft for draft in drafts if draft.expires_at > self._clock()]
        draft_id, content = (alive[0].id, alive[0].content) if alive else ("", {})
        waits = await self._waiting.any_of(member)
        message = views.linked(name, draft_id, content, goes_on=waits)
        await self._messenger.send_privately(member, Place(), message)
        await self._waiting.resume()
