"""Files of the workspace, and the host that gives them to whoever shows the bot token.

Without it, or without the scope, the host answers what Slack's does: a page to sign in, with 200
[messaging/working-with-files].
"""

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

from aiohttp import web

from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.refusals import NotPossible, SlackRefused
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import BOT

Json = dict[str, Any]
SCOPE = "files:read"
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in</body></html>"
CHECKED = web.RequestKey("checked", bool)
"""In a request: whoever passed it on has looked at its token."""
_FURTHER_TYPES = {"heic": "image/heic", "webp": "image/webp"}


@dataclass
class StoredFile:
    """A file that somebody put into Slack. `says`: what Slack takes it for; `size` what it tells.

    `host` plays what goes wrong when it is fetched: the page to sign in, a redirect to `elsewhere`,
    half of it, an error, or nothing at all.
    """

    id: str
    name: str
    data: bytes = field(repr=False)
    by: str
    says: str
    size: int
    is_deleted: bool = False
    host: Literal["", "login", "redirect", "cut", "500", "404", "403", "empty", "drop"] = ""
    elsewhere: str = ""
    shared_in: set[str] = field(default_factory=set)
    """Channels with a message that has it; none for one that was put into a form of the app."""
    fetched: int = 0
    """How often it was given away."""

    def wire(self, workspace: Workspace) -> Json:
        team = workspace.identity.team
        path = f"{workspace.base_url}/files-pri/{team}-{self.id}"
        name = quote(self.name.replace("/", "_"))
        return {
            "id": self.id,
            "created": int(workspace.clock()),
            "name": self.name,
            "title": self.name,
            "mimetype": self.says,
            "filetype": self.name.rpartition(".")[2].lower(),
            "user": self.by,
            "user_team": team,
            "size": self.size,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "file_access": "visible",
            "url_private": f"{path}/{name}",
            "url_private_download": f"{path}/download/{name}",
        }


def is_seen_by_bot(workspace: Workspace, file: StoredFile) -> bool:
    """A bot sees the files of conversations that it is in, and those put into its forms (scope files:read)."""
    channels = (workspace.channels[each] for each in file.shared_in)
    return not file.shared_in or any(BOT in each.members for each in channels)


def add(workspace: Workspace, by: str, name: str, data: bytes, says: str = "") -> StoredFile:
    """A new file; what Slack takes it for follows from its name unless `says` tells."""
    suffix = name.rpartition(".")[2].lower()
    guessed = _FURTHER_TYPES.get(suffix) or mimetypes.guess_type(name)[0]
    kind = says or guessed or "application/octet-stream"
    stored = StoredFile(workspace.new_id("F"), name, data, by, kind, len(data))
    workspace.files[stored.id] = stored
    return stored


def chosen(workspace: Workspace, element: Json, files: list[Any], *, force: bool) -> list[Json]:
    """What a `file_input` holds once these were put into it. Raises `NotPossible`."""
    most, kinds = element.get("max_files", 10), element.get("filetypes")
    if len(files) > most and not force:
        raise NotPossible(f"{element['action_id']} takes {most} files at most")
    for each in files:
        if isinstance(each, StoredFile) and kinds and not force:
            suffix = each.name.rpartition(".")[2].lower()
            if suffix not in kinds:
                raise NotPossible(f"{element['action_id']} takes no .{suffix}")
    return [each.wire(workspace) if isinstance(each, StoredFile) else each for each in files]


def info(workspace: Workspace, call: Call) -> Json:
    """files.info."""
    stored = workspace.files.get(call.string("file"))
    if not isinstance(stored, StoredFile) or not is_seen_by_bot(workspace, stored):
        raise SlackRefused("file_not_found")
    if stored.is_deleted:
        raise SlackRefused("file_deleted")
    return {"file": stored.wire(workspace), "comments": []}


class FileHost:
    """Where the bytes are."""

    def __init__(
        self, workspace: Workspace, token: str, scopes: Callable[[], frozenset[str]]
    ) -> None:
        """`scopes`: those of the token, now."""
        self._workspace, self._token, self._scopes = workspace, token, scopes

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/files-pri/{team_and_id}/{name}", self.fetch),
            web.get("/files-pri/{team_and_id}/download/{name}", self.fetch),
        ]

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        file_id = request.match_info["team_and_id"].partition("-")[2]
        stored = self._workspace.files.get(file_id)
        allowed = request.headers.get("Authorization", "") == f"Bearer {self._token}"
        allowed = allowed or request.get(CHECKED, False)
        if not allowed or SCOPE not in self._scopes() or not isinstance(stored, StoredFile):
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        if not is_seen_by_bot(self._workspace, stored):
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        if stored.is_deleted or stored.host == "404":
            return web.Response(status=404, text=LOGIN_PAGE, content_type="text/html")
        match stored.host:
            case "login":
                return web.Response(text=LOGIN_PAGE, content_type="text/html")
            case "redirect":
                return web.Response(status=302, headers={"Location": stored.elsewhere})
            case "500" | "403":
                return web.Response(status=int(stored.host))
            case "empty":
                return web.Response(content_type=stored.says)
            case "drop" | "cut":
                return await _broken_off(request, stored)
        stored.fetched += 1
        return web.Response(body=stored.data, content_type=stored.says)


async def _broken_off(request: web.Request, stored: StoredFile) -> web.StreamResponse:
    response = web.StreamResponse()
    response.content_length = len(stored.data)
    if stored.host == "cut":
        await response.prepare(request)
        await response.write(stored.data[: len(stored.data) // 2])
    if request.transport is not None:
        request.transport.abort()
    return response
