"""Changes that wait until their member has linked, and their resumption."""

from collections.abc import Callable
from dataclasses import replace

from bot.jobs.change import Change, Member
from bot.members.links import Links
from bot.store.changes import ChangeStore


class WaitingForLink:
    """`wake`: tells the dispatcher that something is due. `clock`: Unix seconds."""

    def __init__(
        self,
        changes: ChangeStore,
        links: Links,
        wake: Callable[[], None],
        clock: Callable[[], float],
    ) -> None:
        self._changes, self._links = changes, links
        self._wake, self._clock = wake, clock

    async def resume(self) -> None:
        """Makes every waiting change due whose member is linked by now.

        Also those whose member was not told yet, such as while the app was removed from Slack.
        """
        for change in await self._waiting():
            if await self._links.linked(change.member) or not change.outcome.reported:
                outcome = replace(change.outcome, reported="")
                await self._changes.put_in_run(
                    change.id, change.run, due_at=self._clock(), outcome=outcome
                )
        self._wake()

    async def any_of(self, member: Member) -> bool:
        """Whether a change of this member waits for their link."""
        return any(change.member == member for change in await self._waiting())

    async def _waiting(self) -> list[Change]:
        return [change for change in await self._changes.open() if waits_for_link(change)]


def waits_for_link(change: Change) -> bool:
    return change.outcome.why == "link"
