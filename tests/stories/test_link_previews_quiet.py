"""What goes wrong with a preview bothers nobody: Slack refuses, events are odd or come twice."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.sandbox.propops.faults import Fault
from bot.sandbox.slack.methods import DEFAULT_SCOPES
from bot.sandbox.testbed import Testbed
from tests.stories.acting import updated
from tests.stories.pasted import SITE, page, shared, shown, told, unfurls

pytestmark = pytest.mark.testbed(propops_job_url=SITE + "/jobs/{uuid}")


@pytest.mark.parametrize(
    "error", ["cannot_unfurl_url", "cannot_find_message", "cannot_unfurl_message", "no_permission"]
)
async def test_what_slack_refuses_is_logged_and_no_more(play: Testbed, error: str) -> None:
    play.slack.fail("chat.unfurl", error)
    with capture_logs() as lines:
        message = await shared(play, page(play, "JOB-003"))

    assert message.previews == []
    assert [line["error"] for line in lines if line["event"] == "slack shows no preview of a link"] == [error]  # fmt: skip
    assert play.slack.member("priya").ephemerals == []
    assert len([each for each in play.slack.calls if each.method == "chat.unfurl"]) == 1


@pytest.mark.parametrize("state", ["dropped", "refused"])
async def test_where_work_objects_are_not_taken_blocks_are_shown(play: Testbed, state: Any) -> None:
    play.slack.workspace.work_objects = state
    message = await shared(play, page(play, "JOB-003"))
    [preview] = message.previews

    assert preview.entity is None
    assert "JOB-003" in preview.outline()


async def test_an_event_that_comes_twice_changes_nothing(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    [delivery] = [each for each in play.slack.deliveries if each.kind == "event_callback"]
    await play.slack.redeliver(delivery)
    await told(play)

    assert len(message.previews) == 1


async def test_the_ack_does_not_wait_for_propops(play: Testbed) -> None:
    play.propops.fail(Fault("*", "hang", times=None))
    play.slack.member("priya").say(page(play, "JOB-003"))
    await play.slack.settled()
    [delivery] = [each for each in play.slack.deliveries if each.kind == "event_callback"]

    assert delivery.status == 200
    assert delivery.error == "", "an ack that waits is given up after twenty seconds"
    play.propops.heal()
    await told(play)


async def test_without_the_scope_slack_tells_of_no_link(play: Testbed) -> None:
    play.slack.grant(*(DEFAULT_SCOPES - {"links:read"}))
    message = await shared(play, page(play, "JOB-003"))

    assert message.previews == []
    assert [each for each in play.slack.deliveries if each.kind == "event_callback"] == []


@pytest.mark.testbed(propops_job_url=SITE + "/jobs/{ref}")
async def test_pages_named_by_reference_work_too(play: Testbed) -> None:
    message = await shared(play, f"{SITE}/jobs/JOB-003/ and {SITE}/jobs/JOB-999")

    assert [each.url for each in message.previews] == [f"{SITE}/jobs/JOB-003/"]
    assert "JOB-003" in shown(message)


@pytest.mark.testbed(propops_job_url=None)
async def test_without_a_template_an_event_does_nothing(play: Testbed) -> None:
    play.slack.unfurls("propops.example.com")
    message = await shared(play, f"{SITE}/jobs/550e8400-e29b-41d4-a716-446655440001")

    assert message.previews == []
    assert unfurls(play) == []


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"links": None},
        {"links": [None, 7, {"url": 7}]},
        {"links": [{"url": "https://propops.example.com/jobs/x"}], "message_ts": 7},
        {"links": [{"url": "https://[propops"}], "message_ts": "1.2", "channel": "C1"},
        {"links": "x", "message_ts": "1.2", "channel": "C1"},
    ],
)
async def test_an_event_of_another_shape_is_acked_and_left(
    play: Testbed, event: dict[str, Any]
) -> None:
    with capture_logs() as lines:
        sent = await play.slack.emit(
            {"type": "link_shared", "user": play.slack.member("priya").id, **event}
        )
        await told(play)

    assert sent.status == 200
    assert [line for line in lines if line.get("exc_info") or line["log_level"] == "error"] == []


async def test_refresh_on_a_card_of_ours_draws_the_card_and_no_preview(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    await play.slack.emit(
        {
            "type": "link_shared",
            "user": play.slack.member("priya").id,
            "channel": card.channel,
            "message_ts": card.ts,
            "source": "conversations_history",
            "is_bot_user_member": True,
            "links": [{"domain": "propops.example.com", "url": page(play, "JOB-003")}],
        }
    )
    await told(play)

    assert card.says("Changed there")
    assert unfurls(play) == []
    assert not [each for each in play.slack.calls if each.error]
