"""One trace from a press to the card, also over a restart, as a real collector reads it."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed, open_testbed
from tests.collector import Collector, about, collecting
from tests.stories.acting import SIX, answer, dm_saying, raised, send_new
from tests.stories.conftest import QUICK

CSRF = "/api/security/csrf-token"
SECRET_WORDS = "Key safe 4471 behind Mrs Miller's gate"


def in_trace_of(collector: Collector, name: str) -> list[Any]:
    """All spans of the trace that has a span of this name, which one trace alone has."""
    (trace,) = {span.trace_id for span in collector.named(name)}
    return [span for span in collector.spans if span.trace_id == trace]


@pytest.fixture
def given(new_database: bytes, tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "propops-bot.db").write_bytes(new_database)
    return {"waits": QUICK, "propops_settle_seconds": 0.5}


async def test_from_the_press_to_the_card_it_is_one_trace(
    tmp_path: Path, given: dict[str, Any]
) -> None:
    async with collecting() as collector:
        given |= {"otel_exporter_otlp_endpoint": collector.url}
        async with open_testbed(tmp_path, **given) as play:
            token = await play.link("priya", "Priya Shah")
            card = await raised(play, job_title="Gate of Mrs Miller", access_details=SECRET_WORDS)
            priya = play.member("priya").user
        spans = in_trace_of(collector, "change accept")
        by_id = {span.span_id: span for span in spans}
        roots = [span for span in spans if span.parent_span_id not in by_id]
        assert [span.name for span in roots] == ["Slack submission"]
        assert about(roots[0]) == {
            "kind": "submission",
            "name": "job.create",
            "outcome": "ok",
        }
        names = [span.name for span in spans]
        for name in (
            "change apply",
            "change show",
            "PropOps POST create",
            "Slack chat.postMessage",
        ):
            assert names.count(name) == 1, names
        (shown,) = (span for span in spans if span.name == "Slack chat.postMessage")
        assert by_id[shown.parent_span_id].name == "change show"
        (created,) = (span for span in spans if span.name == "PropOps POST create")
        assert by_id[created.parent_span_id].name == "change apply"
        assert about(created) == {"status": 201, "outcome": "ok"}
        (applied,) = (span for span in spans if span.name == "change apply")
        assert about(applied)["state"] == "done"
        assert all(span.start_time_unix_nano <= span.end_time_unix_nano for span in spans)
        assert collector.resource["service.name"] == "propops-bot"
        sent = b"".join(collector.bodies).decode("utf-8", "replace")
        for word in ("Miller", "4471", token, priya, "xoxb-", "T0SANDBOX1", card.text[:30]):
            assert word not in sent
        assert str(SIX["job_description"]) not in sent


async def test_it_goes_on_after_a_restart(tmp_path: Path, given: dict[str, Any]) -> None:
    async with collecting() as collector:
        given |= {"otel_exporter_otlp_endpoint": collector.url}
        async with open_testbed(tmp_path, **given) as play:
            await play.link("priya", "Priya Shah")
            play.propops.fail(Fault(CSRF, "maintenance", times=None))
            await send_new(play, job_title="Held")
            await dm_saying(play, "Held*: Saved. PropOps is away")
            await play.restart_bot()
            play.propops.heal()
            await play.slack.wait_for_message(channel="maintenance", containing="Job created")
            (change,) = await _changes(play)
        spans = in_trace_of(collector, "change accept")
        applied = [about(span) for span in spans if span.name == "change apply"]
        assert len(applied) > 1
        assert {each["change"] for each in applied} == {change.id}
        assert "done" in {each.get("state") for each in applied}
        assert [span.name for span in spans].count("Slack chat.postMessage") >= 1
        assert change.trace.split("-")[1] == spans[0].trace_id.hex()


async def test_a_failure_is_found_by_the_code_that_was_shown(
    tmp_path: Path, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with collecting() as collector:
        given |= {"otel_exporter_otlp_endpoint": collector.url}
        async with open_testbed(tmp_path, **given) as play:
            await play.link("priya", "Priya Shah")

            async def broken(*_: object) -> None:
                raise ValueError(SECRET_WORDS)

            with monkeypatch.context() as patched:
                patched.setattr("bot.members.links.Links.propops", broken)
                await play.slack.member("priya").command("/job mine")
                told = await answer(play, "priya", "Code for whoever runs this bot: E-")
            code = re.findall(r"E-\w{7}", str(told.blocks))[0]
        (failed,) = (span for span in collector.spans if about(span).get("code") == code)
        assert (failed.name, failed.status.code, failed.status.message) == (
            "Slack command",
            2,
            code,
        )
        assert about(failed)["name"] == "mine"
        assert "Miller" not in b"".join(collector.bodies).decode("utf-8", "replace")


async def test_a_collector_that_is_away_holds_up_nobody(
    tmp_path: Path, given: dict[str, Any]
) -> None:
    given |= {"otel_exporter_otlp_endpoint": "http://127.0.0.1:9"}
    async with open_testbed(tmp_path, **given) as play:
        await play.link("priya", "Priya Shah")
        await raised(play)


async def _changes(play: Testbed) -> Any:
    assert play.app is not None
    return await play.app.stores.changes.recent()
