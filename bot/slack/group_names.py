"""Names of user groups (`usergroups.list`), cached: `@office-approvers` instead of an id.

Slack shows a mention of a group by itself; these are for sentences that notify nobody.
"""

import asyncio
from time import monotonic

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.web_api import Ok, call_once

CACHED_FOR = 900.0
"""Seconds the list is cached; after a failure it is asked for again after `RETRY_AFTER`."""
RETRY_AFTER = 30.0
PATIENCE = 1.0
"""Seconds the list is waited for: somebody waits for a sentence."""

log = structlog.get_logger(__name__)


class GroupNames:
    """One request at a time, whoever asks."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._names: dict[str, str] = {}
        self._asked_again_at = 0.0
        self._request: asyncio.Task[None] | None = None

    async def name(self, group: str) -> str:
        """`@handle`; empty where Slack can't say. Never raises."""
        if monotonic() >= self._asked_again_at:
            if self._request is None or self._request.done():
                self._request = asyncio.create_task(self._fetch(), name="usergroups.list")
            await asyncio.wait({self._request}, timeout=PATIENCE)
        return self._names.get(group, "")

    async def _fetch(self) -> None:
        answer = await call_once(self._client.usergroups_list)
        rows = answer.rows("usergroups") if isinstance(answer, Ok) else None
        if rows is None:
            self._asked_again_at = monotonic() + RETRY_AFTER
            log.warning("names of user groups can't be read, going on without")
            return
        self._asked_again_at = monotonic() + CACHED_FOR
        self._names = {
            str(row["id"]): f"@{row['handle']}"
            for row in rows
            if isinstance(row, dict) and row.get("id") and row.get("handle")
        }
