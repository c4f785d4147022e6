"""Where the app is installed, for a bot of many workspaces: which of them a payload is of, and its token."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt.authorization import AuthorizeResult

from bot.errors import Busy, NotWelcome
from bot.lru_dict import LruDict
from bot.slack.payload_user import payload_user
from bot.slack.web_api import NoBotToken
from bot.slack.workspace import WorkspaceKey
from bot.store.database import DatabaseDown
from bot.store.installations import Installation, InstallationStore
from bot.web.installation import FOREIGN, BotAuth, Identity, Installed
from bot.web.token_rotation import RENEW_BEFORE, TokenRotation

LOOKED_AT_EVERY = 3.0
"""Seconds after which the table is read again: what another replica has installed or ended."""
_LOOK_WITHIN = 1.0
"""Seconds for a look at the table for a workspace that nobody knows: another replica may just have installed it."""
_LAST_MOMENT = 60.0
"""Seconds before its end in which a token is no longer used."""
_RENEWED_WITHIN = 20.0
"""Seconds that somebody waits for a new token; asking for it goes on."""
_MOST_IDENTITIES = 10_000
NOT_INSTALLED = "I'm not installed in this Slack workspace (any more). Please ask an admin of it to install me again: {}"

log = structlog.get_logger(__name__)


class Installations(BotAuth):
    """Known in memory, so that no request waits for the database. `clock`: Unix seconds."""

    def __init__(
        self,
        store: InstallationStore,
        rotation: TokenRotation,
        install_page: str,
        clock: Callable[[], float],
    ) -> None:
        self.store, self._rotation, self._clock = store, rotation, clock
        self._install_page = install_page
        self._known: dict[WorkspaceKey, Installation] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._renewing: dict[WorkspaceKey, asyncio.Task[None]] = {}
        self._identities: LruDict[WorkspaceKey, WorkspaceIdentity] = LruDict(_MOST_IDENTITIES)

    # What is known

    async def refresh(self, *, anew: bool = False) -> None:
        """Reads the table; callers at the same time share one reading. Raises `DatabaseDown`.

        `anew`: not one that was begun before.
        """
        if anew and self._looking is not None:
            await asyncio.wait({self._looking})
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look(), name="installations")
        await asyncio.shield(self._looking)

    async def _look(self) -> None:
        rows = await self.store.all()
        self._known = {WorkspaceKey(row.enterprise, row.team): row for row in rows}

    def all(self) -> list[Installation]:
        """Ended ones too."""
        return list((self._known or {}).values())

    def find(self, where: WorkspaceKey) -> Installation | None:
        """The one that serves a workspace: its own, else that of its organisation. Asks nobody."""
        return self._own(where.team) or self._of_organisation(where.enterprise)

    def _own(self, team: str) -> Installation | None:
        live = (row for row in self.all() if row.team == team and row.ended_at is None)
        return next(live, None) if team else None

    def _of_organisation(self, enterprise: str) -> Installation | None:
        row = (self._known or {}).get(WorkspaceKey(enterprise, "")) if enterprise else None
        return row if row is not None and row.ended_at is None else None

    def identity(self, where: WorkspaceKey) -> "WorkspaceIdentity":
        if where not in self._identities:
            self._identities[where] = WorkspaceIdentity(self, where)
        return self._identities[where]

    # Whose a payload is

    async def workspace_of(
        self, team: str | None, enterprise: str | None, body: Mapping[str, Any] | None = None
    ) -> WorkspaceKey | None:
        happened_in = payload_user(body or {}).context  # an organisation's events say it here alone
        asked = WorkspaceKey(_starting("E", enterprise, team), _starting("T", team, happened_in))
        found = self.find(asked)
        if found is None:
            try:
                async with asyncio.timeout(_LOOK_WITHIN):
                    await self.refresh(anew=True)
            except (DatabaseDown, TimeoutError):
                raise Busy from None
            found = self.find(asked)
        if self._known is None:
            raise Busy
        if found is None:
            log.info("a payload of a workspace without an installation", team=team)
            raise NotWelcome(NOT_INSTALLED.format(self._install_page))
        if _of_another_bot(body or {}, found):
            raise NotWelcome(FOREIGN)
        return WorkspaceKey(found.enterprise, asked.team)

    async def __call__(self, **about: Any) -> AuthorizeResult:
        """Bolt's own question; whom it finds is who the bot is there, so that it leaves out itself."""
        team, enterprise = about.get("team_id"), about.get("enterprise_id")
        found = self.find(WorkspaceKey(_starting("E", enterprise, team), _starting("T", team)))
        return AuthorizeResult(
            enterprise_id=enterprise,
            team_id=team,
            bot_user_id=found.bot_user if found else None,
            bot_id=found.bot if found else None,
        )

    # Tokens

    async def token(self, where: WorkspaceKey) -> str:
        """Raises `NoBotToken`."""
        found = self.find(where)
        if found is None:
            try:
                await self.refresh(anew=True)
            except DatabaseDown as error:
                raise NoBotToken(f"database: {error.cause}", for_good=False) from None
            found = self.find(where)
        if found is None:
            raise NoBotToken("account_inactive", for_good=True)
        if not found.token:
            raise NoBotToken("the token can't be decrypted", for_good=False)
        if found.expires_at is not None and found.expires_at - self._clock() < _LAST_MOMENT:
            await self._renewed(found)
            found = self.find(where)
            if found is None or (found.expires_at or 0) - self._clock() < _LAST_MOMENT:
                raise NoBotToken("token_expired", for_good=False)
        return found.token

    async def renew_due(self) -> None:
        """Asks Slack for new tokens in the place of those that end soon. Goes on after a failure."""
        soon = self._clock() + RENEW_BEFORE
        for row in self.all():
            if row.ended_at is not None or row.is_refused:
                continue
            if row.expires_at is not None and row.expires_at < soon:
                await self._renewed(row)

    async def _renewed(self, installation: Installation) -> None:
        """Callers at the same time share one renewal. Never raises an expected error."""
        where = WorkspaceKey(installation.enterprise, installation.team)
        renewing = self._renewing.get(where)
        if renewing is None:
            renewing = asyncio.create_task(self._renew(installation), name="token rotation")
            self._renewing[where] = renewing
            renewing.add_done_callback(lambda _: self._renewing.pop(where, None))
        await asyncio.wait({renewing}, timeout=_RENEWED_WITHIN)
        if renewing.done():
            renewing.result()

    async def _renew(self, installation: Installation) -> None:
        try:
            fresh = await self._rotation.renewed(installation)
        except DatabaseDown as error:
            log.warning("a token is not renewed, retrying", cause=error.cause)
            return
        if fresh is not None and self._known is not None:
            self._known[WorkspaceKey(fresh.enterprise, fresh.team)] = fresh

    # The end

    async def end(self, installation: Installation, why: str) -> bool:
        """Whether it had not ended before: from now on nothing is sent there. Raises `DatabaseDown`."""
        ended = await self.store.end(installation, why)
        await self.refresh(anew=True)
        if ended:
            log.warning(
                "an installation ended",
                team=installation.team,
                enterprise=installation.enterprise,
                why=why,
            )
        return ended

    async def problems(self) -> list[str]:
        """What is wrong with tokens, and what to do, a sentence for each workspace: for `/readyz`."""
        words = [(row, row.trouble(self._clock())) for row in self.all()]
        return [
            f"{row.team or row.enterprise}: {wrong}: an admin of it opens {self._install_page}"
            for row, wrong in words
            if wrong
        ]


