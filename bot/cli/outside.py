"""PropOps and Slack for a command that can do without: None where their settings are missing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import ValidationError
from slack_sdk.web.async_client import AsyncWebClient

from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.settings import Settings
from bot.slack.client import open_session, web_client, without_retries

SLACK_SECONDS = 3.0
"""A call to Slack takes that long at most: a command that lists things waits for no names."""


@asynccontextmanager
async def propops() -> AsyncIterator[Gateway | None]:
    settings = _settings()
    if settings is None:
        yield None
        return
    transport = Transport(settings.propops_base_url, settings.propops_timeout_seconds)
    gateway = Gateway(transport, settings.names)
    try:
        yield gateway
    finally:
        await gateway.aclose()


@asynccontextmanager
async def slack() -> AsyncIterator[AsyncWebClient | None]:
    """None for a bot of many workspaces too: an id alone does not say of which it is."""
    settings = _settings()
    if settings is None or settings.many_workspaces:
        yield None
        return
    session = open_session(timeout=SLACK_SECONDS)
    try:
        yield without_retries(web_client(settings, session))
    finally:
        await session.close()


def _settings() -> Settings | None:
    """Those of the bot, where they are whole."""
    try:
        return Settings()
    except ValidationError:
        return None
