"""Calls to one PropOps: pooled connections, time limits, retries of reads, CSRF for writes.

A read is repeated when that may help. A write is sent once, and twice only when its CSRF token was
refused: PropOps takes no idempotency key, so a lost answer is raised as `OutcomeUnknown`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
import structlog
import tenacity

from bot.errors import (
    Garbled,
    OutcomeUnknown,
    PropOpsError,
    RateLimited,
    Refused,
    TokenDead,
    Unreachable,
)
from bot.leave_by import LeaveBy
from bot.propops.http.bearer import Bearer
from bot.propops.http.csrf import CsrfTokenCache
from bot.propops.http.rate_limit import LONGEST_PAUSE, RateLimiter
from bot.propops.http.request import FormFile, HttpCall, HttpSender, NoResponse, OnCall
from bot.propops.http.response import Response, read_fault, refusal, write_fault
from bot.propops.http.spare_reads import SpareReads
from bot.propops.parse import accounts

READ_TRIES = 4
LEAVES_WITHIN = 45.0
"""Seconds after which a write that has not left is not sent any more: half of PROPOPS_SETTLE_SECONDS as it
is by default, before which nobody else takes it for one that did not land.
"""
_SOON = 1.0
_log = structlog.get_logger(__name__)


class Transport:
    """The one connection pool to a PropOps, shared by all members.

    `timeout`: seconds a call may take in all. A `pool` handed in is not closed by `aclose`.
    """

    def __init__(
        self,
        base_url: str,
        timeout: float = 20,
        pool: httpx.AsyncBaseTransport | None = None,
        *,
        on_call: OnCall | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._timeout = timeout
        self._sleep = sleep
        self._rate_limiter = RateLimiter(sleep)
        self._csrf = CsrfTokenCache(self._fetch_csrf)
        self._sender = HttpSender(base_url, timeout, pool, on_call)

    @property
    def spare_reads(self) -> SpareReads:
        return self._rate_limiter.spare_reads

    def rate_limit_headroom(self) -> float:
        """The least that any account has left of its window: 1 all, 0 nothing."""
        return self._rate_limiter.headroom.least()

    async def aclose(self) -> None:
        """Closes the connections, unless the pool was handed in."""
        await self._sender.aclose()

    async def read(
        self,
        bearer: Bearer,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        action: str,
        typing: bool = False,
    ) -> Any:
        """The body of a GET, retried within limits; at once and once only while someone is typing.

        Raises Unreachable, Garbled, RateLimited, TokenDead, NotAllowed, NotFound or Refused.
        """
        try:
            return await self.read_once(bearer, path, params or {}, action=action, typing=typing)
        except PropOpsError as error:
            given_up = self._rate_limiter.has_given_up(bearer.key)
            if typing or given_up or not _worth_repeating(error):
                raise
            failed = [error]

        async def again() -> Any:
            if failed:  # the first try, which nearly always is the only one
                raise failed.pop()
            return await self.read_once(bearer, path, params or {}, action=action)

        tries = tenacity.AsyncRetrying(
            retry=tenacity.retry_if_exception(_worth_repeating),
            stop=tenacity.stop_after_attempt(READ_TRIES)
            | tenacity.stop_before_delay(2 * max(self._timeout, LONGEST_PAUSE)),
            wait=_pause,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return await tries(again)
        except RateLimited:
            self._rate_limiter.give_up(bearer.key)
            raise

    async def write(
        self,
        bearer: Bearer,
        path: str,
        body: Mapping[str, Any],
        *,
        action: str,
        file: FormFile | None = None,
    ) -> dict[str, Any]:
        """The body of a POST's answer; a fresh CSRF token goes in as `csrf_token`.

        Raises Unreachable when the request certainly never left, OutcomeUnknown when it may have
        been applied, and RateLimited, TokenDead, NotAllowed, NotFound or Refused when it was not.
        """
        leave_by = LeaveBy(LEAVES_WITHIN)
        for csrf_from in (self._csrf.take, self._fetch_csrf):  # the second only after a refusal
            csrf = await self._csrf_or_unreachable(csrf_from, bearer)
            whole = {**body, "csrf_token": csrf}
            call = HttpCall("POST", path, action, body=whole, file=file, leave_by=leave_by)
            response = await self._posted(bearer, call)
            if not response.refuses_csrf:
                break
        else:
            if not response.is_own_refusal:
                raise OutcomeUnknown(f"status {response.status}")
            raise _about(refusal(response), bearer)
        if file and response.status == 413:  # a proxy says so before it passes a file on
            raise Refused(413, "that is too large for it.")
        if fault := write_fault(response):
            raise _about(fault, bearer)
        return dict(response.payload)

    def must_wait(self, bearer: Bearer) -> bool:
        """Whether the account's rate limit is used up."""
        return self._rate_limiter.is_paused(bearer.key)

    async def prefetch_csrf(self, bearer: Bearer) -> None:
        """Fetches a CSRF token ahead for the next write; never raises."""
        if not self._rate_limiter.is_paused(bearer.key):
            await self._csrf.prefetch(bearer)

    async def _csrf_or_unreachable(
        self, fetch: Callable[[Bearer], Awaitable[str]], bearer: Bearer
    ) -> str:
        try:
            return await fetch(bearer)
        except Garbled as error:  # of the write itself nothing has left
            _log.debug("propops.csrf", cause=error.cause)
            raise Unreachable from None

    async def _fetch_csrf(self, bearer: Bearer) -> str:
        payload = await self.read(bearer, "/api/security/csrf-token", action="csrf")
        token = accounts.csrf_token(payload)
        if not token:
            raise Garbled("no CSRF token")
        return token

    async def read_once(
        self,
        bearer: Bearer | None,
        path: str,
        params: Mapping[str, str | int],
        *,
        action: str,
        typing: bool = False,
    ) -> Any:
        """The same at the first try. Without a bearer nobody is named."""
        call = HttpCall("GET", path, action, params=params)
        try:
            response = await self._send(bearer, call, typing=typing)
        except NoResponse as error:
            raise (Garbled(error.cause) if error.unreadable else Unreachable()) from None
        if fault := read_fault(response):
            raise _about(fault, bearer)
        return response.payload

    async def post(
        self,
        bearer: Bearer | None,
        path: str,
        body: Mapping[str, Any],
        *,
        action: str,
        account: str = "",
    ) -> Response:
        """PropOps's answer to one POST, whatever it says. `account`: whose, without a bearer.

        Raises OutcomeUnknown, Unreachable, and without a bearer RateLimited.
        """
        return await self._posted(bearer, HttpCall("POST", path, action, body=body), account)

    async def _posted(self, bearer: Bearer | None, call: HttpCall, account: str = "") -> Response:
        try:
            return await self._send(bearer, call, account=account)
        except NoResponse as error:
            raise (OutcomeUnknown(error.cause) if error.may_have_left else Unreachable()) from None

    async def _send(
        self, bearer: Bearer | None, call: HttpCall, *, typing: bool = False, account: str = ""
    ) -> Response:
        key = bearer.key if bearer else account
        async with self._rate_limiter.slot(key, typing=typing or bearer is None):
            if call.leave_by is not None and call.leave_by.has_passed:
                raise RateLimited(_SOON)
            response = await self._sender.send(bearer, call)
        self._rate_limiter.read_headers(key, response)
        return response


def _about(fault: PropOpsError, bearer: Bearer | None) -> PropOpsError:
    """A 401 with the name of the token it is about: another may have taken its place by now."""
    return TokenDead(bearer.key) if isinstance(fault, TokenDead) and bearer else fault


def _worth_repeating(error: BaseException) -> bool:
    match error:
        case RateLimited():
            return error.after <= LONGEST_PAUSE
        case Garbled():
            # a redirect stays one, and what is too long stays too long
            return not error.cause.startswith(("status 3", "answer too long"))
        case _:
            return isinstance(error, PropOpsError) and error.retryable


_backoff = tenacity.wait_random_exponential(multiplier=0.2, max=3)


def _pause(state: tenacity.RetryCallState) -> float:
    """Seconds before the next try: what PropOps asked for, else ever longer and never in step."""
    error = state.outcome.exception() if state.outcome else None
    return error.after + 0.1 if isinstance(error, RateLimited) else 0.05 + _backoff(state)
