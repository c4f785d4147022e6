"""Who is calling: tokens, CSRF tokens and rate limits."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta

from bot.sandbox.propops.call import Answer, Call, Row, ok
from bot.sandbox.propops.fields import is_email
from bot.sandbox.propops.options import Clock, Options
from bot.sandbox.propops.refusal import BAD_CSRF, NO_LOGIN, Refusal, bad
from bot.sandbox.propops.seed_people import PASSWORD
from bot.sandbox.propops.state import State, stamp

_LIFE = timedelta(days=90)
_MOST_CSRF = 50_000


class Accounts:
    """The accounts of a state, and what they have been handed."""

    def __init__(self, state: State, options: Options, clock: Clock) -> None:
        self._state = state
        self._options = options
        self._clock = clock
        self._csrf: dict[str, tuple[str, float]] = {}
        self._windows: dict[str, tuple[float, int]] = {}

    def find(self, who: str) -> Row | None:
        """The account with this name or e-mail address."""
        wanted = who.strip().casefold()
        return next(
            (a for a in self._state.accounts if wanted in {a["name"].casefold(), a["email"]}),
            None,
        )

    def issue(self, account: Row) -> Row:
        """A new token for the account: 64 hex characters, 90 days; the earlier one is dead."""
        self.revoke(account)
        token = secrets.token_hex(32)
        entry = {
            "email": account["email"],
            "expires_at": stamp(self._clock() + _LIFE),
        }
        self._state.tokens[token] = entry
        return {"token": token, "expires_at": entry["expires_at"]}

    def revoke(self, account: Row) -> None:
        """End the account's token, as a new login or an administrator does."""
        for token, entry in list(self._state.tokens.items()):
            if entry["email"] == account["email"]:
                del self._state.tokens[token]

    def signed_in(self, call: Call) -> Row:
        """The account of the call's token. Raises the documented 401."""
        entry = self._state.tokens.get(call.bearer)
        if entry is None or entry["expires_at"] <= stamp(self._clock()):
            raise Refusal(401, NO_LOGIN)
        account = self.find(entry["email"])
        if account is None:
            raise Refusal(401, NO_LOGIN)
        return account

    def spend_csrf(self, call: Call) -> None:
        """Use up the call's CSRF token, from the body, a form field or the header, in that order.

        Raises a 403 when it is missing, spent, old or another session's [api/authentication].
        """
        token = call.body.pop("csrf_token", None) or call.header_csrf
        session, issued = self._csrf.pop(token, ("", 0.0)) if isinstance(token, str) else ("", 0.0)
        if session != call.bearer or time.monotonic() - issued > self._options.csrf_seconds:
            raise Refusal(403, BAD_CSRF)

    def count(self, call: Call) -> tuple[dict[str, str], bool]:
        """The rate-limit headers after this call, and whether it is still within the limit."""
        entry = self._state.tokens.get(call.bearer)
        key = entry["email"] if entry else call.client
        now = self._clock().timestamp()
        started, used = self._windows.get(key, (now, 0))
        if now - started >= self._options.rate_window:
            started, used = now, 0
        self._windows[key] = (started, used + 1)
        reset = started + self._options.rate_window
        within = used < self._options.rate_limit
        headers = {
            "X-RateLimit-Limit": str(self._options.rate_limit),
            "X-RateLimit-Remaining": str(max(0, self._options.rate_limit - used - 1)),
            "X-RateLimit-Reset": str(int(reset)),
        }
        if not within:
            headers["Retry-After"] = str(max(1, int(reset - now + 0.999)))
        return headers, within

    def endpoints(self) -> dict[tuple[str, str], Callable[[Call], Answer]]:
        return {
            ("POST", "/api/auth/login"): self._login,
            ("GET", "/api/security/csrf-token"): self._csrf_token,
            ("GET", "/api/users/permissions"): self._permissions,
            ("GET", "/api/users/profile"): self._profile,
            ("GET", "/api/system/heartbeat"): _heartbeat,
            ("GET", "/api/system/maintenance-mode"): _maintenance_mode,
        }

    def _login(self, call: Call) -> Answer:
        """A flat answer, without `data` [api-reference/authentication]."""
        email, password = call.body.get("email"), call.body.get("password")
        if not is_email(email):
            raise bad("email")
        if not isinstance(password, str) or not password:
            raise bad("password")
        account = self.find(str(email))
        if account is None or not secrets.compare_digest(password.encode(), PASSWORD.encode()):
            raise Refusal(401, "Invalid email or password")
        return Answer(
            {
                "success": True,
                **self.issue(account),
                "token_type": "Bearer",
                "user": {name: account[name] for name in ("name", "email", "account_type")},
                "usage": "Authorization: Bearer <token>",
            },
        )

    def _csrf_token(self, call: Call) -> Answer:
        token = secrets.token_hex(32)
        self._csrf[token] = (call.bearer, time.monotonic())
        if len(self._csrf) > _MOST_CSRF:
            del self._csrf[next(iter(self._csrf))]
        return Answer({"success": True, "data": {"token": token}, "message": "CSRF token issued"})

    def _permissions(self, call: Call) -> Answer:
        keys = call.who["permissions"]
        rights = dict.fromkeys(keys, True)
        match self._options.permissions:
            case "list":
                return ok(data=list(keys))
            case "map":
                return ok(data=rights)
            case "nested":
                role = {name: call.who[name] for name in ("role", "account_type")}
                return ok(data={"permissions": rights, **role})

    def _profile(self, call: Call) -> Answer:
        names = ("ID", "uuid", "first_name", "last_name", "email")
        kind = {
            "account_type_id": call.who["account_type_id"],
            "account_type_name": call.who["account_type"],
        }
        return ok(data={name: call.who[name] for name in names} | kind)


def _heartbeat(_: Call) -> Answer:
    return ok(data={"status": "ok"})


def _maintenance_mode(_: Call) -> Answer:
    return ok(data={"maintenance_mode": False})
