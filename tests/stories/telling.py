"""What the stories about people share: waiting for words, asking for changes, link addresses."""

import re
import socket
import time
from typing import Any

from bot.jobs.change import Change, Place, change_id
from bot.sandbox.outline import outline_view
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed

SIX: dict[str, Any] = {
    "job_title": "Boiler not firing",
    "job_description": "No hot water since Sunday.",
    "address_id": ("12 Elm", 0),
    "priority_id": "High",
    "status_id": "New",
    "job_type_id": "Gas & Heating",
}


async def raised(play: Testbed, channel: str = "maintenance", **more: Any) -> Message:
    """A job raised by Priya with the six required fields; its card."""
    priya = play.slack.member("priya")
    await priya.command("/job new", channel=channel)
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | more))
    await priya.submit(form)
    return await play.slack.wait_for_message(channel=channel, containing="Job created")


async def until_title(member: Any, play: Testbed, words: str) -> Any:
    """The member's modal once it says `words`."""

    def look() -> Any:
        view = member.top
        return view if view is not None and words in outline_view(view) else None

    return await play.slack.until(look, timeout=5, why=words)


class Clock:
    """Unix seconds that a test can move on."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


async def card_of(play: Testbed, words: str = "Approval needed") -> Message:
    return await play.slack.wait_for_message(channel="approvals", containing=words)


async def ephemeral_to(play: Testbed, who: str, words: str) -> str:
    member = play.slack.member(who)

    def look() -> str | None:
        said = [*member.ephemerals, *member.dms]
        return next((m.text for m in reversed(said) if words in m.text), None)

    return await play.slack.until(look, timeout=5, why=f"{who} hears {words!r}")


async def asked(play: Testbed, action: Any, ref: str) -> str:
    """A change of Priya's about a job, asked for directly."""
    job = play.propops.job(ref)
    assert play.app is not None
    key = f"T0SANDBOX1:{action}:{job['uuid']}:1"
    change = Change(
        id=change_id(key),
        key=key,
        action=action,
        member=play.member("priya"),
        place=Place(channel=play.channel()),
        job_uuid=job["uuid"],
        job_ref=ref,
    )
    await play.app.flows.changes.accept(change)
    return change.id


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def address_for(play: Testbed, who: str, command: str = "/job link") -> str:
    """The address behind the button that a command brings."""
    member = play.slack.member(who)
    before = len(member.ephemerals)
    await member.command(command)
    await play.slack.until(lambda: len(member.ephemerals) > before or None, why="an answer")
    return address_in(member.ephemerals[-1].blocks)


def address_in(blocks: Any) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+/link/[\w-]+", str(blocks))
    assert found is not None, blocks
    return found[0]
