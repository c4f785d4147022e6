"""Which Slack members are or were linked to a PropOps account, and who let whom share one.

An account is known by keyed digests of its id and its e-mail, never by these themselves.
"""

import secrets
from collections.abc import Callable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from bot.jobs.change import Json, Member
from bot.jobs.promises import ANSWER_SECONDS
from bot.store.change_rows import dumps, member_of
from bot.store.database import Database
from bot.store.keyed_digest import KeyedDigest
from bot.store.member_tables import account_owners, shared_account_requests
from bot.store.schema import Row, tokens

ANSWER_WITHIN = ANSWER_SECONDS
"""Seconds in which an owner may answer, and after a yes seconds in which it may be used."""
_NOBODY = dumps({})
UNTOLD = {"untold": True}
"""Part of `linked_as` of a link that the command line made, until the bot has told its member."""
_NOT_TOLD = sa.or_(tokens.c.linked_as == _NOBODY, tokens.c.linked_as.endswith('"untold":true}'))
_LOCK = 7_002_012
"""Never changes: during an upgrade two releases share it."""


class SharedAccountRequest(NamedTuple):
    """`member` wants to link an account of `owner`'s. `answer`: empty, `yes` or `no`."""

    id: str
    owner: Member
    member: Member
    answer: str
    expires_at: float


class AccountOwnerStore:
    """`identities`: what names an account, the surest first, such as `id:12`, `email:a@b.example`.

    Every method raises `DatabaseDown`.
    """

    def __init__(self, db: Database, digest: KeyedDigest, clock: Callable[[], float]) -> None:
        self._db, self._digest, self._clock = db, digest, clock

    async def others(self, member: Member, identities: Sequence[str]) -> list[Member]:
        """Who else is or was linked to the account; none where the member is an owner already.

        Those who are linked now come first, and among them who was first.
        """
        digests = await self._digests(identities)
        return await self._db.call(lambda connection: _others(connection, member, digests))

    async def co_owners(self, member: Member, identities: Sequence[str]) -> list[Member]:
        """The same, also where the member is an owner already."""
        digests = await self._digests(identities)

        def read(connection: sa.Connection) -> list[Member]:
            return [each for each in _owners(connection, digests, member) if each != member]

        return await self._db.call(read)

    async def missing(self, member: Member, identities: Sequence[str]) -> list[Member]:
        """`others` where none of them has said yes; uses up nothing."""
        digests, now = await self._digests(identities), self._clock()

        def read(connection: sa.Connection) -> list[Member]:
            owners = _others(connection, member, digests)
            said_yes = any(_yeses(connection, member, owner, digests, now) for owner in owners)
            return [] if said_yes else owners

        return await self._db.call(read)

    async def claim(self, member: Member, identities: Sequence[str]) -> list[Member]:
        """Makes the member an owner; returns those whose yes is missing, and then does nothing.

        A yes is used up by it. Two members who claim one account at once don't both get it.
        """
        digests, now = await self._digests(identities), self._clock()

        def claim(connection: sa.Connection) -> list[Member]:
            _lock(connection)
            owners = _others(connection, member, digests)
            if owners and not any(
                _yeses(connection, member, owner, digests, now, use=True) for owner in owners
            ):
                return owners
            _insert(connection, member, digests, now)
            return []

        return await self._db.call(claim)

    async def record(self, member: Member, identities: Sequence[str]) -> None:
        """The member is linked to the account, whoever else is: the operator, or an earlier release, did it."""
        digests, now = await self._digests(identities), self._clock()

        def record(connection: sa.Connection) -> None:
            _lock(connection)
            _insert(connection, member, digests, now)

        await self._db.call(record)

    async def request(
        self, member: Member, owner: Member, identities: Sequence[str]
    ) -> SharedAccountRequest | None:
        """Asks the owner about this account, for which alone a yes counts.

        None where that was done already and the time to answer is not over.
        """
        digests, now = await self._digests(identities), self._clock()
        request = SharedAccountRequest(
            secrets.token_urlsafe(12), owner, member, "", now + ANSWER_WITHIN
        )

        def ask(connection: sa.Connection) -> bool:
            _lock(connection)
            table = shared_account_requests
            connection.execute(table.delete().where(table.c.expires_at < now - 86_400))
            pending = (*_between(member, owner), table.c.expires_at > now)
            if _requests_about(connection, digests, *pending):
                return False
            row = {
                "id": request.id,
                **_columns(member),
                **{f"owner_{name}": value for name, value in _columns(owner).items()},
                "answer": "",
                "expires_at": request.expires_at,
                "accounts": " ".join(digests),
            }
            connection.execute(table.insert().values(row))
            return True

        return request if await self._db.call(ask) else None

    async def withdraw(self, request: SharedAccountRequest) -> None:
        """It reached nobody, so it may be made again at once."""
        table = shared_account_requests
        statement = table.delete().where(table.c.id == request.id)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def answer(self, id_: str, owner: Member, answer: str) -> SharedAccountRequest | None:
        """The owner's first answer in time; None for anybody else's, a second one, or a late one."""
        now, table = self._clock(), shared_account_requests
        statement = (
            table.update()
            .where(table.c.id == id_, table.c.answer == "", table.c.expires_at > now)
            .where(*[table.c[f"owner_{name}"] == value for name, value in _columns(owner).items()])
            .values(answer=answer, expires_at=now + ANSWER_WITHIN)
        )

        def write(connection: sa.Connection) -> Row | None:
            if not connection.execute(statement).rowcount:
                return None
            return connection.execute(sa.select(table).where(table.c.id == id_)).one_or_none()

        row = await self._db.call(write)
        if row is None:
            return None
        return SharedAccountRequest(id_, owner, member_of(row), row.answer, row.expires_at)

    async def forget(self, member: Member) -> None:
        """The member has left Slack: their accounts may be linked by others."""
        statement = account_owners.delete().where(*_is(account_owners, member))
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def unidentified(self) -> list[Member]:
        """Linked members of whom nobody has recorded any account: links of an earlier release."""
        known = sa.exists().where(
            account_owners.c.enterprise == tokens.c.enterprise,
            account_owners.c.team == tokens.c.team,
            account_owners.c.user_id == tokens.c.user_id,
        )
        columns = (tokens.c.enterprise, tokens.c.team, tokens.c.user_id)
        query = sa.select(*columns).where(~known, tokens.c.dead_at.is_(None))
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [member_of(row) for row in rows]

    async def made_outside(self) -> list[tuple[Member, int]]:
        """Links made by the command line that nobody was told of; with the version of each."""
        query = sa.select(tokens).where(_NOT_TOLD, tokens.c.dead_at.is_(None))
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [(member_of(row), row.version) for row in rows]

    async def take_made_outside(self, member: Member, version: int, linked_as: Json) -> bool:
        """Keeps whose account it is; False where another process did, or a newer link came in."""
        statement = (
            tokens.update()
            .where(*_is(tokens, member))
            .where(tokens.c.version == version, _NOT_TOLD)
            .values(linked_as=dumps(linked_as))
        )
        return bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    async def _digests(self, identities: Sequence[str]) -> list[str]:
        return [await self._digest.of(each) for each in identities]


