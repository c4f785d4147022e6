"""Boards in stories: jobs as they are wanted, and what people see."""

from datetime import time
from typing import Any

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from bot.workflows.board.morning import next_morning
from tests.stories.acting import Clock, dm_saying
from tests.waiting import until


def contractor(play: Testbed, number: int = 0) -> int:
    return int(play.propops.rows("contractors")[number]["ID"])


def status_id(play: Testbed, name: str) -> int:
    return next(int(row["ID"]) for row in play.propops.rows("statuses") if row["name"] == name)


def emptied(play: Testbed) -> None:
    """PropOps has no open job any more."""
    closed = status_id(play, "Closed")
    for job in play.propops.jobs:
        play.propops.edit(job["job_ref"], "Tom Reilly", status_id=closed)


def reopened(play: Testbed, ref: str, **fields: Any) -> None:
    """This job is open again, with nothing that waits for anybody but what `fields` say."""
    calm = {
        "status_id": status_id(play, "New"),
        "contractor_id": contractor(play),
        "date_works_start_date": None,
        "date_works_end_date": None,
    }
    play.propops.edit(ref, "Tom Reilly", **(calm | fields))


async def board(play: Testbed, who: str = "priya") -> Message:
    member = play.slack.member(who)
    seen = len(member.ephemerals)
    await member.command("/job board")
    return await play.slack.until(
        lambda: member.ephemerals[-1] if len(member.ephemerals) > seen else None, why="the board"
    )


async def everybodys(play: Testbed, who: str = "priya") -> Message:
    """The same after the switch to everybody's jobs."""
    member, message = play.slack.member(who), await board(play, who)
    await member.press(message, "Everybody's")
    await until(lambda: "*Everybody's*:" in message.text)
    return message


async def home(play: Testbed, who: str = "priya") -> View:
    member = play.slack.member(who)
    await member.open_home()
    return await play.slack.until(lambda: member.home, why="a home")


def waits(what: Message | View, ref: str) -> bool:
    """Whether a row of the job is there, which is not put off."""
    texts = [each for each in what.blocks if each["type"] == "section" and "accessory" not in each]
    return any(ref in each["text"]["text"] for each in texts)


def shown(what: Message | View) -> str:
    return outline_view(what) if isinstance(what, View) else outline(what.blocks)


async def morning_message(play: Testbed, clock: Clock, who: str = "priya") -> Message:
    """That of the next morning, to which the clock is turned."""
    assert play.app is not None
    mornings = play.app.flows.board.mornings
    await mornings.plan()
    clock.ahead += next_morning(clock(), time(8), play.settings.zone) - clock()
    await mornings.send_due()
    return await dm_saying(play, "Good morning.", who)
