"""Every command of docs/operations.md is run, in the order of the page, by an engineer with an empty machine."""

import asyncio
import importlib
import io
import re
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.__main__ import app
from bot.cli.rehearsal import validation
from bot.cli.settings import opened, storage_settings
from bot.jobs.change import Change, Member, Place, change_id
from bot.manifest import OPTIONAL_SCOPES, SCOPES
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.sandbox import APP_TOKEN, BOT_TOKEN
from bot.store.changes import ChangeStore
from tests.cli.test_documented_commands import GROUPS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operations.md"
_COMMAND = re.compile(r"^ +propops-bot (.+)$", re.MULTILINE)
UNKNOWN, WAITING = change_id("unknown"), change_id("waiting")


def commands() -> Sequence[str]:
    return _COMMAND.findall(PAGE.read_text("utf-8"))


def whole_program() -> Any:
    """All commands; the groups of the real program are loaded when they are called."""
    program: Any = typer.main.get_command(app)
    for name in GROUPS:
        group = importlib.import_module(f"bot.cli.{name}").app
        program.add_command(typer.main.get_command(group), name)
    return program


def run(words: Sequence[str], typed: str) -> tuple[int, str]:
    """The exit code, and what was printed."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        try:
            code = whole_program().main(list(words), "propops-bot", standalone_mode=False)
        except Exception as error:
            return 1, f"{said.getvalue()}{error!r}"
    return int(code or 0), said.getvalue()


async def ask(member: Member) -> None:
    """One change that nobody knows the outcome of, and one that waits for PropOps."""
    async with opened(storage_settings()) as (database, encryption):
        store = ChangeStore(database, encryption, time.time)
        for id_ in (UNKNOWN, WAITING):
            place = Place(channel="C01")
            await store.accept(Change(id_, id_, "update", member, place, job_ref="JOB-001"))
        await store.move(UNKNOWN, {"asked"}, "unknown")


async def test_each_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    propops, slack = SandboxPropOps(), SandboxSlack(scopes=[*SCOPES, *OPTIONAL_SCOPES])
    monkeypatch.setattr(validation, "examples", lambda: ())
    monkeypatch.chdir(tmp_path)
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        environment = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": f"{slack_url}/api/",
            "PROPOPS_BASE_URL": propops_url,
            "DATABASE_URL": f"sqlite:///{tmp_path}/bot.db",
            "NEW_DATABASE_URL": f"sqlite:///{tmp_path}/new.db",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("APPROVERS", slack.member("dana").person.id)
        monkeypatch.setenv("APPROVALS_CHANNEL", slack.channel("approvals").id)
        member = Member("", slack.workspace.identity.team, slack.member("priya").person.id)
        ids = {
            "T0000000001": member.team,
            "U0000000001": member.user,
            "C0000000001": slack.channel("maintenance").id,
            "S-AAAAAAAAAAAA": UNKNOWN,
            "S-BBBBBBBBBBBB": WAITING,
        }
        token, failed = propops.token_for("Priya Shah"), []
        for command in commands():
            if command.startswith("changes list --state"):
                await ask(member)
            words = [ids.get(word, word) for word in command.split()]
            code, said = await asyncio.to_thread(run, words, token)
            if code != 0:
                failed.append(f"{command}: {code}\n{said[-600:]}")
    assert len(commands()) > 20
    assert failed == [], failed
