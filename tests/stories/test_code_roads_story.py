"""A code that no word calls one, by every way to a channel: it reaches none, in no spelling."""

from typing import Any

import pytest

from bot.sandbox.testbed import Testbed
from tests.stories.acting import APPROVALS, SIX, Clock, card_of, card_saying
from tests.stories.at_rest import at_rest
from tests.stories.comparing import compare
from tests.stories.following import follows, looked, raised_there
from tests.stories.pasted import SITE, page, shared
from tests.without_ids import without_ids

TITLE = "Leak, front 4417, and left 44 right 17"
DESCRIPTION = "No water.\nrear 5528 then push\nkeysafe (brown one) its 6193"
PARTS = ("4417", "5528", "6193", "44 right")
WRITES = ("chat.postMessage", "chat.update", "chat.unfurl", "entity.presentDetails")
SETTINGS = APPROVALS | {"propops_job_url": SITE + "/jobs/{uuid}", "work_objects_comments": "on"}


def told_in_channels(play: Testbed) -> str:
    """All that was ever sent to where more than one person reads."""
    sent = [each for method in WRITES for each in play.slack.sent(method)]
    return "\n".join(str(each) for each in sent if not str(each.get("channel", "")).startswith("D"))


async def sent(play: Testbed, **fields: Any) -> None:
    """The form of a new job, sent once more where something in it is asked about."""
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | fields))
    while (await priya.submit(form)).errors:
        pass


@pytest.mark.testbed(cards_refresh_seconds=60, **SETTINGS)
async def test_no_road_takes_a_part_of_it_to_a_channel(play: Testbed, clock: Clock) -> None:
    await follows(play, clock)
    await sent(play, job_title=TITLE, job_description=DESCRIPTION)
    card = await card_saying(play, "Job created")
    priya = play.slack.member("priya")
    panel = await priya.open_panel(card)
    await priya.open_comments(panel)
    await priya.comment(panel, TITLE)
    await priya.comment(panel, TITLE)  # asked about once
    await shared(play, f"This one: {page(play, 'JOB-061')}")
    play.propops.edit(
        "JOB-061", by="Tom Reilly", job_title=f"Urgent: {TITLE}", works_order_ref="front 4417"
    )
    await compare(play)
    raised_there(play, TITLE, job_description=DESCRIPTION)
    raised_there(play, f"Again: {TITLE}")
    await looked(play, clock)
    await raised_by_approval(play)
    await from_a_message(play)
    await at_rest(play)
    assert play.slack.sent("chat.unfurl")
    assert play.propops.notes("JOB-061")
    everything = without_ids(told_in_channels(play))
    assert "private detail" in everything
    assert [part for part in PARTS if part in everything] == []


async def raised_by_approval(play: Testbed) -> None:
    await sent(play, job_title=f"Dear: {TITLE}", job_total_budget="900")
    asked = await card_of(play)
    await play.slack.member("dana").press(asked, "Approve")
    await card_saying(play, "Dear")


async def from_a_message(play: Testbed) -> None:
    priya, tom = play.slack.member("priya"), play.slack.member("tom")
    message = tom.say(f"{TITLE}\n{DESCRIPTION}")
    await priya.message_shortcut("job.from_message", message)
    form = await priya.modal(having="job_title")
    assert [part for part in PARTS if part in str(form.value("job_title"))] == []
    await priya.fill(
        form, **{name: SIX[name] for name in ("address_id", "priority_id", "job_type_id")}
    )
    await priya.submit(form)
    if form.errors:
        await priya.submit(form)