def _owners(connection: sa.Connection, digests: Sequence[str], asked_by: Member) -> list[Member]:
    """Those who are linked now come first, and among them who was first.

    Of the workspace or organisation of who asks: of another company's people nobody is told.
    """
    query = (
        sa.select(account_owners, tokens.c.user_id.is_not(None).label("linked"))
        .join(
            tokens,
            sa.and_(
                account_owners.c.enterprise == tokens.c.enterprise,
                account_owners.c.team == tokens.c.team,
                account_owners.c.user_id == tokens.c.user_id,
            ),
            isouter=True,
        )
        .where(account_owners.c.account.in_(digests))
    )
    rows = sorted(connection.execute(query).all(), key=lambda row: row.first_linked_at)
    ordered = [*(row for row in rows if row.linked), *(row for row in rows[::-1] if not row.linked)]
    owners = dict.fromkeys(member_of(row) for row in ordered)
    return [each for each in owners if _of_one_company(each, asked_by)]


def _of_one_company(one: Member, other: Member) -> bool:
    return one.team == other.team or (bool(one.enterprise) and one.enterprise == other.enterprise)


def _others(connection: sa.Connection, member: Member, digests: Sequence[str]) -> list[Member]:
    """The first identity that anybody owns says who the owners are: an id is never given to another
    account, an e-mail may be.
    """
    by_identity = (_owners(connection, [digest], member) for digest in digests)
    if member in next(filter(None, by_identity), []):
        return []
    return [owner for owner in _owners(connection, digests, member) if owner != member]


def _yeses(
    connection: sa.Connection,
    member: Member,
    owner: Member,
    digests: Sequence[str],
    now: float,
    *,
    use: bool = False,
) -> bool:
    """Whether the owner has said yes to the member, for this account, in time.

    `use`: that counts no more after this.
    """
    table = shared_account_requests
    mine = (*_between(member, owner), table.c.answer == "yes", table.c.expires_at > now)
    ids = _requests_about(connection, digests, *mine)
    if ids and use:
        return bool(connection.execute(table.delete().where(table.c.id.in_(ids))).rowcount)
    return bool(ids)


def _requests_about(
    connection: sa.Connection, digests: Sequence[str], *where: sa.ColumnElement[bool]
) -> list[str]:
    table = shared_account_requests
    rows = connection.execute(sa.select(table.c.id, table.c.accounts).where(*where)).all()
    return [row.id for row in rows if not set(digests).isdisjoint(row.accounts.split())]


def _insert(connection: sa.Connection, member: Member, digests: Sequence[str], now: float) -> None:
    for digest in digests:
        mine = (account_owners.c.account == digest, *_is(account_owners, member))
        again = account_owners.update().where(*mine).values(linked_at=now)
        if not connection.execute(again).rowcount:
            row = {"account": digest, **_columns(member), "first_linked_at": now, "linked_at": now}
            connection.execute(account_owners.insert().values(row))


def _lock(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _between(member: Member, owner: Member) -> list[sa.ColumnElement[bool]]:
    table = shared_account_requests
    return [
        *_is(table, member),
        *(table.c[f"owner_{name}"] == value for name, value in _columns(owner).items()),
    ]


def _is(table: sa.Table, member: Member) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in _columns(member).items()]


def _columns(member: Member) -> dict[str, str]:
    return dict(zip(("enterprise", "team", "user_id"), member, strict=True))
