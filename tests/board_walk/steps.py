"""The steps of a walk, and how often each comes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from random import Random

from tests.board_walk.board_steps import (
    discards,
    leaves_a_form,
    opens_home,
    presses_a_row,
    puts_off,
    switches,
)
from tests.board_walk.model import LONDON
from tests.board_walk.propops_steps import (
    contractor_writes,
    others_delete,
    others_edit,
    others_hand_over,
    others_raise,
    others_write,
)
from tests.board_walk.slack_steps import (
    adds_a_note,
    asks_to_delete,
    decides,
    raises,
    restores,
    tells,
    updates,
)
from tests.board_walk.stage import Stage

Step = Callable[[Stage, Random], Awaitable[str]]
"""It is done if it can be, and the model is told. Says what was done; empty where there was nothing to do."""


async def bot_restarts(stage: Stage, rng: Random) -> str:
    del rng
    await stage.restart()
    return "the bot is started again"


async def time_goes_by(stage: Stage, rng: Random) -> str:
    hours = rng.choice([1, 3, 9, 24, 24, 60])
    await stage.go_on(hours * 3600 + rng.randrange(600))
    return f"{hours} hours go by, until {datetime.fromtimestamp(stage.clock(), LONDON)}"


async def the_machine_sleeps(stage: Stage, rng: Random) -> str:
    hours = rng.choice([1, 5, 12, 40])
    await stage.hop(stage.clock() + hours * 3600)
    return f"the machine sleeps until {datetime.fromtimestamp(stage.clock(), LONDON)}"


STEPS: Mapping[Step, int] = {
    others_raise: 3,
    others_edit: 6,
    others_hand_over: 1,
    others_delete: 1,
    contractor_writes: 1,
    others_write: 1,
    raises: 2,
    updates: 4,
    tells: 4,
    adds_a_note: 1,
    asks_to_delete: 2,
    restores: 1,
    decides: 3,
    leaves_a_form: 1,
    discards: 1,
    puts_off: 4,
    switches: 2,
    presses_a_row: 3,
    opens_home: 2,
    bot_restarts: 1,
    time_goes_by: 7,
    the_machine_sleeps: 1,
}
"""How often each comes, beside the others."""
