"""Asks PropOps to whom a token belongs that was entered or issued by a sign-in."""

from typing import NamedTuple

from bot.errors import BotError, Garbled, NotAllowed, NotFound, Refused, TokenDead, WithReason
from bot.jobs.change import Json, Member
from bot.jobs.redaction import redact
from bot.jobs.timestamps import unix_seconds
from bot.propops.gateway import Gateway
from bot.propops.parse.accounts import Rights
from bot.store.audit_log import AuditEntry
from bot.store.refusals import RefusalLog
from bot.store.tokens import valid_token

_NO_ANSWER = "PropOps didn't answer, so you are not linked yet. Please try once more in a minute."


class LinkRefused(WithReason):
    """The account was not linked; the reason is for the person on the page or in the form."""


class PropOpsUnavailable(LinkRefused):
    """PropOps did not answer, so the try does not count against the link ticket."""


class EnteredToken(NamedTuple):
    """A token as it was entered. `fresh`: just issued by a sign-in, so it is certainly valid."""

    token: str
    expires_at: float | None = None
    name: str = ""
    fresh: bool = False


class AccountCheck:
    """Every refusal by PropOps is recorded in the audit log."""

    def __init__(self, gateway: Gateway, refusals: RefusalLog) -> None:
        self._gateway, self._refusals = gateway, refusals

    async def sign_in(self, member: Member, email: str, password: str) -> EnteredToken:
        """A new token. E-mail and password go to PropOps and nowhere else. Raises `LinkRefused`."""
        try:
            login = await self._gateway.login(email, password)
        except Refused as error:
            reason = redact(error.message or "it gave no reason", {password}).rstrip(". ")
            await self._record_refusal(member, "login refused")
            raise LinkRefused(f"PropOps did not let you in: {reason}. Please try again.") from None
        except BotError:
            raise PropOpsUnavailable(_NO_ANSWER) from None
        name = login.name or login.email
        return EnteredToken(login.token, unix_seconds(login.expires_at), name, fresh=True)

    async def owner(self, member: Member, entered: EnteredToken) -> Json:
        """Who the token belongs to: `name`, and `role` where PropOps tells it. Raises `LinkRefused`."""
        if not valid_token(entered.token):
            await self._record_refusal(member, "no token")
            raise LinkRefused(
                "That is not a PropOps token: it has 64 characters, 0-9 and a-f. "
                "Please copy it again."
            )
        try:
            return await self._read_account(entered)
        except TokenDead:
            await self._record_refusal(member, "dead token")
            raise LinkRefused(
                "PropOps does not accept that token: it was copied wrongly, has run out, or a "
                "newer sign-in has replaced it. Please get a new one."
            ) from None
        except BotError:
            if entered.fresh:
                # the sign-in has replaced the account's earlier token: without this one it has none
                return {"name": entered.name}
            raise PropOpsUnavailable(_NO_ANSWER) from None

    async def _read_account(self, entered: EnteredToken) -> Json:
        propops, name = self._gateway.as_person(entered.token), entered.name
        try:
            rights: Rights | None = await propops.permissions()
        except (Garbled, NotAllowed, NotFound, Refused):
            rights = None
        try:
            profile = await propops.profile()
            name = profile.name or profile.email or name
        except (Garbled, NotAllowed, NotFound, Refused):
            if rights is None:
                await propops.search("", limit=1)  # at least one call that checks the token
        return {"name": name} | ({"role": rights.role} if rights and rights.role else {})

    async def _record_refusal(self, member: Member, why: str) -> None:
        await self._refusals.record(AuditEntry("link.refused", member, outcome=why))
