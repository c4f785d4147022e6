"""New bot tokens for those that end: one of all replicas asks, the others wait and read.

A refresh token works once [authentication/using-token-rotation], so a lease in the table decides who asks,
and its number whose answer counts. An answer that is lost once Slack has given it can't be had again: then
somebody has to install the app anew, and whoever runs the bot is told so, once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from time import time

import structlog
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.leave_by import LeaveBy
from bot.store.database import DatabaseDown
from bot.store.installations import Installation, InstallationStore

RENEW_BEFORE = 7_200.0
"""Seconds before its end from which on a token is renewed; it lives for 43,200."""
LEASE = 30.0
"""Seconds: three times what asking takes at most (`bot.slack.client.TIMEOUT`)."""
STORED_WITHIN = 600.0
"""Seconds for which storing a new token is tried, while the database is away."""
SPENT = frozenset({"invalid_refresh_token", "invalid_grant", "token_revoked", "account_inactive"})
"""Slack's words for a refresh token that gives nothing any more [reference/methods/oauth.v2.access]."""
_LEAVES_WITHIN = 10.0
_WAIT, _PAUSE, _STORE_AGAIN = 15.0, 0.2, 1.0
_ALWAYS = 10_000_000
"""Minutes: whether it is time was decided by our own clock."""

log = structlog.get_logger(__name__)


class TokenRotation:
    """`install_page`: where the app is installed anew. `clock`: Unix seconds."""

    def __init__(
        self,
        store: InstallationStore,
        rotator: AsyncTokenRotator,
        clock: Callable[[], float],
        install_page: str = "",
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._store, self._rotator, self._clock, self._sleep = store, rotator, clock, sleep
        self._install_page = install_page
        self._told: dict[tuple[str, str], str] = {}
        """Of each installation, why Slack gave no token the last time."""

    async def renewed(self, installation: Installation) -> Installation | None:
        """With the new token, whoever asked for it; as it is where Slack gave none; None once it ended.

        Raises `DatabaseDown`.
        """
        if installation.is_refused:
            return installation
        leave_by = LeaveBy(_LEAVES_WITHIN)
        lease = await self._store.take_rotation(installation, LEASE)
        if lease is None:
            return await self._asked_elsewhere(installation)
        fresh: Installation | None = None
        try:
            if not leave_by.has_passed:  # else frozen just now: another may be asking
                fresh = await self._ask(installation)
        finally:
            if fresh is None:
                await asyncio.shield(self._store.end_rotation(installation, lease))
        if fresh is not None and await self._stored(fresh, lease):
            self._told.pop(_key(installation), None)
            log.info("a token was renewed", team=_name(installation))
        return await self._now(installation)

    async def _stored(self, fresh: Installation, lease: int) -> bool:
        """Tried again while the database is away, since Slack gives these tokens once. Raises `DatabaseDown`."""
        waited = 0.0
        while True:
            try:
                return await self._store.put_rotated(fresh, lease)
            except DatabaseDown:
                if waited >= STORED_WITHIN:
                    raise
            await self._sleep(_STORE_AGAIN)
            waited += _STORE_AGAIN

    async def _asked_elsewhere(self, installation: Installation) -> Installation | None:
        waited = 0.0
        while waited < _WAIT:
            now = await self._now(installation)
            if now is None or now.ended_at is not None or now.version != installation.version:
                return now
            await self._sleep(_PAUSE)
            waited += _PAUSE
        return await self._now(installation)

    async def _ask(self, installation: Installation) -> Installation | None:
        """None where Slack does not give one; unless it never will, it is asked again with the same refresh token."""
        bot = Bot(
            bot_token=installation.token,
            bot_id=installation.bot,
            bot_user_id=installation.bot_user,
            bot_refresh_token=installation.refresh_token,
            bot_token_expires_at=int(time()),
            installed_at=installation.installed_at,
        )
        try:
            fresh = await self._rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=_ALWAYS
            )
        except SlackTokenRotationError as error:
            await self._refused(installation, str(error.api_error.response.get("error")))
            return None
        except Exception as error:  # the connection, or an answer that is none
            log.warning(
                "a token is not renewed, retrying",
                team=_name(installation),
                cause=type(error).__name__,
            )
            return None
        if fresh is None or not fresh.bot_token or fresh.bot_token_expires_at is None:
            await self._refused(installation, "no bot token")
            return None
        return replace(
            installation,
            token=fresh.bot_token,
            refresh_token=fresh.bot_refresh_token or installation.refresh_token,
            expires_at=self._clock() + fresh.bot_token_expires_at - time(),
        )

    async def _refused(self, installation: Installation, error: str) -> None:
        """Told once: by whichever replica hears it first where it is for good, else by each when it is new."""
        if error in SPENT:
            if await self._store.refuse_rotation(installation):
                log.error(
                    "slack renews the token of a workspace no more: an admin of it has to install the app again",
                    team=_name(installation),
                    error=error,
                    install_at=self._install_page,
                    works_until=_moment(installation.expires_at),
                )
        elif self._told.get(_key(installation)) != error:
            self._told[_key(installation)] = error
            log.error(
                "slack gives no new token for an old one, retrying",
                team=_name(installation),
                error=error,
            )

    async def _now(self, installation: Installation) -> Installation | None:
        return await self._store.get(installation.enterprise, installation.team)


def _key(installation: Installation) -> tuple[str, str]:
    return installation.enterprise, installation.team


def _name(installation: Installation) -> str:
    return installation.team or installation.enterprise


def _moment(at: float | None) -> str:
    """In UTC, as the log's own times."""
    return "" if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
