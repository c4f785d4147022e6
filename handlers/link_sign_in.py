"""*Sign in with Slack* before the link page: only the member's own browser may link for them."""

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import BotError
from bot.slack.sign_in import SlackSignIn
from bot.store.audit_log import AuditEntry
from bot.store.link_tickets import LinkTicket
from bot.store.refusals import RefusalLog
from bot.store.slack_sign_ins import GOOD_FOR, SlackSignInStore
from bot.views import link_page
from bot.workflows.linking.invitations import Invitations
from handlers.background import logged
from handlers.page_limit import SecretLimits

COOKIE = "propops-link-browser"
CALLBACK = "/link/slack/callback"
_TOO_MANY = "Too many tries at once. Please try again in a minute."
_AGAIN = "That sign-in is over or was not begun in this browser. In Slack, type /job link."
_NO_ANSWER = "Slack did not confirm who you are. Please try again in a minute, with /job link."


class LinkSignIn:
    """Without `sign_in` (no SLACK_CLIENT_ID) nobody is asked to sign in with Slack."""

    def __init__(
        self,
        sign_in: SlackSignIn | None,
        store: SlackSignInStore,
        invitations: Invitations,
        refusals: RefusalLog,
    ) -> None:
        self._sign_in, self._store = sign_in, store
        self._begins, self._callbacks = SecretLimits(), SecretLimits()
        self._invitations, self._refusals = invitations, refusals

    def routes(self) -> Sequence[BaseRoute]:
        if self._sign_in is None:
            return ()
        return [Route(CALLBACK, self.callback), Route("/link/{ticket}/slack", self.begin)]

    @property
    def _has_tls(self) -> bool:
        return urlsplit(self._invitations.public_url or "").scheme == "https"

    @property
    def _cookie(self) -> str:
        """With TLS one that no other host of the domain can plant [RFC 6265bis, 4.1.3.2]."""
        return f"__Host-{COOKIE}" if self._has_tls else COOKIE

    async def may_link(self, request: Request, ticket: LinkTicket) -> bool:
        """Whether this browser is known to be the member's."""
        if self._sign_in is None:
            return True
        browser = request.cookies.get(self._cookie, "")
        return bool(browser) and await self._store.is_confirmed(browser, ticket.member)

    async def begin(self, request: Request) -> Response:
        """Leads to Slack's own page."""
        text = request.path_params["ticket"]
        is_ours = self._invitations.tickets.is_ours(text)
        if not self._begins.allow(text, is_ours=is_ours):
            return _sorry("One moment", _TOO_MANY, 429)
        try:
            ticket = await self._invitations.find_valid(text)
            if ticket is None or self._sign_in is None:
                return _sorry("This link no longer works", _AGAIN, 410)
            browser = request.cookies.get(self._cookie) or secrets.token_urlsafe(24)
            begun = await self._store.begin(browser, text, ticket.member)
        except BotError as error:
            return failed(error)
        address = self._sign_in.address(begun.state, begun.nonce, ticket.member.team)
        response = RedirectResponse(address, 303, link_page.HEADERS)
        response.set_cookie(
            self._cookie,
            browser,
            max_age=int(GOOD_FOR),
            path="/" if self._has_tls else "/link",
            secure=self._has_tls,
            httponly=True,
            samesite="lax",
        )
        return response

    async def callback(self, request: Request) -> Response:
        """Slack leads the browser back, with a code for us and the state of this browser."""
        state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
        if not self._callbacks.allow(state, is_ours=self._store.is_ours(state)):
            return _sorry("One moment", _TOO_MANY, 429)
        try:
            begun = await self._store.take(request.cookies.get(self._cookie, ""), state)
            if begun is None or self._sign_in is None:
                return _sorry("Please start again", _AGAIN, 403)
            who = await self._sign_in.who(code, begun.nonce) if code else None
            if who is None:
                return _sorry("Not signed in", _NO_ANSWER, 403)
            member = begun.member
            if who.user != member.user or who.team not in {member.team, member.enterprise}:
                await self._refusals.record(
                    AuditEntry("link.refused", member, subject=who.user, outcome="another browser")
                )
                words = (
                    f"In Slack you are member {who.user}, and this address is for member "
                    f"{member.user}. If somebody sent it to you, don't use it: they would act in "
                    "PropOps as you. For an address of your own type /job link in Slack."
                )
                return _sorry("This is not your address", words, 403)
            await self._store.confirm(begun)
        except BotError as error:
            return failed(error)
        return RedirectResponse(
            f"{self._invitations.public_url}/link/{begun.ticket}", 303, link_page.HEADERS
        )


def failed(error: BotError) -> Response:
    """The page that apologises, with the code of the failure."""
    words = f"{error.advice} Code for whoever runs this bot: {logged(error)}"
    return _sorry("Something went wrong", words, 503)


def _sorry(title: str, words: str, status: int) -> Response:
    return HTMLResponse(link_page.sorry(title, words), status, link_page.HEADERS)
