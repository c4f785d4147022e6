"""Two workspaces, and an organisation with two more: all of the same ids, over one bot."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.many import ManyTestbeds, open_many
from bot.sandbox.slack import Behaviour
from bot.sandbox.slack.world_of_many import ManyWorkspaces
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock
from tests.stories.conftest import QUICK

ELM, OAK = "T0ELM00001", "T0OAK00001"
GROUP, NORTH, SOUTH = "E0GROUP001", "T0NORTH001", "T0SOUTH001"
ACK_WITHIN = 20.0


@contextlib.asynccontextmanager
async def opened(
    folder: Path, clock: Clock, new_database: bytes | None, **settings: Any
) -> AsyncIterator[ManyTestbeds]:
    """The bot runs, and nobody has installed it yet."""
    if new_database is not None:
        (folder / "propops-bot.db").write_bytes(new_database)
    behaviour = Behaviour(escape_commands=True, patience=ACK_WITHIN + 0.5)
    world = ManyWorkspaces(clock=clock, behaviour=behaviour, rotates=True)
    world.add(ELM, "Elm Maintenance")
    world.add(OAK, "Oak Lettings")
    world.add(NORTH, "North", GROUP)
    world.add(SOUTH, "South", GROUP)
    given = {"propops_settle_seconds": 0.5} | settings
    many = open_many(*(folder, world), engine=InMemoryEngine, clock=clock, waits=QUICK, **given)
    async with many as beds:
        yield beds


async def both_linked(many: ManyTestbeds) -> tuple[Testbed, Testbed]:
    """Elm and Oak, each with a Priya, whose account is another person's in Oak."""
    for where in (ELM, OAK):
        await many.install(where)
    elm, oak = many.of(ELM), many.of(OAK)
    await elm.link("priya", "Priya Shah")
    await oak.link("priya", "Tom Reilly")
    return elm, oak
