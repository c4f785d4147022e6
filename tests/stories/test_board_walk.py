"""Short walks through everything that moves a board: see `tests.board_walk`, which takes long ones."""

import pytest

from tests.board_walk.opening import Database
from tests.board_walk.walk import planned, walked


@pytest.mark.parametrize("seed", [2, 4])
async def test_what_people_see_is_what_the_model_says(seed: int, new_database: bytes) -> None:
    walk = await walked(planned(seed, 12), seed, Database(file=new_database))
    assert walk.failed is None, "\n".join([*walk.story, repr(walk.failed)])
