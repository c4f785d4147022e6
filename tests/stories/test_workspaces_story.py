"""Two workspaces and an organisation install the app, and each works as if it were alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.many import ManyTestbeds, open_many
from bot.sandbox.slack import Behaviour
from bot.sandbox.slack.world_of_many import ManyWorkspaces
from tests.stories.acting import Clock, raised
from tests.stories.conftest import QUICK

ELM, OAK = "T0ELM00001", "T0OAK00001"
GROUP, NORTH, SOUTH = "E0GROUP001", "T0NORTH001", "T0SOUTH001"


@pytest.fixture
async def many(
    tmp_path: Path, clock: Clock, new_database: bytes, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ManyTestbeds]:
    (tmp_path / "propops-bot.db").write_bytes(new_database)
    monkeypatch.setattr("bot.web.bolt._ACK_WITHIN", 20.0)
    behaviour = Behaviour(escape_commands=True, patience=20.5)
    world = ManyWorkspaces(clock=clock, behaviour=behaviour, rotates=True)
    world.add(ELM, "Elm Maintenance")
    world.add(OAK, "Oak Lettings")
    world.add(NORTH, "North", GROUP)
    world.add(SOUTH, "South", GROUP)
    opened = open_many(
        *(tmp_path, world),
        engine=InMemoryEngine,
        clock=clock,
        waits=QUICK,
        propops_settle_seconds=0.5,
    )
    async with opened as many:
        yield many


async def test_each_workspace_works_as_if_it_were_alone(many: ManyTestbeds) -> None:
    for where in (ELM, OAK, GROUP):
        status, page = await many.install(where)
        assert (status, "Installed" in page) == (200, True)
    titles = {ELM: "Elm boiler", OAK: "Oak gutter", NORTH: "North door", SOUTH: "South lift"}
    for team, title in titles.items():
        play = many.of(team)
        await play.link("priya", "Priya Shah")
        await raised(play, job_title=title)
    for team, title in titles.items():
        said = [each.outline() for each in many.of(team).slack.messages("maintenance")]
        assert len(said) == 1
        assert title in said[0]
    assert many.world.calls == [each for each in many.world.calls if not each.error]
