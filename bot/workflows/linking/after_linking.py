"""What follows from a member having linked their account."""

from collections.abc import Callable

from bot.jobs.actions import WRITES
from bot.jobs.change import Member, Place
from bot.slack.messenger import Messenger
from bot.store.drafts import DraftStore
from bot.views import linking as views
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.linking.waiting import WaitingForLink
from bot.workflows.promises import Promises


class AfterLinking:
    """Anything else that depends on a new link is added here."""

    def __init__(
        self,
        permissions: PermissionCache,
        drafts: DraftStore,
        waiting: WaitingForLink,
        messenger: Messenger,
        promises: Promises,
        clock: Callable[[], float],
    ) -> None:
        self._permissions, self._drafts, self._waiting = permissions, drafts, waiting
        self._messenger, self._promises, self._clock = messenger, promises, clock
        self.heard: Callable[[Member], None] = lambda _member: None
        """Hears whose link is there, or gone, by now."""

    def forget(self, member: Member) -> None:
        """The member's link is gone, or another one."""
        self._permissions.forget(member)
        self.heard(member)

    async def resume(self, member: Member, name: str, *, emails_differ: bool = False) -> None:
        """Tells the member, offers what they typed before linking, and resumes their waiting changes."""
        self.forget(member)
        drafts = [draft for draft in await self._drafts.of(member) if draft.kind == "command"]
        valid = [draft for draft in drafts if draft.expires_at > self._clock()]
        draft_id, content = (valid[0].id, valid[0].content) if valid else ("", {})
        waits = await self._waiting.any_of(member)
        may = await self._permissions.can(member, (WRITES["create"].permission,))
        message = views.linked(
            name, draft_id, content, goes_on=waits, emails_differ=emails_differ, may_raise=may
        )
        await self._messenger.send_privately(member, Place(), message)
        await self._promises.settle_links(member, name)
        await self._waiting.resume()
