"""What members have set, for a list of the command line: the rows, and the names of whose they are."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from bot.cli.names import Names, names_of
from bot.cli.of_workspace import checked, is_of
from bot.cli.settings import in_loop, opened
from bot.jobs.change import Member
from bot.settings import Settings
from bot.store.database import Database


class Listed(Protocol):
    """A row, and whose it is."""

    @property
    def member(self) -> Member: ...


RowT = TypeVar("RowT", bound=Listed)


def listed(
    settings: Settings,
    team: str,
    read: Callable[[Database], Awaitable[Sequence[RowT]]],
    channel: Callable[[RowT], str] = lambda _: "",
) -> tuple[Sequence[RowT], Names]:
    """What `read` finds in the bot's database, of this workspace (empty: of all), and what its people
    are called, and the `channel` of each row.

    Ends the program where there is no database yet, and for an id that can't be one.
    """
    team = checked(team)

    async def rows_and_names() -> tuple[Sequence[RowT], Names]:
        async with opened(settings, must_exist=True) as (database, _):
            rows = [row for row in await read(database) if is_of(row.member, team)]
            return rows, await names_of(database, {row.member for row in rows}, map(channel, rows))

    return in_loop(rows_and_names())


def member_fields(member: Member, names: Names) -> dict[str, str]:
    """Whose it is, for another program. These names never change."""
    return {
        "team": member.team,
        "enterprise": member.enterprise,
        "user": member.user,
        "user_name": names.name(member),
    }


def member_words(member: Member, names: Names) -> str:
    """`Priya Nair (U0PRIYA001) of T0ELM00001`."""
    return f"{names.person(member)} of {member.team}"
