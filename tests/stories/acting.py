"""What people do in several stories, and what they then see."""

import re
import time
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.jobs.change import Change, Place, change_id
from bot.sandbox.outline import outline, outline_view
from bot.sandbox.slack import Member
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import CHANNEL, Testbed

SIX: dict[str, Any] = {
    "job_title": "Boiler not firing",
    "job_description": "No hot water since Sunday.",
    "address_id": ("12 Elm", 0),
    "priority_id": "High",
    "status_id": "New",
    "job_type_id": "Gas & Heating",
}
"""The six required fields, as a person fills them in."""
APPROVALS: dict[str, Any] = {
    "approvals_channel": "C0APPROV01",
    "approvers": ("S0APPROVER", "U0TOM00001"),
    "approval_budget_over": 500,
}
"""Settings under which a job above £500 waits for Dana (of the group) or Tom."""


class Clock:
    """Unix seconds that a test can move on."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead

    def to_noon(self) -> None:
        """Tomorrow at 12:00 in London, so that no test comes to midnight by itself."""
        now = datetime.fromtimestamp(self(), ZoneInfo("Europe/London"))
        noon = (now + timedelta(days=1)).replace(hour=12, minute=0, second=0)
        self.ahead += noon.timestamp() - now.timestamp()


# what people do


async def send_new(play: Testbed, channel: str = CHANNEL, **more: Any) -> None:
    """Priya sends the form of a new job, with the six required fields and more; yes, a second time too."""
    priya = play.slack.member("priya")
    await priya.command("/job new", channel=channel)
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | more))
    await priya.submit(form)
    if "send it again" in form.errors.get("job_title", ""):
        await priya.submit(form)


async def raised(play: Testbed, channel: str = CHANNEL, **more: Any) -> Message:
    """A job raised by Priya; its card."""
    await send_new(play, channel, **more)
    return await card_saying(play, "Job created", channel)


async def updated(play: Testbed, **fields: Any) -> Message:
    """JOB-003 updated by Priya; its card."""
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **fields)
    await priya.submit(form)
    return await card_saying(play, "Job updated")


async def asked(play: Testbed, action: Any, ref: str, **target: Any) -> str:
    """The id of a change of Priya's about a job, asked for directly."""
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
        target=target,
    )
    await play.app.flows.changes.accept(change)
    return change.id


async def address_for(play: Testbed, who: str, command: str = "/job link") -> str:
    """The address behind the button that a command brings."""
    member = play.slack.member(who)
    before = len(member.ephemerals)
    await member.command(command)
    await play.slack.until(lambda: len(member.ephemerals) > before or None, why="an answer")
    return address_in(member.ephemerals[-1].blocks)


def address_in(blocks: Any) -> str:
    match = re.search(r"http://127\.0\.0\.1:\d+/link/[\w-]+", str(blocks))
    assert match is not None, blocks
    return match[0]


async def unlinked(play: Testbed, who: str = "priya") -> None:
    """The member types /job unlink, and says yes."""
    member = play.slack.member(who)
    asked_before = len(member.ephemerals)
    await member.command("/job unlink")
    await play.slack.until(lambda: len(member.ephemerals) > asked_before or None, why="a question")
    await member.press(member.ephemerals[-1], "Unlink")
    await ephemeral_to(play, who, "link to PropOps is gone")


# what they see


async def until_title(member: Member, play: Testbed, words: str) -> View:
    """The member's modal once it says `words`."""

    def modal() -> View | None:
        view = member.top
        return view if view is not None and words in outline_view(view) else None

    return await play.slack.until(modal, why=words)


async def went_through(member: Member, play: Testbed, words: str) -> None:
    """Until the form has closed; one that took longer says what was done, and is closed."""

    def over() -> bool | None:
        return member.top is None or words in outline_view(member.top) or None

    await play.slack.until(over, why=words)
    if member.top is not None:
        await member.close(member.top)


async def card_saying(play: Testbed, words: str, channel: str = CHANNEL) -> Message:
    return await play.slack.wait_for_message(channel=channel, containing=words)


async def card_of(play: Testbed, words: str = "Approval needed") -> Message:
    """The card in the channel of the approvers."""
    return await card_saying(play, words, "approvals")


async def answer(play: Testbed, who: str, words: str) -> Message:
    """The member's newest private message that says `words`, ephemeral or direct."""
    member = play.slack.member(who)

    def newest() -> Message | None:
        messages = sorted([*member.ephemerals, *member.dms], key=lambda each: float(each.ts))
        return next(
            (each for each in reversed(messages) if words in f"{each.text} {outline(each.blocks)}"),
            None,
        )

    return await play.slack.until(newest, why=f"{who} reads {words!r}")


async def ephemeral_to(play: Testbed, who: str, words: str) -> str:
    """The text of `answer`."""
    return (await answer(play, who, words)).text


async def dm_saying(play: Testbed, words: str, who: str = "priya") -> Message:
    """The member's newest direct message with these words."""
    member = play.slack.member(who)

    def newest() -> Message | None:
        return next((each for each in reversed(member.dms) if words in each.text), None)

    return await play.slack.until(newest, why=words)


async def linked_outside(play: Testbed, who: str, account: str) -> None:
    """As `propops-bot tokens set`: the bot hears of it, and offers what waited."""
    assert play.app is not None
    await play.app.stores.tokens.put(play.member(who), play.propops.token_for(account))
