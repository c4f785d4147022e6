"""What is deleted of a workspace once the app is removed from it."""

from bot.jobs.change import Member
from bot.store.audit_log import AuditEntry, AuditLog
from bot.store.board_readers import BoardReaderStore
from bot.store.link_tickets import LinkTicketStore
from bot.store.slack_profiles import SlackProfileStore
from bot.store.tokens import TokenStore


class WorkspaceData:
    """Links, addresses for linking, profiles, boards go; changes and the audit stay."""

    def __init__(
        self,
        tokens: TokenStore,
        tickets: LinkTicketStore,
        profiles: SlackProfileStore,
        board_readers: BoardReaderStore,
        audit: AuditLog,
    ) -> None:
        self._tokens, self._tickets, self._audit = tokens, tickets, audit
        self._profiles, self._board_readers = profiles, board_readers

    async def forget(self, team: str, enterprise: str, why: str) -> int:
        """Of an organisation when `team` is none; the number of links. Raises `DatabaseDown`."""
        teams = {team} if team.startswith("T") else await self._teams_of(enterprise or team)
        removed = await self._tokens.remove_workspace(team, enterprise)
        await self._tickets.revoke_all(team, enterprise)
        for each in sorted(teams):
            await self._profiles.remove_workspace(each)
            await self._board_readers.remove_workspace(each)
        workspace = Member(enterprise, team, "")
        await self._audit.record(
            AuditEntry("workspace.cleared", workspace, outcome=why, detail={"links": removed})
        )
        return removed

    async def _teams_of(self, enterprise: str) -> set[str]:
        """As far as anybody there was linked or looked at their board."""
        members = [row.member for row in await self._tokens.all()]
        members += [reader.member for reader in await self._board_readers.all()]
        return {each.team for each in members if each.enterprise == enterprise} | {enterprise}
