"""What others do in PropOps. Each step says what was done; empty where there was nothing to do."""

from random import Random

from tests.board_walk.acting import MOST_JOBS, any_job, some_change
from tests.board_walk.stage import Stage

_TYPES = (72, 73)
"""Plumbing and electrical."""


async def others_raise(stage: Stage, rng: Random) -> str:
    if len(stage.jobs()) >= MOST_JOBS:
        return ""
    by = rng.choice(["Priya Shah", "Margaret Ellison", "Tom Reilly"])
    fields = some_change(stage, rng) | {"job_type_id": rng.choice(_TYPES)}
    ref = stage.raise_job(by, **fields, agent_id=rng.choice([301, 302]))
    return f"{by} raises {ref}"


async def others_edit(stage: Stage, rng: Random) -> str:
    ref = any_job(stage, rng)
    if ref is None:
        return ""
    fields = some_change(stage, rng)
    stage.edit(ref, **fields)
    return f"Tom sets {fields} of {ref} in PropOps"


async def others_hand_over(stage: Stage, rng: Random) -> str:
    """To another agent: some see it no longer, or from now on."""
    ref = any_job(stage, rng)
    if ref is None:
        return ""
    agent = rng.choice([301, 302])
    stage.edit(ref, agent_id=agent)
    return f"{ref} goes to agent {agent}"


async def others_delete(stage: Stage, rng: Random) -> str:
    ref = any_job(stage, rng)
    if ref is None or any(each.name == ref for each in stage.model.asked):
        return ""
    stage.play.propops.delete(ref)
    stage.model.deletions.pop(ref, None)
    return f"{ref} is deleted in PropOps"


async def contractor_writes(stage: Stage, rng: Random) -> str:
    told = {ref: told for ref, told in stage.model.told.items() if stage.job(ref)}
    if not told:
        return ""
    ref = rng.choice(sorted(told))
    job = stage.job(ref)
    assert job is not None
    if not job["contractor_id"]:
        return ""
    stage.clock.hop(stage.clock() + 2)
    stage.play.propops.add_note(ref, job["contractor_name"], "On my way")
    if (mine := stage.model.told_of(job)) is not None:
        mine.accepted = True
    return f"{job['contractor_name']} writes in {ref}"


async def others_write(stage: Stage, rng: Random) -> str:
    ref = any_job(stage, rng)
    if ref is None:
        return ""
    stage.play.propops.add_note(ref, "Sam Booth", "Keys are back")
    return f"Sam writes in {ref}"
