"""The app was removed from a workspace: its installation and its links end, its changes are kept."""

import math

import structlog

from bot.slack import workspace
from bot.store.installations import Installation
from bot.store.stores import Stores
from bot.web.installations import Installations
from bot.workflows.linking.linking import Linking

_LATE = 1.0
"""Seconds: Slack tells the time of an event in whole ones."""
EVENT = "workspace.ended"
_MOST = 10_000

log = structlog.get_logger(__name__)


class Removal:
    """`installations`: None for a bot of one workspace."""

    def __init__(
        self, linking: Linking, installations: Installations | None, stores: Stores
    ) -> None:
        self._linking, self._installations = linking, installations
        self._changes, self._approvals = stores.changes, stores.approvals

    async def removed(
        self, team: str, enterprise: str, why: str, *, at: float = 0.0, bots: tuple[str, ...] = ()
    ) -> None:
        """Slack says so. `at`: when it happened (Unix seconds); `bots`: whose tokens were revoked, where
        it says whose. Raises `DatabaseDown`.
        """
        here = workspace.current()
        if self._installations is None or here is None:
            await self._linking.forget_workspace(team, enterprise, why)
            return
        found = self._installations.find(here)
        if found is None or (bots and found.bot_user not in bots):
            return
        if at and at + _LATE < found.installed_at:
            log.info("an earlier installation was removed, leaving this one", team=team)
            return
        await self.end(found, why)

    async def end(self, installation: Installation, why: str) -> bool:
        """Whether it had not ended before. Nothing is sent there any more. Raises `DatabaseDown`."""
        assert self._installations is not None
        ended = await self._installations.end(installation, why)
        if ended:
            await self._linking.forget_workspace(installation.team, installation.enterprise, why)
            await self._note(installation, why)
        return ended

    async def _note(self, installation: Installation, why: str) -> None:
        """Whoever looks at a change that waits reads why nobody hears of it."""
        waiting = [each.change_id for each in await self._approvals.due(math.inf, _MOST)]
        for change in [*await self._changes.open(_MOST), *await self._changes.get_many(waiting)]:
            if _belongs(change.member, installation):
                await self._changes.add_event(change.id, EVENT, why)

    async def lost_access(self, teams: list[str], why: str) -> None:
        """Of an organisation's installation: it serves these workspaces no more. Raises `DatabaseDown`."""
        here = workspace.current()
        found = self._installations.find(here) if self._installations and here else None
        if found is not None and not found.team:
            for team in teams:
                await self._linking.forget_workspace(team, found.enterprise, why)


def _belongs(whose: workspace.OfWorkspace, installation: Installation) -> bool:
    if installation.team:
        return whose.team == installation.team
    return whose.enterprise == installation.enterprise
