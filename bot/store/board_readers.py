"""How each person reads the board: whose jobs, when their Home was opened, their morning message."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.jobs.board import PageStart
from bot.jobs.change import Member
from bot.store.audit_log import AuditEntry, append
from bot.store.change_rows import member_of
from bot.store.database import Database
from bot.store.follow_rows import remove_of_workspace
from bot.store.member_tables import board_readers, board_snoozes
from bot.store.schema import Row

LEASE = 120.0
"""Seconds after which a morning message whose process died is taken up again."""


@dataclass(frozen=True)
class BoardReader:
    """Times are Unix seconds. `everybody`: the board shows all jobs, else their own. `home`: where
    the page of Home begins. `morning_at`: when the next message is due, None: never. `morning_on`: the
    day (`YYYY-MM-DD`, the reader's own) of the last one. `tried_at`: since when it may have been sent.
    `message`: channel and time stamp of the last one. `page`: where the
    page of that begins.
    """

    member: Member
    everybody: bool = False
    home: PageStart = field(default_factory=PageStart)
    home_opened_at: float = 0.0
    morning_at: float | None = None
    morning_on: str = ""
    tried_at: float = 0.0
    message: tuple[str, str] = ("", "")
    page: PageStart = field(default_factory=PageStart)


class BoardReaderStore:
    """Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db, self._clock = db, clock

    async def get(self, member: Member) -> BoardReader:
        """With the defaults for somebody who never looked at it."""
        query = sa.select(board_readers).where(*_of(member))
        row = await self._db.call(lambda connection: connection.execute(query).one_or_none())
        return BoardReader(member) if row is None else _reader(row)

    async def all(self) -> list[BoardReader]:
        query = sa.select(board_readers)
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [_reader(row) for row in rows]

    async def show_everybody(self, member: Member, *, everybody: bool) -> None:
        """Remembers the switch; Home begins with the first row again. In the audit log."""
        subject = "everybody" if everybody else "mine"
        entry = AuditEntry("board.switched", member, subject=subject)
        await self._set(member, entry, everybody=everybody, **_home(PageStart()))

    async def turn_home(self, member: Member, start: PageStart) -> None:
        """Home shows the page that begins there."""
        await self._set(member, **_home(start))

    async def opened_home(self, member: Member, *, first_today: bool) -> None:
        """Their Home is open; in the audit log once a day."""
        entry = AuditEntry("home.opened", member) if first_today else None
        now = self._clock()
        start = _home(PageStart())
        await self._set(member, entry, home_opened_at=now, home_read_at=now, **start)

    async def homes_since(self, since: float) -> list[Member]:
        """Whose Home was opened since then, the last first."""
        query = (
            sa.select(board_readers)
            .where(board_readers.c.home_opened_at > since)
            .order_by(board_readers.c.home_opened_at.desc())
        )
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [member_of(row) for row in rows]

    async def take_boards(self, shown_since: float, read_before: float) -> list[Member]:
        """Whose Home was opened, or whose morning message sent, since then, where nobody, on whatever process,
        has read the board anew since `read_before`: the caller does now.
        """
        statement = (
            board_readers.update()
            .where(_shown_since(shown_since), board_readers.c.home_read_at <= read_before)
            .values(home_read_at=self._clock())
            .returning(board_readers)
        )
        rows = await self._db.call(lambda connection: connection.execute(statement).all())
        return [member_of(row) for row in rows]

    async def any_since(self, shown_since: float) -> bool:
        """Whether there is any such board."""
        query = sa.select(board_readers.c.user_id).where(_shown_since(shown_since)).limit(1)
        return await self._db.call(lambda connection: connection.execute(query).first()) is not None

    async def plan_mornings(self, due: Collection[tuple[Member, float | None]]) -> None:
        """When the next message of each falls due."""

        def write(connection: sa.Connection) -> None:
            for member, at in due:
                connection.execute(*_put(connection, member, {"morning_at": at}))

        await self._db.call(write)

    async def due_mornings(self) -> list[BoardReader]:
        """Whose message is due, the longest waiting first."""
        query = (
            sa.select(board_readers)
            .where(board_readers.c.morning_at <= self._clock())
            .order_by(board_readers.c.morning_at)
        )
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [_reader(row) for row in rows]

    async def take_morning(self, reader: BoardReader) -> bool:
        """Whether the message is the caller's to send, for `LEASE` seconds."""
        now = self._clock()
        statement = (
            board_readers.update()
            .where(*_of(reader.member), board_readers.c.morning_at == reader.morning_at)
            .values(morning_at=now + LEASE, morning_tried_at=reader.tried_at or now)
        )
        return bool(await self._db.call(lambda connection: connection.execute(statement).rowcount))

    async def end_morning(
        self, member: Member, day: str, next_at: float | None, sent: tuple[str, str] | None
    ) -> None:
        """The message of this day was sent (`sent`: its channel and time stamp), or is not needed; the next
        one is due then.
        """
        entry = AuditEntry("board.morning", member, subject=day) if sent else None
        done: dict[str, Any] = {}
        if sent is not None:
            now = self._clock()
            done = {"morning_on": day, "morning_sent_at": now, **_page(PageStart())}
            done["home_read_at"] = now
            done["morning_channel"], done["morning_ts"] = sent
        await self._set(member, entry, morning_at=next_at, morning_tried_at=0.0, **done)

    async def mornings_since(self, since: float) -> list[BoardReader]:
        """Whose last message was sent since then (Unix seconds)."""
        query = sa.select(board_readers).where(board_readers.c.morning_sent_at > since)
        rows = await self._db.call(lambda connection: connection.execute(query).all())
        return [_reader(row) for row in rows]

    async def turn_morning(
        self, member: Member, message: tuple[str, str], start: PageStart
    ) -> None:
        """The message shows the page that begins there; nothing where it is not their last one."""
        statement = (
            board_readers.update()
            .where(*_of(member))
            .where(board_readers.c.morning_channel == message[0])
            .where(board_readers.c.morning_ts == message[1])
            .values(**_page(start))
        )
        await self._db.call(lambda connection: connection.execute(statement).rowcount)

    async def remove_workspace(self, team: str) -> None:
        """The app was removed there: nothing about its people is kept, their snoozes and follows included."""
        statements = [
            table.delete().where(table.c.team == team) for table in (board_readers, board_snoozes)
        ]

        def remove(connection: sa.Connection) -> None:
            for statement in statements:
                connection.execute(statement)
            remove_of_workspace(connection, team)

        await self._db.call(remove)

    async def _set(self, member: Member, entry: AuditEntry | None = None, **columns: Any) -> None:
        def write(connection: sa.Connection) -> None:
            connection.execute(*_put(connection, member, columns))
            append(connection, [entry] if entry else [], self._clock())

        await self._db.call(write)


def _put(
    connection: sa.Connection, member: Member, columns: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    """The statement that sets the columns of the member's row, made where there is none."""
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[
        connection.dialect.name
    ]
    statement = insert(board_readers)
    statement = statement.on_conflict_do_update(
        index_elements=["enterprise", "team", "user_id"],
        set_={name: statement.excluded[name] for name in columns},
    )
    enterprise, team, user = member
    return statement, {"enterprise": enterprise, "team": team, "user_id": user, **columns}


def _of(member: Member) -> list[sa.ColumnElement[bool]]:
    return [
        board_readers.c.enterprise == member.enterprise,
        board_readers.c.team == member.team,
        board_readers.c.user_id == member.user,
    ]


def _home(start: PageStart) -> dict[str, Any]:
    return {"home_row": start.at, "home_place": start.written_place}


def _page(start: PageStart) -> dict[str, Any]:
    return {"morning_row": start.at, "morning_place": start.written_place}


def _start(at: int, place: str) -> PageStart:
    """The first page for what is damaged, or of a group that a later release knows."""
    try:
        return PageStart.read(f"{at}|{place}")
    except ValueError:
        return PageStart()


def _shown_since(since: float) -> sa.ColumnElement[bool]:
    opened, sent = board_readers.c.home_opened_at, board_readers.c.morning_sent_at
    return sa.or_(opened > since, sent > since)


def _reader(row: Row) -> BoardReader:
    return BoardReader(
        member_of(row),
        row.everybody,
        _start(row.home_row, row.home_place),
        row.home_opened_at,
        row.morning_at,
        row.morning_on,
        row.morning_tried_at,
        (row.morning_channel, row.morning_ts),
        _start(row.morning_row, row.morning_place),
    )
