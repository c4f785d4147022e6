"""What people do in several stories, and what they then see."""

from typing import Any

from bot.sandbox.outline import outline_view
from bot.sandbox.slack import Member
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed

SIX: dict[str, Any] = {
    "job_title": "Boiler not firing",
    "job_description": "No hot water since Sunday.",
    "address_id": ("12 Elm", 0),
    "priority_id": "High",
    "status_id": "New",
    "job_type_id": "Gas & Heating",
}
"""The six required fields, as a person fills them in."""


async def raised(play: Testbed, **more: Any) -> Message:
    """A job raised by Priya; its card."""
    await send_new(play, **more)
    return await play.slack.wait_for_message(channel="maintenance", containing="Job created")


async def until_title(member: Member, play: Testbed, words: str) -> View:
    """The member's modal once it says `words`."""

    def look() -> View | None:
        view = member.top
        return view if view is not None and words in outline_view(view) else None

    return await play.slack.until(look, timeout=5, why=words)


async def send_new(play: Testbed, **more: Any) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | more))
    await priya.submit(form)


async def dm_saying(
    play: Testbed,
    words: str,
    who: str = "priya",
    timeout: float = 8,  # noqa: ASYNC109 - patience
) -> Message:
    """The member's direct message with these words."""
    member = play.slack.member(who)

    def look() -> Message | None:
        return next((each for each in reversed(member.dms) if words in each.text), None)

    return await play.slack.until(look, timeout=timeout, why=words)


async def updated(play: Testbed, **fields: Any) -> Message:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **fields)
    await priya.submit(form)
    return await play.slack.wait_for_message(channel="maintenance", containing="Job updated")


async def dm_or_ephemeral(play: Testbed, words: str) -> Message:
    priya = play.slack.member("priya")

    def look() -> Message | None:
        said = [*priya.dms, *priya.ephemerals]
        return next((each for each in reversed(said) if words in each.text), None)

    return await play.slack.until(look, timeout=5, why=words)
