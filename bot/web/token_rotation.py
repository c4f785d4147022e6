"""New bot tokens for those that end: one of all replicas asks, the others wait and read.

A refresh token works once [authentication/using-token-rotation], so a lease in the table decides who asks.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from time import time

import structlog
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.store.installations import Installation, InstallationStore

RENEW_BEFORE = 7_200.0
"""Seconds before its end from which on a token is renewed; it lives for 43,200."""
LEASE = 30.0
_WAIT, _PAUSE = 15.0, 0.2
_ALWAYS = 10_000_000
"""Minutes: whether it is time was decided by our own clock."""

log = structlog.get_logger(__name__)


class TokenRotation:
    """`clock`: Unix seconds. Every method raises `DatabaseDown`."""

    def __init__(
        self,
        store: InstallationStore,
        rotator: AsyncTokenRotator,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._store, self._rotator, self._clock, self._sleep = store, rotator, clock, sleep

    async def renewed(self, installation: Installation) -> Installation | None:
        """With the new token, whoever asked for it; as it is where Slack gave none; None once it ended."""
        if not await self._store.take_rotation(installation, LEASE):
            return await self._asked_elsewhere(installation)
        try:
            fresh = await self._ask(installation)
        except BaseException:
            await asyncio.shield(self._store.end_rotation(installation))
            raise
        if fresh is None:
            await self._store.end_rotation(installation)
        elif await self._store.put_rotated(fresh):
            log.info("a token was renewed", team=installation.team or installation.enterprise)
        return await self._now(installation)

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
        """None where Slack does not give one; it is asked again then, with the same refresh token."""
        bot = Bot(
            bot_token=installation.token,
            bot_id=installation.bot,
            bot_user_id=installation.bot_user,
            bot_refresh_token=installation.refresh_token,
            bot_token_expires_at=int(time()),
            installed_at=installation.installed_at,
        )
        where = installation.team or installation.enterprise
        try:
            fresh = await self._rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=_ALWAYS
            )
        except SlackTokenRotationError as error:
            said = error.api_error.response.get("error")
            log.error("slack gives no new token for an old one", team=where, error=said)
            return None
        except Exception as error:  # the connection, or an answer that is none
            log.warning("a token is not renewed, retrying", team=where, cause=type(error).__name__)
            return None
        if fresh is None or not fresh.bot_token or fresh.bot_token_expires_at is None:
            log.error("slack gives no new bot token for an old one", team=where)
            return None
        return replace(
            installation,
            token=fresh.bot_token,
            refresh_token=fresh.bot_refresh_token or "",
            expires_at=self._clock() + fresh.bot_token_expires_at - time(),
        )

    async def _now(self, installation: Installation) -> Installation | None:
        return await self._store.get(installation.enterprise, installation.team)
