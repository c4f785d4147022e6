"""Events of a whole organisation's installation name no workspace as their own: what follows is that workspace's."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.sandbox.many import ManyTestbeds
from bot.sandbox.slack import Member
from tests.stories.acting import Clock
from tests.stories.workspaces import ELM, GROUP, NORTH, SOUTH, opened
from tests.waiting import until


@pytest.fixture
async def many(tmp_path: Path, clock: Clock, new_database: bytes) -> AsyncIterator[ManyTestbeds]:
    async with opened(tmp_path, clock, new_database, board_at="off") as many:
        for where in (ELM, GROUP):
            await many.install(where)
        yield many


@pytest.mark.parametrize("team", [ELM, NORTH, SOUTH])
async def test_home_is_drawn_in_each_workspace(many: ManyTestbeds, team: str) -> None:
    play = many.of(team)
    await play.link("priya", "Priya Shah")
    for who in ("priya", "tom"):
        member = play.slack.member(who)
        await member.open_home()
        await until(partial(_sees_home, member))
    others = [each for each in (ELM, NORTH, SOUTH) if each != team]
    assert [many.of(each).slack.member("priya").home for each in others] == [None, None]


def _sees_home(member: Member) -> bool:
    return member.home is not None
