"""Fetches a file that somebody put into Slack: from Slack's own hosts, never further.

Bytes are had with the bot token and its scope `files:read`. Without it Slack answers a page to sign
in, with 200 [messaging/working-with-files]; where a file was deleted, `files.info` says so.
"""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import WithReason
from bot.jobs.attached_files import AttachedFile, is_acceptable
from bot.media.cleaning import too_large, wrong_type
from bot.media.kinds import MOST_BYTES, is_web_page
from bot.slack.client import FILE_DOWNLOAD, LOOPBACK
from bot.slack.web_api import Ok, SlackSilent, call_until_answered

HOSTS = frozenset(
    {
        *("files.slack.com", "files-origin.slack.com", "slack-files.com"),
        *("files.slack-gov.com", "slack-files-gov.com"),
    }
)
"""Where Slack keeps files; nothing else is ever sent the token."""
PATIENCE = 10.0
"""Seconds until Slack has to have told of a file."""
_FETCH = aiohttp.ClientTimeout(total=20, sock_connect=5, sock_read=10)
_WAITS = (0.5, 2.0, 0.0)
"""Seconds after each try that Slack did not answer; three tries are well within a run's lease."""
_MOST_HOPS = 3
_GONE, _UNSEEN = "file_deleted", "file_not_found"
"""Of a file in a conversation that the bot is not in Slack says that it can't be found [reference/methods/files.info]."""

log = structlog.get_logger(__name__)


class FileUnavailable(WithReason):
    """It can't be had, or is none that may be sent on; `reason` names it."""


class FileNotYet(FileUnavailable):
    """Slack does not give it now, and may later."""


class SlackFiles:
    """`fetch` alone; nothing of a file is kept."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client, self._session = client, session
        api = urlsplit(client.base_url).hostname or ""
        self._loopback = api if api in LOOPBACK else ""

    async def fetch(self, file: AttachedFile) -> bytes:
        """Its bytes, at most `MOST_BYTES`. Raises `FileUnavailable`; while Slack is away, `FileNotYet`."""
        for wait in _WAITS:
            about = await self._about(file)  # anew each time: it may be deleted meanwhile
            size = about.get("size")
            if isinstance(size, int) and size > MOST_BYTES:
                raise FileUnavailable(too_large(file.name, size))
            if not is_acceptable(about):
                raise FileUnavailable(wrong_type(file.name))
            url = str(about.get("url_private_download") or about.get("url_private") or file.url)
            try:
                async with asyncio.timeout(_FETCH.total):
                    data = await self._bytes(file.name, url)
                if data or not size:
                    return data
                log.info("fetching a file failed", problem="empty")
            except (TimeoutError, aiohttp.ClientError, SlackSilent) as error:
                log.info("fetching a file failed", problem=type(error).__name__)
            await asyncio.sleep(wait)
        raise FileNotYet(_not_now(file.name))

    async def _about(self, file: AttachedFile) -> Mapping[str, Any]:
        """What Slack tells of it now; what the form told, where it tells nothing."""
        try:
            answer = await call_until_answered(
                "files.info", lambda: self._client.files_info(file=file.id), PATIENCE
            )
        except SlackSilent:
            raise FileNotYet(_not_now(file.name)) from None
        if isinstance(answer, Ok):
            told = answer.body.get("file")
            if not isinstance(told, Mapping):
                raise FileNotYet(_not_now(file.name))
            if told.get("mode") == "tombstone":
                raise FileUnavailable(_gone(file.name))
            return told
        if answer.error in {_GONE, _UNSEEN}:
            words = _gone if answer.error == _GONE else _unseen
            raise FileUnavailable(words(file.name))
        log.warning("Slack tells nothing of a file, trying its address", problem=answer.error)
        if not file.url:
            raise FileUnavailable(_not_given(file.name))
        return {"url_private": file.url, "size": file.size}

    async def _bytes(self, name: str, url: str) -> bytes:
        for _ in range(_MOST_HOPS):
            if not self._is_slacks(url):
                log.warning("a file lies outside Slack, refusing it", host=urlsplit(url).hostname)
                raise FileUnavailable(_elsewhere(name))
            headers = {"Authorization": f"Bearer {self._client.token}"}
            async with self._session.get(
                url,
                headers=headers,
                allow_redirects=False,
                timeout=_FETCH,
                trace_request_ctx=FILE_DOWNLOAD,
            ) as response:
                if response.status in {301, 302, 303, 307, 308}:
                    url = self._next_hop(name, url, response.headers.get("Location", ""))
                    continue
                if response.status != 200:  # whether it is deleted, files.info alone says
                    raise SlackSilent("file", f"status {response.status}")
                if response.content_type == "text/html":
                    raise FileUnavailable(_not_given(name))
                return await _read(name, response)
        raise FileUnavailable(_elsewhere(name))

    def _next_hop(self, name: str, url: str, location: str) -> str:
        """Where a redirect leads, if that is a file host. To a workspace's own page leads a missing scope."""
        there = urljoin(url, location)
        host = urlsplit(there).hostname or ""
        same = urlsplit(there).netloc == urlsplit(url).netloc
        if same if self._loopback else host in HOSTS:
            return there
        log.warning("a file host redirects elsewhere, not following", host=host)
        raise FileUnavailable(_not_given(name) if host.endswith(".slack.com") else _elsewhere(name))

    def _is_slacks(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        if parts.username or parts.password:
            return False
        if self._loopback:
            return parts.scheme in {"http", "https"} and parts.hostname == self._loopback
        return parts.scheme == "https" and parts.hostname in HOSTS and parts.port in {None, 443}


async def _read(name: str, response: aiohttp.ClientResponse) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        data += chunk
        if len(data) > MOST_BYTES:
            raise FileUnavailable(too_large(name, max(len(data), response.content_length or 0)))
    if is_web_page(bytes(data[:512])):
        raise FileUnavailable(_not_given(name))
    return bytes(data)


def _gone(name: str) -> str:
    return f"{name} was deleted in Slack before I could send it. Please send it again."


def _unseen(name: str) -> str:
    return (
        f"I can't see {name}: it was deleted, or it is in a conversation I'm not in. Please send it with "
        "/job photos."
    )


def _not_given(name: str) -> str:
    return (
        f"Slack didn't let me have {name}. Please add it in PropOps. "
        "(For your administrator: the Slack app needs the scope files:read.)"
    )


def _not_now(name: str) -> str:
    return f"Slack isn't giving me {name} right now. Please send it again in a few minutes."


def _elsewhere(name: str) -> str:
    return f"{name} is kept outside Slack, where I don't go. Please upload the file itself."
