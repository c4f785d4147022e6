"""Each read and write of PropOps and Slack fails in turn while people work: logs, numbers and traces name nobody."""

import io
import logging
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from bot import logs
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.propops import Fault
from bot.sandbox.propops.faults import Kind
from bot.sandbox.slack import Behaviour, Member, SandboxSlack
from bot.sandbox.testbed import Testbed, open_testbed
from tests.collector import Collector, collecting
from tests.stories.acting import send_new
from tests.stories.conftest import QUICK

SAID = {
    "job_title": "Canarytitle leaks",
    "job_description": "Canarydescription runs down",
    "access_details": "Canarykeysafe 4471",
    "private_contact_name": "Canarycontact Person",
    "private_contact_email": "canarymail@example.com",
}
BUDGET = "739153"
TENANT, PHONE = "Canarytenant Jones", "07700 900471"
_KINDS: tuple[Kind, ...] = (
    "400",
    "403",
    "404",
    "500_after",
    "drop_after",
    "garbage",
    "html",
    "200_page",
)
_SLACK = (
    *("chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.update"),
    *("users.info", "conversations.open", "files.info", "views.publish", "response_url"),
)


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """The log, all of it."""
    stream, root = io.StringIO(), logging.getLogger()
    before, level, config = root.handlers[:], root.level, structlog.get_config()
    logs.configure("DEBUG", "json", stream)
    yield stream
    root.handlers[:], root.level = before, level
    structlog.configure(**config)


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    async with collecting() as collector:
        yield collector


async def test_whatever_fails_nothing_that_people_wrote_is_told(
    tmp_path: Path, heard: io.StringIO, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.bolt._ACK_WITHIN", 5.0)
    given: dict[str, Any] = {
        "engine": InMemoryEngine,
        "waits": QUICK,
        "slack": SandboxSlack(behaviour=Behaviour(escape_commands=True, patience=5.5)),
        "propops_settle_seconds": 0.2,
        "propops_timeout_seconds": 2,
        "otel_exporter_otlp_endpoint": collector.url,
        "log_level": "DEBUG",
    }
    async with open_testbed(tmp_path, **given) as play:
        token = await play.link("priya", "Priya Shah")
        for tenant in play.propops.rows("tenants"):
            tenant |= {"tenant_name": TENANT, "tenant_phone": PHONE, "tenant_mobile": PHONE}
        play.propops.edit("JOB-003", by="Tom Reilly", **SAID)
        for number, kind in enumerate(_KINDS):
            await _asked(play)
            echo = " ".join([*SAID.values(), BUDGET, TENANT, PHONE])
            play.propops.fail(Fault("create", kind, words=echo))
            await _closed(play.slack.member("priya"))
            await send_new(play, **SAID, job_total_budget=f"{BUDGET}{number}")
            await _settled(play)
            play.propops.fail(Fault("*", kind, times=3, words=echo))
            await _asked(play)
            play.propops.heal()
        for method in _SLACK:
            play.slack.fail(method, "invalid_arguments", times=2)
            await _asked(play)
            play.slack.heal()
        async with httpx.AsyncClient() as operator:
            numbers = (await operator.get(f"{play.bot_url}/metrics")).text
    told = {
        "the log": heard.getvalue(),
        "numbers": numbers,
        "traces": b"".join(collector.bodies).decode("utf-8", "replace"),
    }
    secret = [
        *SAID.values(),
        BUDGET,
        "739,153",
        TENANT,
        "Canary",
        "canary",
        "900471",
        token,
        "Priya",
        "Elm",
    ]
    found = [(where, each) for where, text in told.items() for each in secret if each in text]
    assert all(len(text) > 2_000 for text in told.values())
    assert found == []
    assert {"change accepted", "change ended"} <= set(
        re.findall(r'"event": "([^"]*)"', told["the log"])
    )
    asked, ended, still_open = (_sum(numbers, name) for name in ("total{", "ended_total", "open"))
    assert asked == ended + still_open == len(_KINDS)


def _sum(numbers: str, name: str) -> float:
    """Of changes accepted (`total{`), ended or open."""
    lines = [
        each for each in numbers.splitlines() if each.startswith(f"propops_bot_changes_{name}")
    ]
    if name == "total{":
        lines = [each for each in lines if 'state="asked"' in each]
    return sum(float(each.rpartition(" ")[2]) for each in lines)


async def _asked(play: Testbed) -> None:
    """Several reads, whatever comes of them."""
    priya = play.slack.member("priya")
    for words in ("find Canarytitle", "show JOB-003", "history JOB-003"):
        await priya.command(f"/job {words}")
    await _settled(play)


async def _settled(play: Testbed) -> None:
    assert play.app is not None
    await play.app.bolt.settle(within=60)
    await play.app.engine.idle()


async def _closed(priya: Member) -> None:
    """Whatever form came back."""
    while priya.top is not None:
        await priya.close(priya.top, whole_stack=True)
