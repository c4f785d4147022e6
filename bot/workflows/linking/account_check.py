"""Asks PropOps to whom a token belongs that was entered or issued by a sign-in."""

from typing import NamedTuple

from bot.errors import BotError, Garbled, NotAllowed, NotFound, Refused, TokenDead, WithReason
from bot.jobs.change import Json, Member
from bot.jobs.redaction import redact
from bot.jobs.timestamps import unix_seconds
from bot.propops.gateway import Gateway
from bot.propops.http.bearer import Bearer
from bot.propops.parse.accounts import Rights
from bot.store.audit_log import AuditEntry
from bot.store.refusals import RefusalLog
from bot.store.sign_in_limits import SignInLimitStore
from bot.store.tokens import valid_token

TOO_MANY = (
    "There were too many wrong sign-ins from you or for that e-mail. "
    "Please try again in an hour, or link with a token."
)
_NO_ANSWER = "PropOps didn't answer, so you are not linked yet. Please try once more in a minute."


class LinkRefused(WithReason):
    """The account was not linked; the reason is for the person on the page or in the form."""


class PropOpsUnavailable(LinkRefused):
    """PropOps did not answer, so the try does not count against the link ticket."""


class TooManySignIns(LinkRefused):
    """Too many sign-ins of this member, or for this e-mail, have failed within the hour."""


class EnteredToken(NamedTuple):
    """A token as it was entered. `fresh`: just issued by a sign-in, so it is certainly valid."""

    token: str
    expires_at: float | None = None
    name: str = ""
    email: str = ""
    fresh: bool = False


class Account(NamedTuple):
    """Whom a token belongs to. `role`, `id` and `email` where PropOps tells them.

    `token_key` names the token without giving it away.
    """

    name: str
    token_key: str
    role: str = ""
    id: int | None = None
    email: str = ""

    @property
    def shown(self) -> Json:
        """What is kept with the link."""
        return {"name": self.name} | ({"role": self.role} if self.role else {})

    @property
    def identities(self) -> list[str]:
        """What tells whether two tokens are of one account, the surest first."""
        by_id = [f"id:{self.id}"] if self.id is not None else []
        by_email = [identity_of(self.email)] if self.email else []
        return [*by_id, *by_email, f"token:{self.token_key}"]


def identity_of(email: str) -> str:
    return f"email:{email.strip().casefold()}"


class AccountCheck:
    """Every refusal by PropOps is recorded in the audit log."""

    def __init__(self, gateway: Gateway, refusals: RefusalLog, limits: SignInLimitStore) -> None:
        self._gateway, self._refusals, self._limits = gateway, refusals, limits

    async def sign_in(self, member: Member, email: str, password: str) -> EnteredToken:
        """A new token. E-mail and password go to PropOps and nowhere else. Raises `LinkRefused`."""
        if not await self._limits.count(member, email):
            await self._record_refusal(member, "too many sign-ins")
            raise TooManySignIns(TOO_MANY)
        try:
            login = await self._gateway.login(email, password)
        except Refused as error:
            reason = redact(error.message or "it gave no reason", {password}).rstrip(". ")
            await self._record_refusal(member, "login refused")
            raise LinkRefused(
                f"PropOps did not let you in: {reason}. Please check your e-mail and password."
            ) from None
        except BotError:
            await self._limits.uncount(member, email)
            raise PropOpsUnavailable(_NO_ANSWER) from None
        await self._limits.uncount(member, email)
        name, ends = login.name or login.email, unix_seconds(login.expires_at)
        return EnteredToken(login.token, ends, name, login.email or email, fresh=True)

    async def owner(self, member: Member, entered: EnteredToken) -> Account:
        """Whom the token belongs to. Raises `LinkRefused`."""
        if not valid_token(entered.token):
            await self._record_refusal(member, "no token")
            raise LinkRefused(
                "That is not a PropOps token: it has 64 characters, 0-9 and a-f. "
                "Please copy it again."
            )
        try:
            return await self.read(entered)
        except TokenDead:
            await self._record_refusal(member, "dead token")
            raise LinkRefused(
                "PropOps does not accept that token: it was copied wrongly, has run out, or a "
                "newer sign-in has replaced it. Please get a new one."
            ) from None
        except BotError:
            if entered.fresh:
                # the sign-in has replaced the account's earlier token: without this one it has none
                return Account(entered.name, Bearer(entered.token).key, email=entered.email)
            raise PropOpsUnavailable(_NO_ANSWER) from None

    async def read(self, entered: EnteredToken) -> Account:
        """As `read_account`."""
        return await read_account(self._gateway, entered)

    async def _record_refusal(self, member: Member, why: str) -> None:
        await self._refusals.record(AuditEntry("link.refused", member, outcome=why))


async def read_account(gateway: Gateway, entered: EnteredToken) -> Account:
    """Asks PropOps. Raises `PropOpsError`: `TokenDead` for a token that is not accepted."""
    propops, name = gateway.as_person(entered.token), entered.name
    id_, email = None, entered.email
    try:
        rights: Rights | None = await propops.permissions()
    except (Garbled, NotAllowed, NotFound, Refused):
        rights = None
    try:
        profile = await propops.profile()
        name = profile.name or profile.email or name
        id_, email = profile.id, profile.email or email
    except (Garbled, NotAllowed, NotFound, Refused):
        if rights is None:
            await propops.search("", limit=1)  # at least one call that checks the token
    role = rights.role if rights else ""
    return Account(name, Bearer(entered.token).key, role, id_, email)
