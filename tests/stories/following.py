"""A channel that follows jobs: set up by a person, looked at by the bot when a test says so."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.outline import outline_view
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import CHANNEL, Testbed
from bot.store.follow_rows import Follow
from bot.store.follows import LEASE
from tests.stories.acting import Clock
from tests.stories.comparing import tell
from tests.waiting import until

SIX: Mapping[str, Any] = {
    "job_title": "Tap drips",
    "job_description": "In the kitchen.",
    "address_id": 501,
    "priority_id": 41,
    "status_id": 11,
    "job_type_id": 72,
}
"""An urgent plumbing job, by PropOps's ids."""
URGENT: Mapping[str, Any] = {"priority_id": ["Urgent"]}


async def opened(play: Testbed, who: str = "priya", channel: str = CHANNEL) -> View:
    person = play.slack.member(who)
    await person.command("/job follow", channel=channel)
    return await person.modal(having="contractor_id")


async def follows(
    play: Testbed, clock: Clock, who: str = "priya", channel: str = CHANNEL, **chosen: Any
) -> str:
    """The channel follows this, and the bot has looked at what there is; the id of the follow."""
    person, form = play.slack.member(who), await opened(play, who, channel)
    await person.fill(form, **(chosen or URGENT))
    await person.submit(form)
    assert form.errors == {}
    assert "From now on" in outline_view(form)
    await person.close(form)
    assert play.app is not None
    stored = max(await play.app.stores.follows.all(), key=lambda each: each.at)
    await until(lambda: _has_looked(play, stored.id))
    return stored.id


async def looked(play: Testbed, clock: Clock, ahead: float = 120.0) -> list[Follow]:
    """Time passes, and the bot has looked; the follows there are then."""
    assert play.app is not None
    await play.app.engine.idle()
    clock.ahead += ahead

    async def done() -> bool:
        assert play.app is not None
        await play.app.flows.cards.follows.look_due()
        now, there = clock(), await play.app.stores.follows.all()
        return all(each.due_at is None or _is_later(each.due_at - now) for each in there)

    await until(done)
    await play.app.flows.cards.reconciler.compare_due()
    await tell(play, play.app)
    return await play.app.stores.follows.all()


def _is_later(seconds: float) -> bool:
    """Until the next look: neither due nor being looked at."""
    return seconds > 0 and not LEASE - 30 < seconds <= LEASE


async def _has_looked(play: Testbed, id_: str) -> bool:
    assert play.app is not None
    follow = await play.app.stores.follows.get(id_)
    return follow is not None and follow.watermark is not None


def raised_there(play: Testbed, title: str = "Tap drips", **more: Any) -> str:
    """Somebody raises an urgent job in PropOps itself; its reference."""
    row = play.propops.raise_job("Tom Reilly", **(dict(SIX) | {"job_title": title} | more))
    return str(row["job_ref"])


def cards(play: Testbed, channel: str = CHANNEL) -> list[Message]:
    """What stands in the channel, replies left out."""
    return [each for each in play.slack.messages(channel) if not each.is_reply]
