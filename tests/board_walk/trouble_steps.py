"""PropOps that loses one answer, and PropOps that is away for a while. As `slack_steps`."""

from random import Random
from unittest.mock import patch

from bot.propops.http import transport
from bot.sandbox.propops.call import Call
from bot.sandbox.propops.faults import Fault, Kind
from bot.sandbox.slack.pictures import files
from tests.board_walk.acting import MOST_JOBS, anybody, new_job, sent, somebody_and_job
from tests.board_walk.model import Stuck
from tests.board_walk.slack_steps import adds_a_note, raises, updates
from tests.board_walk.stage import Stage
from tests.waiting import until

_LOST: tuple[Kind, ...] = (
    *("slow", "429", "csrf", "500_before", "drop_before", "html"),
    *("500_after", "drop_after", "html_after", "garbage"),
)
_AWAY: tuple[Kind, ...] = ("maintenance", "500_before", "drop_before", "200_page")
_FILES = ("gate.png", "gas-safety.pdf")
_FOR_EVER = float("inf")


async def adds_files(stage: Stage, rng: Random) -> str:
    person, ref = somebody_and_job(stage, rng)
    if ref is None:
        return ""
    member, name = stage.play.slack.member(person.who), rng.choice(_FILES)
    before = [each[1] for each in stage.play.propops.files(ref)]
    await member.command(f"/job photos {ref}")
    form = await member.modal(having="photos")
    await member.fill(form, photos=[member.upload(name, files()[name])])
    await sent(stage, person, form)
    there = [each[1] for each in stage.play.propops.files(ref)]
    assert there == [*before, name], there
    stage.changed_by(person.who, ref)
    return f"{person.who} adds {name} to {ref}"


async def a_write_goes_wrong(stage: Stage, rng: Random) -> str:
    """At its first try: all the same it is done, and once."""
    kind = rng.choice(_LOST)
    step = rng.choice((raises, updates, adds_a_note, adds_files))
    stage.play.propops.fail(Fault(_is_write, kind, seconds=0.3))
    done = await step(stage, rng)
    stage.play.propops.heal()
    return f"{done}, while PropOps answers {kind}" if done else ""


def _is_write(call: Call) -> bool:
    return call.method == "POST" and call.path.startswith("/api/jobs")


async def it_takes_long(stage: Stage, rng: Random) -> str:
    """Three answers are slow, or come only once we have asked less often: nobody notices."""
    kinds: tuple[Kind, ...] = ("slow", "429")
    kind = rng.choice(kinds)
    stage.play.propops.fail(Fault("*", kind, times=3, seconds=0.3))
    await stage.look()
    stage.play.propops.heal()
    return f"PropOps answers {kind} three times"


async def propops_is_away(stage: Stage, rng: Random) -> str:
    """Minutes or hours. What is sent meanwhile waits, and goes through once it is back."""
    kind, hours = rng.choice(_AWAY), rng.choice([0.2, 1, 3, 14])
    end = stage.clock() + hours * 3600 + 1000
    if (
        stage.model.deletions
        or stage.unlinked
        or any(each.expires < end for each in stage.model.asked)
    ):
        return ""
    person, title = anybody(stage, rng), stage.title()
    sends = len(stage.jobs()) < MOST_JOBS and rng.random() < 0.7
    form = await new_job(stage, person, title) if sends else None
    stage.play.propops.fail(Fault("*", kind, times=None))
    stage.is_away = True
    waits = Stuck(person.who, title, "down", _FOR_EVER)
    with patch.object(transport, "_backoff", return_value=0.0):  # seconds that we can not move on
        if form is not None:
            await sent(stage, person, form)
            stage.model.stuck.append(waits)
        await stage.hop(stage.clock() + 120)
        await stage.look_while_away()
        await stage.go_on(hours * 3600)
    stage.arriving = title if form is not None else ""
    await _is_back(stage)
    stage.arriving = ""
    if form is not None:
        stage.model.stuck.remove(waits)
        await until(lambda: any(job["job_title"] == title for job in stage.jobs()))
        stage.raised(person.who, title)
    await _catches_up(stage)
    what = f", {person.who} raises {title}" if form is not None else ""
    return f"PropOps is away for {hours} hours ({kind}){what}"


async def _is_back(stage: Stage) -> None:
    stage.play.propops.heal()
    stage.is_away, stage.is_recovering = False, True
    stage.app.flows.cards.reconciler._rests_until = 0.0  # seconds that no clock of ours moves on
    for _ in range(3):
        await stage.hop(stage.clock() + 70)


async def _catches_up(stage: Stage) -> None:
    """What was to be sent in between was tried again."""
    await stage.hop(stage.clock() + 130)
    stage.is_recovering = False
    await stage.hop(stage.clock() + 6)
