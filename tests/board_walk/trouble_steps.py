"""PropOps that loses one answer, and PropOps that is away for a while. As `slack_steps`."""

from functools import partial
from random import Random
from unittest.mock import patch

from bot.errors import PropOpsError
from bot.propops.http import transport
from bot.sandbox.propops.call import Call
from bot.sandbox.propops.faults import Fault, Kind
from bot.sandbox.slack.pictures import files
from tests.board_walk.acting import MOST_JOBS, new_job, sent, somebody_and_job
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
    await stage.refreshed()
    stage.play.propops.heal()
    _goes_on(stage)
    await stage.look()
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
    sent_ = [each for each in stage.linked() if rng.random() < 0.6][: MOST_JOBS - len(stage.jobs())]
    forms = [(each, title := stage.title(), await new_job(stage, each, title)) for each in sent_]
    stage.play.propops.fail(Fault("*", kind, times=None))
    stage.is_away = True
    waits: list[Stuck] = []
    with patch.object(transport, "_backoff", return_value=0.0):  # seconds that we can not move on
        how = "down"
        if rng.random() < 0.5:  # nothing that a write needs was asked for before, so none leaves
            await stage.restart()
            how = "held"
        for person, title, form in forms:
            await sent(stage, person, form)
            waits.append(Stuck(person.who, title, how, _FOR_EVER))
            stage.model.stuck.append(waits[-1])
        await stage.hop(stage.clock() + 120)
        await stage.look_while_away()
        await stage.go_on(hours * 3600)
    stage.arriving = {each.name for each in waits}
    await _is_back(stage)
    stage.arriving = set()
    for each in waits:
        stage.model.stuck.remove(each)
        await until(partial(_is_there, stage, each.name))
        stage.raised(each.who, each.name)
    await _catches_up(stage)
    raised = "".join(f", {each.who} raises {each.name}" for each in waits)
    return f"PropOps is away for {hours} hours ({kind}, {how}){raised}"


async def _is_back(stage: Stage) -> None:
    stage.play.propops.heal()
    stage.is_away, stage.is_recovering = False, True
    _goes_on(stage)
    for _ in range(3):
        await stage.hop(stage.clock() + 70)


def _goes_on(stage: Stage) -> None:
    """Cards are compared again at once: they rest for seconds that no clock of ours moves on."""
    stage.app.flows.cards.reconciler._rests_until = 0.0


def _is_there(stage: Stage, title: str) -> bool:
    return any(job["job_title"] == title for job in stage.jobs())


async def lists_answer(stage: Stage) -> bool:
    """Whether a form would open: what was asked for while PropOps was away has come to its end."""
    try:
        for person in stage.linked():
            lookups = await stage.app.flows.members.links.lookups(stage.play.member(person.who))
            for name in ("statuses", "priorities", "job_types"):
                await lookups.options(name)
    except PropOpsError:
        return False
    return True


async def _catches_up(stage: Stage) -> None:
    """What was to be sent in between was tried again."""
    await until(lambda: lists_answer(stage))
    await stage.hop(stage.clock() + 130)
    stage.is_recovering = False
    await stage.hop(stage.clock() + 6)
