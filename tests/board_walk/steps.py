"""The steps of a walk, and how often each comes."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from random import Random

from tests.board_walk.acting import any_job
from tests.board_walk.board_steps import (
    discards,
    leaves_a_form,
    lists_open,
    looks_into_a_form,
    opens_home,
    presses_a_row,
    switches,
)
from tests.board_walk.channel_steps import ends_a_follow, follows, sets_the_channel
from tests.board_walk.moments import moments
from tests.board_walk.people_steps import a_link_ends, leaves_slack, links_again, may_list_nothing
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
from tests.board_walk.snooze_steps import puts_off, takes_it_back, wakes
from tests.board_walk.stage import Stage
from tests.board_walk.times import LONDON, midnight_after, today
from tests.board_walk.trouble_steps import (
    a_write_goes_wrong,
    adds_files,
    it_takes_long,
    propops_is_away,
)
from tests.board_walk.undo_steps import does_not_wait, keeps_a_job, undoes

Step = Callable[[Stage, Random], Awaitable[str]]
"""It is done if it can be, and the model is told. Says what was done; empty where there was nothing to do."""

_BEFORE = 450.0
"""Seconds before a moment at which a look begins, which takes an interval."""
_FARTHEST = 9 * 86_400.0


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


async def until_something_is_due(stage: Stage, rng: Random) -> str:
    """Everybody looks just before it, and just after."""
    now = stage.clock()
    soon = {at for at in moments(stage.model, stage.jobs()) if _BEFORE < at - now < _FARTHEST}
    if not soon:
        return ""
    at = rng.choice(sorted(soon))
    await _looked_at(stage, at)
    return f"everybody looks before and after {datetime.fromtimestamp(at, LONDON)}"


async def a_row_comes_back(stage: Stage, rng: Random) -> str:
    """Somebody puts a row off, and waits until then."""
    done = await puts_off(stage, rng)
    if not done:
        return ""
    await _looked_at(stage, [*stage.model.snoozed.values()][-1].until)
    return f"{done}, and waits for it"


async def a_visit_passes(stage: Stage, rng: Random) -> str:
    """It is today, then it was."""
    ref = any_job(stage, rng)
    if ref is None:
        return ""
    day = today(stage.clock()).isoformat()
    stage.edit(ref, status_id=stage.status("New"), date_works_start_date=day)
    stage.edit(ref, date_works_end_date=rng.choice([day, None]))
    stage.model.has_changed(stage.jobs())
    await _looked_at(stage, midnight_after(day))
    return f"the visit of {ref} is on {day}, and passes"


async def _looked_at(stage: Stage, at: float) -> None:
    """Everybody looks just before that moment, and just after."""
    await stage.go_on(at - _BEFORE - stage.clock())
    await stage.look()
    await stage.go_on(at + 20 - stage.clock())
    await stage.look()


STEPS: Mapping[Step, float] = {
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
    decides: 4,
    leaves_a_form: 1,
    discards: 1,
    looks_into_a_form: 1,
    puts_off: 3,
    takes_it_back: 2,
    wakes: 2,
    a_row_comes_back: 2,
    a_visit_passes: 2,
    switches: 2,
    presses_a_row: 3,
    opens_home: 2,
    undoes: 2,
    keeps_a_job: 2,
    does_not_wait: 1,
    adds_files: 1,
    a_write_goes_wrong: 2,
    it_takes_long: 0.5,
    propops_is_away: 2,
    a_link_ends: 1,
    links_again: 2,
    leaves_slack: 0.3,
    may_list_nothing: 0.5,
    lists_open: 0.5,
    follows: 1,
    ends_a_follow: 0.3,
    sets_the_channel: 0.5,
    bot_restarts: 1,
    time_goes_by: 6,
    until_something_is_due: 3,
    the_machine_sleeps: 1,
}
"""How often each comes, beside the others."""
