"""What no client of Slack's would send of a side panel: a sentence or nothing, and never a traceback."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.sandbox.testbed import Testbed
from tests.stories.every_listener import idle, payload, post
from tests.stories.panels import PAGES

pytestmark = pytest.mark.testbed(propops_job_url=PAGES, work_objects_comments="on")
BROKEN: tuple[Any, ...] = (
    None,
    7,
    "x",
    [],
    {},
    True,
    {"id": 7},
    {"id": "../x"},
    "\x00",
    "9" * 5_000,
)
PARTS = ("external_ref", "entity_url", "state", "id", "channel", "message_ts", "external_id")


@pytest.mark.parametrize("kind", ["entity_detail", "entity_comment"])
async def test_a_save_that_cannot_be_read(play: Testbed, kind: str) -> None:
    uuid = play.propops.job("JOB-003")["uuid"]
    whole = {
        "id": "V1",
        "type": kind,
        "callback_id": "",
        "blocks": [],
        "external_ref": {"id": uuid},
        "entity_url": PAGES.format(uuid=uuid),
        "state": {"values": {"status": {"status.input": {"selected_option": {"value": "1@2"}}}}},
    }
    with capture_logs() as lines:
        for part in PARTS:
            for broken in BROKEN:
                body = payload(play, "submission", kind, view=whole | {part: broken})
                (answer,) = await post(play, body)
                assert answer.status_code == 200, (part, broken)
                assert "push" not in answer.text
        await idle(play)
    assert [line for line in lines if line.get("exc_info")] == []
    assert play.propops.writes == []


@pytest.mark.parametrize("kind", ["entity_details_requested", "entity_comments_requested"])
async def test_an_event_that_cannot_be_read(play: Testbed, kind: str) -> None:
    priya = play.slack.member("priya").id
    whole = {"type": kind, "user": priya, "trigger_id": "1.2.3", "channel": play.channel()}
    parts = ("external_ref", "entity_url", "trigger_id", "channel", "cursor", "limit", "link")
    with capture_logs() as lines:
        for part in parts:
            for broken in BROKEN:
                delivery = await play.slack.emit(whole | {part: broken})
                assert delivery.status in {200, 400}, (part, broken)  # the endpoint knows shapes
        await idle(play)
    assert [line for line in lines if line.get("exc_info")] == []
    assert play.propops.writes == []
