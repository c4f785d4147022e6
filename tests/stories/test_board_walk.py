"""Short walks through everything that moves a board: see `tests.board_walk`, which takes long ones."""

import pytest

from tests.board_walk.opening import Database
from tests.board_walk.walk import planned, walked


async def _is_as_modelled(seed: int, database: Database) -> None:
    walk = await walked(planned(seed, 12), seed, database)
    assert walk.failed is None, "\n".join([*walk.story, repr(walk.failed)])


async def test_what_people_see_is_what_the_model_says(new_database: bytes) -> None:
    await _is_as_modelled(4, Database(file=new_database))


@pytest.mark.postgres
async def test_so_it_is_on_postgres(postgres_url: str) -> None:
    await _is_as_modelled(2, Database(url=postgres_url))
