"""What holds for every listener: who may not, and what can't be read."""

from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.sandbox.testbed import Testbed
from bot.views.buttons import Press
from tests.stories.acting import updated
from tests.stories.conftest import QUICK
from tests.stories.every_listener import idle, listeners, payload, post

pytestmark = pytest.mark.testbed(waits=replace(QUICK, slack=replace(QUICK.slack, gap=0.0)))
"""Hundreds of answers go to one direct message, and none need wait for its turn."""
BROKEN: tuple[Any, ...] = (
    *("", "x", "[", "null", "{}", "[]", "7", '["close"]', "[" * 900, "\x00", "9" * 5_000),
    '["notify","u-1",1e999,"",""]',
    '["notify","../../x",1,"",""]',
    '{"job": 7, "ref": [], "channel": {}}',
    '{"form": {"a": 1}, "n": "x", "job": null}',
    *(None, 7, [], {}, True),
)


@pytest.mark.parametrize("who", ["gil", "sol"])
async def test_a_guest_and_a_stranger_are_refused_by_every_listener(
    play: Testbed, who: str
) -> None:
    assert play.app is not None
    for kind, name in listeners():
        for value in ("x", Press("show", "u-1", "JOB-001").written(2_000)):
            (answer,) = await post(play, payload(play, kind, name, who, value=value))
            assert answer.status_code == 200
            if kind == "options":
                assert answer.json() == {"options": []}, name
            elif kind == "submission":
                assert answer.json()["response_action"] == "push", name
            elif kind == "command":
                assert "can't" in answer.text or "Only" in answer.text, name
            else:
                assert answer.text == "", name
    await idle(play)
    assert len(play.propops.requests) == 0
    assert await play.app.stores.changes.recent(10) == []


async def test_a_bot_and_nobody_are_refused_by_every_listener(play: Testbed) -> None:
    for kind, name in listeners():
        if kind == "command":
            continue  # Slack lets no bot type one
        nobody: tuple[Any, ...] = ({"id": "U0BOT", "is_bot": True}, {}, None, "U1", [])
        bodies = [payload(play, kind, name) | {"user": user} for user in nobody]
        assert {each.status_code for each in await post(play, *bodies)} == {200}
    await idle(play)
    assert len(play.propops.requests) == 0


async def test_values_nobody_could_send_are_a_sentence_and_never_a_traceback(
    play: Testbed,
) -> None:
    with capture_logs() as lines:
        for kind, name in listeners():
            bodies = [payload(play, kind, name, value=broken, metadata=broken) for broken in BROKEN]
            assert {each.status_code for each in await post(play, *bodies)} == {200}, name
        await idle(play)
    raised = [line for line in lines if line.get("exc_info") or line["log_level"] == "error"]
    assert raised == []


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"state": None},
        {"state": {"values": []}},
        {"state": {"values": {"job_title": None, "reason": 7, "note_text": {"note_text": 7}}}},
        {"state": {"values": {"address_id": {"address_id": {"selected_option": {"value": 7}}}}}},
        {"blocks": None, "state": {"values": {}}},
        {"blocks": [None, {"type": "input"}], "state": {"values": {}}},
        {"title": None, "private_metadata": []},
    ],
)
async def test_a_view_that_is_not_ours_is_a_sentence_and_never_a_traceback(
    play: Testbed, view: dict[str, Any]
) -> None:
    with capture_logs() as lines:
        for kind, name in listeners():
            if kind != "submission":
                continue
            whole = payload(play, kind, name)["view"] | {"callback_id": name}
            for metadata in ("{}", Press("notify", "u-1", "JOB-001").written(2_000)):
                sent = {**whole, "private_metadata": metadata, **view}
                (answer,) = await post(play, payload(play, kind, name, view=sent))
                assert answer.status_code == 200, name
        await idle(play)
    raised = [line for line in lines if line.get("exc_info") or line["log_level"] == "error"]
    assert raised == []


async def test_a_field_that_is_missing_from_the_answer_was_not_emptied(play: Testbed) -> None:
    await updated(play, contractor_budget="180")
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Another title")
    del form.state["contractor_budget"]
    await priya.submit(form, force=True)
    await play.slack.until(
        lambda: play.propops.job("JOB-003")["job_title"] == "Another title" or None,
        why="the update",
    )
    assert float(play.propops.job("JOB-003")["contractor_budget"]) == 180
