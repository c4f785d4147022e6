"""What the channel follows, and how it wants its cards and threads. As `slack_steps`."""

from collections.abc import Mapping, Sequence
from random import Random

from tests.board_walk.acting import anybody
from tests.board_walk.stage import Stage
from tests.board_walk.wanted import Wanted
from tests.waiting import until

_FOLLOWED: Sequence[Mapping[str, Sequence[str]]] = (
    {"status_name": ["Assigned"]},
    {"status_name": ["New", "In progress"]},
    {"status_name": ["Complete"]},
    {"job_type_name": ["Electrical"]},
    {"job_type_name": ["Electrical"], "status_name": ["New", "Assigned"]},
)
_ENTERED = {"status_name": "status_id", "job_type_name": "job_type_id"}
_BUTTONS = (("Update", "Add note"), ("Notify contractor", "Show"), ())


async def follows(stage: Stage, rng: Random) -> str:
    person, chosen = anybody(stage, rng), rng.choice(_FOLLOWED)
    if stage.followed.follows:
        return ""
    member = stage.play.slack.member(person.who)
    await member.command("/job follow")
    form = await member.modal(having="status_id")
    await member.fill(form, {_ENTERED[name]: list(names) for name, names in chosen.items()})
    await member.submit(form)
    assert not form.errors, form.errors
    await member.close(form)
    await stage.hop(stage.clock() + 6)
    [follow] = await stage.app.stores.follows.all()
    assert follow.watermark is not None, "it has looked at what there is"
    stage.followed.begin(person, chosen, stage.jobs())
    return f"{person.who} follows jobs of {chosen}"


async def ends_a_follow(stage: Stage, rng: Random) -> str:
    """Whoever it is."""
    person = anybody(stage, rng)
    if not stage.followed.follows:
        return ""
    member = stage.play.slack.member(person.who)
    await member.command("/job follow")
    form = await member.modal(having="status_id")
    await member.press(form, "End")
    await until(
        lambda: "'s account" not in form.outline() and "your account\n" not in form.outline()
    )
    await member.close(form)
    assert await stage.app.stores.follows.all() == []
    stage.followed.follows.clear()
    return f"{person.who} ends what is followed"


async def sets_the_channel(stage: Stage, rng: Random) -> str:
    """`/job settings`."""
    person, buttons = anybody(stage, rng), rng.choice(_BUTTONS)
    told = [each for each in ("A new status", "Case notes") if rng.random() < 0.6]
    member = stage.play.slack.member(person.who)
    await member.command("/job settings")
    form = await member.modal(having="quiet_hours")
    await member.fill(form, told=told, card_buttons=list(buttons))
    await member.submit(form)
    assert not form.errors, form.errors
    await member.close(form)
    more = {"buttons": frozenset(buttons)} if buttons else {}
    stage.wanted = Wanted("A new status" in told, "Case notes" in told, **more)
    return f"{person.who} wants {told} and the buttons {list(buttons)}"
