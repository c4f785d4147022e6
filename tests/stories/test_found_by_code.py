"""Whoever is shown a code can be helped: it is found in the log, on the command line, and in a trace.

Every kind of failure is made once; each line of the log says whom it hit and in which trace.
"""

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

from bot import logs
from bot.cli import changes as changes_command
from bot.errors import Unreachable
from bot.sandbox.propops import Fault
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed, open_testbed
from tests.collector import about, collecting
from tests.stories.acting import answer, dm_saying, send_new
from tests.stories.conftest import QUICK

CODE = re.compile(r"Code for whoever runs this bot: ([SE]-\w+)")
KINDS = ("refused", "lost", "broken run", "PropOps away", "broken command", "broken form")


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """The log, as a machine reads it."""
    stream = io.StringIO()
    root = logging.getLogger()
    before, level, config = root.handlers[:], root.level, structlog.get_config()
    logs.configure("INFO", "json", stream)
    yield stream
    root.handlers[:], root.level = before, level
    structlog.configure(**config)


async def _code_in_form(play: Testbed) -> str:
    priya = play.slack.member("priya")

    def shown() -> View | None:
        return priya.top if priya.top and CODE.search(str(priya.top.source)) else None

    form = await play.slack.until(shown, why="a form with a code")
    return str(CODE.findall(str(form.source))[0])


async def _shown(play: Testbed, kind: str, patch: pytest.MonkeyPatch) -> str:
    """The code that Priya reads."""
    priya = play.slack.member("priya")

    async def away(*_: object, **__: object) -> None:
        raise Unreachable

    async def broken(*_: object, **__: object) -> None:
        raise ValueError

    match kind:
        case "refused":
            play.propops.fail(Fault("create", "400"))
            await send_new(play)
            return await _code_in_form(play)
        case "lost":
            play.propops.fail(Fault("create", "drop_before", times=2))
            await send_new(play)
            told = await dm_saying(play, "can't find out")
        case "broken run":
            patch.setattr("bot.workflows.changes.exactly_once.WriteExecutor.carry_out", broken)
            await send_new(play)
            return await _code_in_form(play)
        case "PropOps away" | "broken command":
            wrong = away if kind == "PropOps away" else broken
            patch.setattr("bot.members.links.Links.propops", wrong)
            await priya.command("/job mine")
            told = await answer(play, "priya", "Code for whoever runs this bot")
        case _:
            patch.setattr("bot.workflows.changes.lifecycle.Changes.accept", broken)
            await send_new(play)
            return await _code_in_form(play)
    return str(CODE.findall(str(told.blocks))[0])


@pytest.mark.parametrize("kind", KINDS)
async def test_a_code_is_found_in_log_command_line_and_trace(
    kind: str,
    tmp_path: Path,
    new_database: bytes,
    heard: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "propops-bot.db").write_bytes(new_database)
    async with collecting() as collector:
        given: dict[str, Any] = {"waits": QUICK, "propops_settle_seconds": 0.5}
        given["otel_exporter_otlp_endpoint"] = collector.url
        async with open_testbed(tmp_path, **given) as play:
            await play.link("priya", "Priya Shah")
            with monkeypatch.context() as patch:
                code = await _shown(play, kind, patch)
            member = play.member("priya")
    lines = [json.loads(line) for line in heard.getvalue().splitlines()]
    about_it = [each for each in lines if code in {each.get("code"), each.get("change")}]
    assert about_it, "it is in the log"
    for line in about_it:
        assert (line["member"], line["team"]) == (member.user, member.team), line
    (trace,) = {line["trace"] for line in about_it}
    (traced,) = {span.trace_id.hex() for span in collector.spans if about(span).get("code") == code}
    assert traced == trace
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/propops-bot.db")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    told = await asyncio.to_thread(CliRunner().invoke, changes_command.app, ["show", code])
    if code.startswith("S-"):
        assert (told.exit_code, code in told.output, trace in told.output) == (0, True, True)
    else:
        assert (told.exit_code, "log" in told.output) == (2, True)
    by_event = {line["event"] for line in lines}
    assert not [
        line for line in lines if line["event"].startswith("change") and "trace" not in line
    ]
    assert ("change accepted" in by_event) == code.startswith("S-")
