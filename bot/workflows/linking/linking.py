"""Linking a Slack person to a PropOps account, and taking up what waited for it."""

from collections.abc import Callable
from datetime import tzinfo
from typing import NamedTuple

import structlog

from bot.errors import BotError, Garbled, NotAllowed, NotFound, Refused, TokenDead, WithReason
from bot.jobs.actions import LIST, MANAGE
from bot.jobs.change import Json, Member, Place
from bot.jobs.redaction import redact
from bot.jobs.timestamps import unix_seconds
from bot.jobs.validation import last_moment
from bot.members.links import Links
from bot.propops.gateway import Gateway
from bot.propops.parse.accounts import Rights
from bot.slack.messenger import Messenger
from bot.store.audit_log import AuditEntry, AuditLog
from bot.store.drafts import DraftStore
from bot.store.link_tickets import LinkTicket, LinkTicketStore
from bot.store.sent_notices import SentNoticeStore
from bot.store.tokens import TokenStore, valid_token
from bot.views import linking as views
from bot.views import messages
from bot.views.blocks import Message, View
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.linking.waiting import WaitingForLink

log = structlog.get_logger(__name__)
DAY = 86_400.0
_NO_ANSWER = "PropOps didn't answer, so you are not linked yet. Please try once more in a minute."
WARNED_AT = (1, 7)
"""Days before the end of a link at which its member is told."""


class LinkRefused(WithReason):
    """For the person on the page or in the form."""


class PropOpsUnavailable(LinkRefused):
    """PropOps did not answer: nobody's fault, so the try does not count."""


class EnteredToken(NamedTuple):
    """A token as it came in. `fresh`: just issued by a sign-in, so certainly good."""

    token: str
    expires_at: float | None = None
    name: str = ""
    fresh: bool = False


