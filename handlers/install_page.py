"""Installing the app in a workspace: `/slack/install`, and where Slack leads the browser back to."""

from collections.abc import Mapping, Sequence

import structlog
from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import BotError
from bot.store.oauth_states import OAuthStateStore
from bot.views import link_page
from bot.web.oauth import INSTALL, REDIRECT
from handlers.link_sign_in import failed
from handlers.page_limit import Limit, SecretLimits

_TOO_MANY = "Too many tries at once. Please try again in a minute."
_AGAIN = "Please start again from the installing page, in the same browser, and finish within ten minutes."
_WHY: Mapping[str, str] = {
    "access_denied": "You didn't allow it, so nothing was installed. You can start again at any time.",
    "invalid_browser": f"This browser did not begin the installation. {_AGAIN}",
    "invalid_state": f"This address was used before, or is too old. {_AGAIN}",
    "invalid_code": f"Slack didn't confirm the installation. {_AGAIN}",
    "missing_code": f"Slack didn't confirm the installation. {_AGAIN}",
    "storage_error": "The installation couldn't be kept. Please try again in a minute.",
}
_ONE_WORKSPACE = (
    "This bot serves one workspace, and is there already: in Slack, type /job help to begin. To let others "
    "install it, whoever runs it has to {}: see Many workspaces in docs/operating.md."
)
_INSTALLS_PER_MINUTE = 60

log = structlog.get_logger(__name__)


class InstallPage:
    """`flow`: Bolt's. Everybody may open it: whether an app may be installed is Slack's question."""

    def __init__(self, flow: AsyncOAuthFlow, states: OAuthStateStore) -> None:
        self._flow, self._states = flow, states
        self._begins, self._callbacks = Limit(_INSTALLS_PER_MINUTE, 60), SecretLimits()

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route(INSTALL, self.begin, methods=["GET"]),
            Route(REDIRECT, self.finish, methods=["GET"]),
        ]

    async def begin(self, request: Request) -> Response:
        """Leads to Slack's page, with a state that this browser keeps as a cookie."""
        if not self._begins.allows():
            return _page("One moment", _TOO_MANY, 429)
        try:
            answer = await self._flow.handle_installation(to_async_bolt_request(request, b""))
        except BotError as error:
            return failed(error)
        return _with_headers(to_starlette_response(answer))

    async def finish(self, request: Request) -> Response:
        state = request.query_params.get("state", "")
        if not self._callbacks.allow(state, is_ours=self._states.is_ours(state)):
            return _page("One moment", _TOO_MANY, 429)
        try:
            answer = await self._flow.handle_callback(to_async_bolt_request(request, b""))
        except BotError as error:
            return failed(error)
        except (
            AttributeError,
            KeyError,
            TypeError,
            ValueError,
        ) as error:  # no answer Slack describes
            log.error(
                "slack's answer can't be read", method="oauth.v2.access", error=type(error).__name__
            )
            return _page("Not installed", _WHY["invalid_code"], 502)
        return _with_headers(to_starlette_response(answer))


def of_one_workspace(steps_to_many: str) -> Sequence[BaseRoute]:
    """The same addresses where SLACK_CLIENT_ID is set beside SLACK_BOT_TOKEN: they say that nothing is installed,
    and what to do.
    """

    async def refuse(_request: Request) -> Response:
        return _page("Not installed", _ONE_WORKSPACE.format(steps_to_many), 403)

    return [Route(path, refuse, methods=["GET"]) for path in (INSTALL, REDIRECT)]


async def _installed(args: AsyncSuccessArgs) -> BoltResponse:
    told = args.installation
    name = (told.enterprise_name if told.is_enterprise_install else told.team_name) or "Slack"
    log.info("the app was installed", team=told.team_id, enterprise=told.enterprise_id)
    words = f"PropOps is installed in {name}. In Slack, type /job help to begin."
    return _answer(args, "Installed", words, 200)


async def _not_installed(args: AsyncFailureArgs) -> BoltResponse:
    reason = args.reason if args.reason in _WHY else "invalid_code"
    log.warning("the app was not installed", reason=reason)
    status = 200 if reason == "access_denied" else args.suggested_status_code
    return _answer(args, "Not installed", _WHY[reason], status)


PAGES = AsyncCallbackOptions(_installed, _not_installed)


def _answer(
    args: AsyncSuccessArgs | AsyncFailureArgs, title: str, words: str, status: int
) -> BoltResponse:
    """The state's cookie has done its work."""
    cookie = args.settings.state_utils.build_set_cookie_for_deletion()
    headers: dict[str, str | Sequence[str]] = {
        "content-type": "text/html; charset=utf-8",
        "set-cookie": cookie,
    }
    return BoltResponse(status=status, body=link_page.sorry(title, words), headers=headers)


def _with_headers(response: Response) -> Response:
    response.headers.update(link_page.HEADERS)
    return response


def _page(title: str, words: str, status: int) -> Response:
    return HTMLResponse(link_page.sorry(title, words), status, link_page.HEADERS)
