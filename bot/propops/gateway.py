"""The front door to one PropOps: as a person, at sign-in, and its health."""

import hashlib
import time

from bot.propops.client import PropOpsClient
from bot.propops.http.bearer import Bearer
from bot.propops.http.response import refusal, write_fault
from bot.propops.http.transport import Transport
from bot.propops.parse import accounts
from bot.propops_names import PropOpsNames


class Gateway:
    """Shared by all members. `names`: what this PropOps calls the things its API leaves open."""

    def __init__(self, transport: Transport, names: PropOpsNames) -> None:
        self._transport, self._names = transport, names

    def as_person(self, token: str) -> PropOpsClient:
        """PropOps as the member with this token; cheap, made anew whenever needed."""
        return PropOpsClient(self._transport, self._names, Bearer(token))

    async def login(self, email: str, password: str) -> accounts.Login:
        """A new token; the account's earlier one is dead from then on. Keeps nothing.

        Raises Refused with PropOps's own words, Unreachable, RateLimited, OutcomeUnknown, and
        Garbled when the response holds no token.
        """
        body = {"email": email, "password": password}
        account = hashlib.sha256(email.strip().casefold().encode(errors="replace")).hexdigest()
        response = await self._transport.post(
            None, "/api/auth/login", body, action="login", account=account
        )
        if (
            response.status in range(400, 500)
            and response.status != 429
            and response.is_own_refusal
        ):
            raise refusal(response)  # a 401 or 403 here is about the password, not about a token
        if fault := write_fault(response):
            raise fault
        return accounts.login(response.payload)

    async def heartbeat(self) -> float:
        """Seconds that PropOps takes for its health call, which needs no token (api/system).

        Raises Unreachable or Garbled at the first failure.
        """
        started = time.perf_counter()
        path, params = "/api/system/heartbeat", {"health_check": 1}
        await self._transport.read_once(None, path, params, action="heartbeat")
        return time.perf_counter() - started

    async def aclose(self) -> None:
        """Closes the connections, unless the pool was handed in."""
        await self._transport.aclose()
