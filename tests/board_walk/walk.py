"""Random walks through the bot: a walk is a list of steps, and the same list goes the same way."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.board_walk.checks import Checks
from tests.board_walk.opening import STARTS, Database, open_stage
from tests.board_walk.steps import STEPS, Step

Plan = Sequence[tuple[Step, int, bool]]
"""A step, the seed of what is chosen in it, and whether everybody looks after it."""
Databases = Callable[[], Database]
"""A new one for each walk."""


@dataclass
class Walk:
    """`story`: what was done. `failed`: what was wrong then."""

    story: list[str] = field(default_factory=list)
    failed: BaseException | None = None


def planned(seed: int, steps: int) -> Plan:
    rng = Random(seed)
    chosen = rng.choices(list(STEPS), list(STEPS.values()), k=steps)
    return [(step, rng.randrange(10**6), rng.random() < 0.6) for step in chosen]


async def walked(plan: Plan, start: int, database: Database) -> Walk:
    walk, doing = Walk(), ""
    async with open_stage(STARTS[start % len(STARTS)], database) as stage:
        checks = Checks(stage)
        stage.on_hop, stage.look = checks.on_hop, checks.look
        stage.look_while_away = checks.look_while_away
        try:
            for ref_by in ("Priya Shah", "Tom Reilly"):
                stage.raise_job(ref_by)
            for step, seed, looks in plan:
                doing = step.__name__
                done = await step(stage, Random(seed))
                if not done:
                    continue
                walk.story.append(done)
                stage.model.has_changed(stage.jobs())
                checks.cards.note_sight()
                if looks:
                    await checks.look()
            await checks.look()
        except Exception as error:
            walk.story.append(f"({doing})")
            walk.failed = error
    return walk


def shortest(plan: Plan, start: int, databases: Databases) -> Plan:
    """With what is not needed for it to fail left out."""
    part = len(plan) // 2
    while part:
        at = 0
        while at < len(plan):
            less = [*plan[:at], *plan[at + part :]]
            if asyncio.run(walked(less, start, databases())).failed is not None:
                plan = less
            else:
                at += part
        part //= 2
    return plan
