"""*Sign in with Slack* before the link page: only the member's own browser may link for them."""

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import BotError
from bot.slack.sign_in import SlackSignIn
from bot.store.audit_log import AuditEntry, AuditLog
from bot.store.link_tickets import LinkTicket
from bot.store.slack_sign_ins import GOOD_FOR, SlackSignInStore
from bot.views import link_page
from bot.workflows.linking.invitations import Invitations
from handlers.page_limit import Limit

COOKIE = "propops-link-browser"
CALLBACK = "/link/slack/callback"
CALLBACKS_PER_MINUTE = 120
"""For all callers: anybody may make one up."""
_AGAIN = "That sign-in is over or was not begun in this browser. In Slack, type /job link."
_NO_ANSWER = "Slack did not confirm who you are. Please try again in a minute, with /job link."


class LinkSignIn:
    """Without `sign_in` (no SLACK_CLIENT_ID) nobody is asked to sign in with Slack."""

    def __init__(
        self,
        sign_in: SlackSignIn | None,
        store: SlackSignInStore,
        invitations: Invitations,
        audit: AuditLog,
    ) -> None:
        self._sign_in, self._store = sign_in, store
        self._callbacks = Limit(CALLBACKS_PER_MINUTE, 60)
        self._invitations, self._audit = invitations, audit

    def routes(self) -> Sequence[BaseRoute]:
        if self._sign_in is None:
            return ()
        return [Route(CALLBACK, self.callback), Route("/link/{ticket}/slack", self.begin)]

    async def may_link(self, request: Request, ticket: LinkTicket) -> bool:
        """Whether this browser is known to be the member's."""
        if self._sign_in is None:
            return True
        browser = request.cookies.get(COOKIE, "")
        return bool(browser) and await self._store.is_confirmed(browser, ticket.member)

    async def begin(self, request: Request) -> Response:
        """Leads to Slack's own page."""
        text = request.path_params["ticket"]
        try:
            ticket = await self._invitations.find_valid(text)
            if ticket is None or self._sign_in is None:
                return _sorry("Please get a new address", _AGAIN, 410)
            browser = request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
            begun = await self._store.begin(browser, text, ticket.member)
        except BotError as error:
            return _sorry("Something went wrong", error.advice, 503)
        address = self._sign_in.address(begun.state, begun.nonce, ticket.member.team)
        response = RedirectResponse(address, 303, link_page.HEADERS)
        response.set_cookie(
            COOKIE,
            browser,
            max_age=int(GOOD_FOR),
            path="/link",
            secure=urlsplit(self._invitations.public_url or "").scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return response

    async def callback(self, request: Request) -> Response:
        """Slack leads the browser back, with a code for us and the state of this browser."""
        if not self._callbacks.allows():
            return _sorry("One moment", "Too many at once. Please try again in a minute.", 429)
        state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
        try:
            begun = await self._store.take(request.cookies.get(COOKIE, ""), state)
            if begun is None or self._sign_in is None:
                return _sorry("Please start again", _AGAIN, 403)
            who = await self._sign_in.who(code, begun.nonce) if code else None
            if who is None:
                return _sorry("Not signed in", _NO_ANSWER, 403)
            member = begun.member
            if who.user != member.user or who.team not in {member.team, member.enterprise}:
                await self._audit.record(
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
            return _sorry("Something went wrong", error.advice, 503)
        return RedirectResponse(
            f"{self._invitations.public_url}/link/{begun.ticket}", 303, link_page.HEADERS
        )


def _sorry(title: str, words: str, status: int) -> Response:
    return HTMLResponse(link_page.sorry(title, words), status, link_page.HEADERS)
