"""The page people open to link their account: read, start, answer.

The address is a secret of one Slack person, so nobody else's page can send its form; browsers that
say where a form comes from are believed on top. The password and the token are never kept here.
"""

import time
from collections import deque
from collections.abc import Sequence
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import BotError
from bot.people import People
from bot.views import linkpage
from bot.web.form import pairs
from bot.workflows.linking import Linking, LinkRefused

MOST_BODY = 4_096
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": linkpage.POLICY,
    # `no-referrer` would make browsers hide where our own form comes from; this never leaves us.
    "referrer-policy": "same-origin",
}
_OVER = "This address is no longer good. In Slack, type /job link for a new one."

log = structlog.get_logger(__name__)


class Limit:
    """At most `most` in any `seconds`, for all callers together."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._times: deque[float] = deque()

    def allows(self) -> bool:
        now = time.monotonic()
        while self._times and now - self._times[0] > self._seconds:
            self._times.popleft()
        if len(self._times) >= self._most:
            return False
        self._times.append(now)
        return True


class LinkPage:
    """`posts`, `gets`: how many a minute."""

    def __init__(
        self, linking: Linking, people: People, *, posts: int = 60, gets: int = 300
    ) -> None:
        self._linking, self._people = linking, people
        self._posts, self._gets = Limit(posts, 60), Limit(gets, 60)

    def routes(self) -> Sequence[BaseRoute]:
        """None without PUBLIC_URL."""
        if self._linking.public_url is None:
            return ()
        return [Route("/link/{ticket}", self.answer, methods=["GET", "POST"])]

    async def answer(self, request: Request) -> Response:
        """GET shows the form, POST links. A page always, whatever goes wrong."""
        posting = request.method == "POST"
        if not (self._posts if posting else self._gets).allows():
            words = "Too many people at once. Please try again in a minute."
            return _page(linkpage.sorry("One moment", words), 429, {"retry-after": "60"})
        if posting and not self._from_here(request):
            words = "That form did not come from this page. In Slack, type /job link."
            return _page(linkpage.sorry("Not from here", words), 403)
        try:
            return await (self._link(request) if posting else self._show(request))
        except BotError as error:
            log.warning("link page", problem=type(error).__name__)
            return _page(linkpage.sorry("Something went wrong", error.advice), 503)

    async def _show(self, request: Request) -> Response:
        ticket = await self._linking.look(request.path_params["ticket"])
        if ticket is None:
            return _page(linkpage.sorry("Please get a new address", _OVER), 410)
        return _page(linkpage.form(await self._people.name(ticket.member)))

    async def _link(self, request: Request) -> Response:
        ticket = await self._linking.look(request.path_params["ticket"])
        if ticket is None:
            return _page(linkpage.sorry("Please get a new address", _OVER), 410)
        name = await self._people.name(ticket.member)
        fields = await _fields(request)
        if fields is None:
            return _page(linkpage.form(name, "That was too long. Please try again."), 413)
        token, email = fields.get("token", "").strip(), fields.get("email", "").strip()
        password = fields.get("password", "")
        try:
            await self._people.welcome(ticket.member)
            if token:
                linked = await self._linking.by_token(ticket, token)
            elif email and password:
                linked = await self._linking.sign_in(ticket, email, password)
            else:
                words = "Please give a token, or your e-mail and password."
                return _page(linkpage.form(name, words), 422)
        except LinkRefused as error:
            if await self._linking.look(request.path_params["ticket"]) is None:
                return _page(linkpage.sorry("Please get a new address", error.reason), 410)
            return _page(linkpage.form(name, error.reason), 422)
        return _page(linkpage.done(name, linked))

    def _from_here(self, request: Request) -> bool:
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if site not in {None, "same-origin", "none"}:
            return False
        home = urlsplit(self._linking.public_url or "")
        return origin in {None, f"{home.scheme}://{home.netloc}"}


async def _fields(request: Request) -> dict[str, str] | None:
    """The form, or None when it is too long; anything unreadable is an empty one."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BODY:
            return None
    try:
        return dict(pairs(body.decode("ascii")))
    except ValueError:
        return {}


def _page(html: str, status: int = 200, more: dict[str, str] | None = None) -> Response:
    return HTMLResponse(html, status, _HEADERS | (more or {}))
