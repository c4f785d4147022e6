"""The web page on which a member links their account.

Its address is a secret of one member, so that no other site can send its form (CSRF); `Origin` and
`Sec-Fetch-Site` are checked too where the browser sends them. Password and token are not stored here.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import BotError, NotWelcome, Unverified
from bot.jobs.change import Member
from bot.members.access import Access
from bot.slack.workspace import working_for
from bot.store.audit_log import AuditEntry
from bot.store.link_tickets import LinkTicket
from bot.store.refusals import RefusalLog
from bot.views import link_page
from bot.web.urlencoded import pairs
from bot.workflows.linking.account_check import LinkRefused
from bot.workflows.linking.invitations import Invitations
from bot.workflows.linking.linking import Linked, Linking, TryUnderWay
from handlers.link_sign_in import LinkSignIn, failed
from handlers.page_limit import SecretLimits

MOST_BODY = 4_096
_EXPIRED = "This address is no longer good. In Slack, press the button again, or type /job link."
PRESS_WITHIN = 2.5
OTHER_TRY_WITHIN = 25.0
"""Seconds that a second press waits for what comes of the first."""
BODY_WITHIN = 10.0
"""Seconds a form's body may take to arrive."""


class LinkPage:
    """Rate-limited: each signed address by itself, and all forged ones together.

    So nobody without an address can keep those who have one from linking. `patience`: seconds that a
    request for an expired address waits for the button press that opened it, since Slack delivers
    the press separately.
    """

    def __init__(
        self,
        invitations: Invitations,
        linking: Linking,
        access: Access,
        refusals: RefusalLog,
        sign_in: LinkSignIn,
        *,
        patience: float = PRESS_WITHIN,
    ) -> None:
        self._invitations, self._linking = invitations, linking
        self._access, self._refusals, self._sign_in = access, refusals, sign_in
        self._limits, self._patience = SecretLimits(), patience

    def routes(self) -> Sequence[BaseRoute]:
        """None without PUBLIC_URL."""
        if self._invitations.public_url is None:
            return ()
        return [
            *self._sign_in.routes(),
            Route("/link/{ticket}", self.respond, methods=["GET", "POST"]),
        ]

    async def respond(self, request: Request) -> Response:
        """GET shows the form, POST links. An error is answered with a page too."""
        text, posting = request.path_params["ticket"], request.method == "POST"
        is_ours = self._invitations.tickets.is_ours(text)
        if not self._limits.allow(text, is_ours=is_ours):
            words = "Too many tries at once. Please try again in a minute."
            return _page(link_page.sorry("One moment", words), 429, {"retry-after": "60"})
        if posting and not self._is_same_origin(request):
            words = "That form did not come from this page. In Slack, type /job link."
            return _page(link_page.sorry("Not from here", words), 403)
        if not is_ours:
            return _expired_page()
        try:
            return await (self._link(request, text) if posting else self._show(request, text))
        except Unverified as error:
            return _page(link_page.sorry("One moment", error.reason), 503, {"retry-after": "60"})
        except NotWelcome as error:
            return await self._not_welcome(text, error)
        except ClientDisconnect:
            return Response(status_code=400)
        except BotError as error:
            return failed(error)

    async def _show(self, request: Request, text: str) -> Response:
        ticket = await self._invitations.find_valid(text)
        if ticket is None:
            return await self._redirect_to_new(text)
        with working_for(ticket.member):
            return await self._show_to(request, text, ticket)

    async def _show_to(self, request: Request, text: str, ticket: LinkTicket) -> Response:
        await self._access.require_access(ticket.member)
        who = await self._identity(ticket.member)
        if not await self._sign_in.may_link(request, ticket):
            return _page(
                link_page.sign_in(who, f"{self._invitations.public_url}/link/{text}/slack")
            )
        return _page(link_page.form(who))

    async def _identity(self, member: Member) -> link_page.SlackIdentity:
        who = await self._access.identity(member)
        workspace = self._access.workspace or member.team
        return link_page.SlackIdentity(who.name, who.handle, member.user, workspace, who.email)

    async def _redirect_to_new(self, text: str) -> Response:
        """Redirects to a new address, once Slack has delivered the press."""
        ends = time.monotonic() + self._patience
        while (fresh := await self._invitations.reissue_after_press(text)) is None:
            if time.monotonic() >= ends:
                return _expired_page()
            await asyncio.sleep(0.2)
        return RedirectResponse(fresh, 303, link_page.HEADERS)

    async def _link(self, request: Request, text: str) -> Response:
        ticket = await self._invitations.find_valid(text)
        if ticket is None:
            return _expired_page()
        with working_for(ticket.member):
            return await self._link_to(request, text, ticket)

    async def _link_to(self, request: Request, text: str, ticket: LinkTicket) -> Response:
        fields = await _fields(request)
        await self._access.require_access(ticket.member, fresh=True)
        who = await self._identity(ticket.member)
        if not await self._sign_in.may_link(request, ticket):
            address = f"{self._invitations.public_url}/link/{text}/slack"
            return _page(link_page.sign_in(who, address), 403)
        if fields is None:
            return _page(
                link_page.form(
                    who,
                    "That is too long for an e-mail address or a password. Please check it and send it again.",
                ),
                413,
            )
        try:
            linked = await self._link_with(fields, ticket)
        except TryUnderWay:
            return await self._after_the_other_try(ticket, who)
        except LinkRefused as error:
            if await self._invitations.find_valid(text) is None:
                return _page(link_page.sorry("This link no longer works", error.reason), 410)
            email, by_token = fields.get("email", ""), bool(fields.get("token", "").strip())
            page = link_page.form(who, error.reason, email=email, by_token=by_token)
            return _page(page, 422)
        return _page(link_page.done(who, linked.name, emails_differ=linked.emails_differ))

    async def _link_with(self, fields: Mapping[str, str], ticket: LinkTicket) -> Linked:
        """Raises `LinkRefused`."""
        token, email = fields.get("token", "").strip(), fields.get("email", "").strip()
        password = fields.get("password", "")
        if token:
            return await self._linking.by_token(ticket, token, fields.get("expires", ""))
        if email and password:
            return await self._linking.sign_in(ticket, email, password)
        raise LinkRefused("Please give your e-mail and password, or a token.")

    async def _after_the_other_try(
        self, ticket: LinkTicket, who: link_page.SlackIdentity
    ) -> Response:
        """The browser shows only the answer to its last press: what came of the one before it."""
        ends = time.monotonic() + OTHER_TRY_WITHIN
        while await self._invitations.tickets.is_busy(ticket.member):
            if time.monotonic() >= ends:
                words = "Your sign-in is still under way. I'll let you know in Slack."
                return _page(link_page.sorry("One moment", words), 202)
            await asyncio.sleep(0.2)
        if await self._invitations.tickets.was_used(ticket):
            return _page(link_page.done(who, await self._linking.linked_name(ticket.member)))
        words = "Your last try didn't go through. Please try once more."
        return _page(link_page.form(who, words), 422)

    async def _not_welcome(self, text: str, error: NotWelcome) -> Response:
        ticket = await self._invitations.find_valid(text)
        if ticket is not None:
            await self._refusals.record(
                AuditEntry("refused", ticket.member, place="page", outcome=error.reason)
            )
        return _page(link_page.sorry("This can't be linked", error.reason), 403)

    def _is_same_origin(self, request: Request) -> bool:
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        if site not in {None, "same-origin", "none"}:
            return False
        home = urlsplit(self._invitations.public_url or "")
        return origin in {None, f"{home.scheme}://{home.netloc}"}


async def _fields(request: Request) -> dict[str, str] | None:
    """The form's fields, None when the body is too long or too slow; empty when it is unreadable."""
    body = b""
    try:
        async with asyncio.timeout(BODY_WITHIN):
            async for piece in request.stream():
                body += piece
                if len(body) > MOST_BODY:
                    return None
    except TimeoutError:
        return None
    try:
        return dict(pairs(body.decode("ascii")))
    except ValueError:
        return {}


def _expired_page() -> Response:
    return _page(link_page.sorry("This link no longer works", _EXPIRED), 410)


def _page(html: str, status: int = 200, more: dict[str, str] | None = None) -> Response:
    return HTMLResponse(html, status, link_page.HEADERS | (more or {}))