class WorkspaceIdentity(Identity):
    """Who the bot is in one of many workspaces; it is its `BotToken` too."""

    def __init__(self, installations: Installations, where: WorkspaceKey) -> None:
        self._installations, self._where = installations, where

    @property
    def installed(self) -> Installed | None:
        found = self._installations.find(self._where)
        if found is None:
            return None
        scopes = tuple(each for each in found.scopes.split(",") if each)
        who = found.bot_user, found.bot, found.url
        return Installed(found.team, found.enterprise, *who, scopes)

    async def get(self) -> str:
        return await self._installations.token(self._where)

    @property
    def only_team(self) -> str:
        found = self._installations.find(self._where)
        return self._where.team if found is not None and not found.team else ""


def _starting(letter: str, *ids: str | None) -> str:
    """Of a whole organisation some payloads name it as their team."""
    return next((each for each in ids if each and each.startswith(letter)), "")


def _of_another_bot(body: Mapping[str, Any], found: Installation) -> bool:
    """Whether a message was pressed that another installation posted: in a channel shared between
    two companies that both have the app, each sees the other's cards.

    Slack does not say whether the bot id of a whole organisation is one in all its workspaces, so there its
    user id tells as well.
    """
    match body:
        case {"type": "block_actions", "message": {"bot_id": str(bot)} as message}:
            is_ours = bot == found.bot or (not found.team and message.get("user") == found.bot_user)
            return bool(found.bot) and not is_ours
    return False