class Linking:
    def __init__(
        self,
        tokens: TokenStore,
        tickets: LinkTicketStore,
        notices: SentNoticeStore,
        forms: DraftStore,
        links: Links,
        gateway: Gateway,
        messenger: Messenger,
        audit: AuditLog,
        rights: PermissionCache,
        waiting: WaitingForLink,
        clock: Callable[[], float],
        *,
        public_url: str | None,
        in_slack: bool,
        zone: tzinfo,
    ) -> None:
        self._tokens, self.tickets, self._notices = tokens, tickets, notices
        self._forms, self._links = forms, links
        self._gateway, self._messenger, self._audit, self._clock = gateway, messenger, audit, clock
        self._rights, self._zone = rights, zone
        self.public_url, self._in_slack = public_url, in_slack
        self._waiting = waiting

    # the way in

    @property
    def takes_tokens_in_slack(self) -> bool:
        return self.public_url is None and self._in_slack

    async def invitation(self, member: Member, why: str = "", *, kept: bool = True) -> Message:
        """How to link; with a page, by an address made just now for this person."""
        page: views.LinkTarget | None = None
        if self.public_url:
            fresh = await self.tickets.issue(member)
            page = views.LinkTarget(self._url(fresh.text), fresh.digest)
        return views.invitation(member, why, page=page, paste=self.takes_tokens_in_slack, kept=kept)

    async def find_valid(self, ticket: str) -> LinkTicket | None:
        return await self.tickets.find_valid(ticket)

    async def reissue_after_press(self, ticket: str) -> str | None:
        """The fresh address that a press of its button brought, for one that is over."""
        fresh = await self.tickets.reissue_after_press(ticket)
        return self._url(fresh.text) if fresh is not None else None

    def _url(self, text: str) -> str:
        return f"{self.public_url}/link/{text}"

    async def interrupted(self, member: Member, error: BotError, *, kept: bool) -> Message:
        """After a refusal for want of a living link: marks a dead one, and says how to go on."""
        if isinstance(error, TokenDead):
            await self._links.mark_token_dead(member, error.key)
        return await self.invitation(member, error.advice, kept=kept)

    # linking

    async def sign_in(self, ticket: LinkTicket, email: str, password: str) -> str:
        """By e-mail and password, which go to PropOps and nowhere else. Raises `LinkRefused`."""
        await self._one_try(ticket)
        try:
            login = await self._gateway.login(email, password)
        except Refused as error:
            said = redact(error.said or "it gave no reason", {password}).rstrip(". ")
            await self._failed(ticket.member, "login refused")
            raise LinkRefused(f"PropOps did not let you in: {said}. Please try again.") from None
        except BotError:
            await self.tickets.refund_try(ticket)
            raise LinkRefused(_NO_ANSWER) from None
        given = EnteredToken(
            login.token, unix_seconds(login.expires_at), login.name or login.email, fresh=True
        )
        return await self._finish(ticket, given)

    async def by_token(self, ticket: LinkTicket, token: str, ends: str = "") -> str:
        """By a token of the person's own; `ends`: its last day, where they know it.

        Gives the name linked as. Raises `LinkRefused`.
        """
        given = EnteredToken(token.strip(), self._end(ends))
        await self._one_try(ticket)
        return await self._finish(ticket, given)

    async def by_form(self, member: Member, token: str, ends: str = "") -> str:
        """The same from a form in Slack."""
        if not self.takes_tokens_in_slack:
            raise LinkRefused("Tokens aren't taken in Slack here. Please type /job link.")
        given = EnteredToken(token.strip(), self._end(ends))
        known = await self._checked(member, given)
        return await self._store(member, given, known, "slack")

    def _end(self, text: str) -> float | None:
        """Raises `LinkRefused` for a day that can't be read, or that is over."""
        if not text.strip():
            return None
        end, complaint = last_moment(text, self._zone, self._clock())
        if complaint:
            raise LinkRefused(f"{complaint} Please correct it, or leave it empty.")
        return end

    async def unlink(self, member: Member, place: Place) -> bool:
        """Whether there was a link."""
        gone = await self._tokens.remove(member)
        self._rights.forget(member)
        if gone:
            await self._audit.record(AuditEntry("link.removed", member, place=place.channel))
        return gone

    async def forget_workspace(self, team: str, enterprise: str, why: str) -> int:
        """The app was taken out: every link of that workspace goes; changes are kept."""
        gone = await self._tokens.remove_workspace(team, enterprise)
        await self.tickets.revoke_all(team, enterprise)
        who = Member(enterprise, team, "")
        await self._audit.record(
            AuditEntry("workspace.cleared", who, outcome=why, detail={"links": gone})
        )
        log.warning("the app was removed from a workspace", team=team, why=why, links=gone)
        return gone

    async def denied(self, member: Member) -> NotAllowed:
        """For somebody PropOps refused a look: which permissions are missing, as far as it tells."""
        link, missing = await self._links.linked(member), list[str]()
        if link is not None:
            try:
                rights = await self._gateway.as_person(link.token).permissions()
            except BotError:
                rights = Rights(frozenset())
            known = (LIST, MANAGE) if rights.keys else ()
            missing = [key for key in known if not rights.allow(key)]
        return await self._links.not_allowed(member, " and ".join(missing) or MANAGE)

    async def about(self, member: Member) -> Message:
        """`/job whoami`."""
        link = await self._links.link(member)
        if link is None:
            return await self.invitation(member, kept=False)
        alive = await self._links.linked(member) is not None
        rights: Rights | None = None
        if alive:
            try:
                rights = await self._gateway.as_person(link.token).permissions()
            except TokenDead as error:
                await self._links.mark_token_dead(member, error.key)
                alive = False
            except BotError:
                rights = None
        if not alive:
            return await self.invitation(member, TokenDead.words, kept=False)
        return views.account(member, str(link.linked_as.get("name") or ""), link, rights)

    # the end of links

    async def warn(self) -> int:
        """Tells everybody whose link ends within a week, or a day: once each."""
        told, now = 0, self._clock()
        for row in await self._tokens.all():
            if row.dead_at is not None or row.broken:
                continue
            left = (row.ends_by - now) / DAY
            days = next((each for each in WARNED_AT if 0 < left <= each), None)
            if days is None:
                continue
            key = f"link-ends:{'/'.join(row.member)}:{int(row.ends_by)}:{days}"
            if not await self._notices.claim(key):
                continue
            why = views.expiry_notice(row.ends_by, self._zone, exact=row.expires_at is not None)
            message = await self.invitation(row.member, why, kept=False)
            if await self._messenger.send_privately(row.member, Place(), message, key=key):
                told += 1
            else:
                await self._notices.release(key)
        return told

    # inside

    async def _one_try(self, ticket: LinkTicket) -> None:
        if not await self.tickets.count_try(ticket):
            raise LinkRefused("This address has been tried too often. Please type /job link anew.")

    async def _finish(self, ticket: LinkTicket, given: EnteredToken) -> str:
        try:
            known = await self._checked(ticket.member, given)
        except PropOpsUnavailable:
            await self.tickets.refund_try(ticket)
            raise
        if not await self.tickets.use(ticket):
            raise LinkRefused("This address was used already. Please type /job link for a new one.")
        return await self._store(ticket.member, given, known, "page")

    async def _checked(self, member: Member, given: EnteredToken) -> Json:
        """Who the token belongs to. Raises `LinkRefused` when PropOps won't have it."""
        if not valid_token(given.token):
            await self._failed(member, "no token")
            raise LinkRefused(
                "That is not a PropOps token: it has 64 characters, 0-9 and a-f. "
                "Please copy it again."
            )
        try:
            return await self._asked_about(given)
        except TokenDead:
            await self._failed(member, "dead token")
            raise LinkRefused(
                "PropOps does not accept that token: it was copied wrongly, has run out, or a "
                "newer sign-in has replaced it. Please get a new one."
            ) from None
        except BotError:
            if given.fresh:
                # its account's earlier token is gone: throwing this one away helps nobody
                return {"name": given.name}
            raise PropOpsUnavailable(_NO_ANSWER) from None

    async def _asked_about(self, given: EnteredToken) -> Json:
        propops, name = self._gateway.as_person(given.token), given.name
        try:
            rights: Rights | None = await propops.permissions()
        except (Garbled, NotAllowed, NotFound, Refused):
            rights = None
        try:
            profile = await propops.profile()
            name = profile.name or profile.email or name
        except (Garbled, NotAllowed, NotFound, Refused):
            if rights is None:
                await propops.search("", limit=1)  # one answer at least that takes the token
        return {"name": name} | ({"role": rights.role} if rights and rights.role else {})

    async def _store(self, member: Member, given: EnteredToken, known: Json, place: str) -> str:
        name = str(known.get("name") or "")
        await self._tokens.put(member, given.token, given.expires_at, known)
        self._rights.forget(member)
        await self._audit.record(AuditEntry("link.made", member, as_whom=name, place=place))
        forms = [form for form in await self._forms.of(member) if form.kind == "command"]
        alive = [form for form in forms if form.expires_at > self._clock()]
        draft = alive[0].id if alive else ""
        waits = await self._waiting.any_of(member)
        message = views.linked(name, draft, alive[0].content if alive else {}, goes_on=waits)
        await self._messenger.send_privately(member, Place(), message)
        await self._waiting.resume()
        return name

    async def _failed(self, member: Member, why: str) -> None:
        await self._audit.record(AuditEntry("link.refused", member, outcome=why))

    def paste_form(self) -> View:
        return views.paste_form()

    def refused(self, words: str) -> Message:
        return messages.refused(words)
