"""A wrong SLACK_SIGNING_SECRET is told and counted; a flood of forged requests fills no log."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.web.rejected_requests import EVERY_SECONDS, SENTENCES, Reason, RejectedRequests
from tests.web.serving import now_signed, serving
from tests.web.signed_requests import command, signed
from tests.web.stub_app import StubApp, settings


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"x-slack-signature": "v0=" + "0" * 64}, "signature"),
        ({"x-slack-signature": "v0=stolen-value"}, "signature"),
        ({"x-slack-signature": ""}, "malformed"),
        ({"x-slack-request-timestamp": "yesterday"}, "malformed"),
        ({"content-type": "text/stolen-value"}, "malformed"),
    ],
)
async def test_a_rejected_request_is_told_and_counted_without_its_headers(
    change: dict[str, str], reason: Reason
) -> None:
    app, raw = StubApp(settings()), command("the alarm code is 4711")
    with capture_logs() as lines:
        async with serving(app) as (http, _):
            answer = await http.post("/slack/events", content=raw, headers=now_signed(raw) | change)
            numbers = (await http.get("/metrics")).text
    assert answer.status_code in {400, 401}
    assert [(each["log_level"], each["reason"], each["requests"]) for each in told(lines)] == [
        ("warning", reason, 1)
    ]
    assert f'propops_bot_slack_rejected_total{{reason="{reason}"}} 1.0' in numbers
    everything = str(lines) + numbers
    assert not [word for word in ("4711", "stolen-value", "yesterday") if word in everything]


async def test_a_clock_that_is_wrong_is_no_wrong_secret() -> None:
    app, raw = StubApp(settings()), command()
    old, forged = signed(raw, stamp=1_000_000_000), signed(raw, stamp=1_000_000_000)
    forged["x-slack-signature"] = "v0=" + "0" * 64
    with capture_logs() as lines:
        async with serving(app) as (http, _):
            for headers in (old, forged):
                await http.post("/slack/events", content=raw, headers=headers)
    assert [each["event"] for each in told(lines)] == [
        SENTENCES["timestamp"],
        SENTENCES["signature"],
    ]


def test_a_flood_is_one_line_a_minute_with_its_number() -> None:
    now, counted = 0.0, list[Reason]()
    rejected = RejectedRequests(counted.append, lambda: now)
    with capture_logs() as lines:
        for _ in range(10_000):
            rejected.add("signature")
            now += 2 * EVERY_SECONDS / 10_000
        rejected.add("malformed")
        now += EVERY_SECONDS
        rejected.add("signature")
    assert len(counted) == 10_002
    assert [(each["reason"], each["requests"]) for each in told(lines)] == [
        ("signature", 1),
        ("signature", 5_000),
        ("malformed", 1),
        ("signature", 5_000),
    ]


async def test_what_is_well_signed_is_neither_told_nor_counted() -> None:
    app, raw = StubApp(settings()), command()
    with capture_logs() as lines:
        async with serving(app) as (http, stop):
            assert (
                await http.post("/slack/events", content=raw, headers=now_signed(raw))
            ).status_code == 200
            numbers = (await http.get("/metrics")).text
            assert stop.is_set() is False
    assert told(lines) == []
    for reason in SENTENCES:
        assert f'propops_bot_slack_rejected_total{{reason="{reason}"}} 0.0' in numbers


def told(lines: list[Any]) -> list[Any]:
    return [each for each in lines if "reason" in each and "requests" in each]
