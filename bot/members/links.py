"""Members' links to PropOps: Slack member → token → PropOps as that person."""

from collections.abc import Callable

import structlog

from bot.errors import NotAllowed, NotLinked, TokenDead
from bot.jobs.change import Member
from bot.propops.client import PropOpsClient
from bot.propops.gateway import Gateway
from bot.propops.http.bearer import Bearer
from bot.propops.lookups.cache import LookupCache
from bot.propops.lookups.member_lookups import PersonLookups
from bot.store.encryption import CannotDecrypt
from bot.store.tokens import Link, TokenStore

log = structlog.get_logger(__name__)


class Links:
    """`clock`: Unix seconds. What reads a link raises `DatabaseDown`."""

    def __init__(
        self,
        tokens: TokenStore,
        gateway: Gateway,
        lookups: LookupCache,
        clock: Callable[[], float],
    ) -> None:
        self._tokens, self._gateway, self._lookups = tokens, gateway, lookups
        self._clock = clock
        self.on_dead: Callable[[Member], None] = lambda _member: None
        """Hears whose link has ended, by PropOps's word."""

    async def linked(self, member: Member) -> Link | None:
        """The member's link, if it works as far as we know."""
        link = await self.link(member)
        return link if link is not None and not self._is_dead(link) else None

    async def link(self, member: Member) -> Link | None:
        """The member's link, whether its token still works or not."""
        try:
            return await self._tokens.get(member)
        except CannotDecrypt:
            log.error(
                "decrypting a token failed, its member counts as not linked: was TOKEN_KEYS changed?",
                team=member.team,
            )
            return None

    async def propops(self, member: Member) -> PropOpsClient:
        """PropOps as this person. Raises `NotLinked`, `TokenDead`."""
        link = await self.link(member)
        if link is None:
            raise NotLinked
        if self._is_dead(link):
            raise TokenDead
        return self._gateway.as_person(link.token)

    async def lookups(self, member: Member) -> PersonLookups:
        """Raises `NotLinked`, `TokenDead`."""
        return self._lookups.of(await self.propops(member))

    async def mark_token_dead(self, member: Member, key: str = "") -> bool:
        """PropOps answered 401 to the token of this `key`. Whether their link is dead only now.

        A link made in the meantime stays valid. Without a key the current link is marked.
        """
        link = await self.link(member)
        if link is None or link.dead_at is not None:
            return False
        if key and Bearer(link.token).key != key:
            return False
        dead = await self._tokens.mark_dead(member, self._clock(), link.token)
        if dead:
            log.info("link ended", member=member.user, team=member.team, outcome="refused")
            self.on_dead(member)
        return dead

    async def linked_name(self, member: Member) -> str:
        """The PropOps account they are linked as; empty when nobody knows."""
        link = await self.link(member)
        return link.account if link is not None else ""

    async def not_allowed(self, member: Member, permission: str) -> NotAllowed:
        """PropOps said 403: with who they are linked as, and what is missing."""
        return NotAllowed(permission=permission, account=await self.linked_name(member))

    def _is_dead(self, link: Link) -> bool:
        expired = link.expires_at is not None and link.expires_at <= self._clock()
        return link.dead_at is not None or expired
