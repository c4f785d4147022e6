"""The program as people start it: exit codes, sentences, speed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest
import yaml
from cryptography.fernet import Fernet

from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.sandbox import APP_TOKEN, BOT_TOKEN
from bot.serve import listen
from tests.cli.in_process import command
from tests.processes import ready_port

ROOT = Path(__file__).parents[2]
WHOLE = {
    "SLACK_BOT_TOKEN": "xoxb-1234-secret",
    "SLACK_SIGNING_SECRET": "signing-secret",
    "PROPOPS_BASE_URL": "http://127.0.0.1:9",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
    "PORT": "0",
}


def program(
    *words: str, place: Path, settings: dict[str, str] | None = None, typed: str = ""
) -> "subprocess.CompletedProcess[str]":
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=place,
        env={**kept, "PYTHONPATH": str(ROOT), **(settings or {})},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


HEAVY = (
    "aiohttp",
    "alembic",
    "bot.app",
    "dateparser",
    "dbos",
    "httpx",
    "slack_bolt",
    "sqlalchemy",
    "uvicorn",
)
HELP = f"""
import runpy, sys
try:
    runpy.run_module("bot", run_name="__main__")
finally:
    print("imported:", sorted(set(sys.modules) & {set(HEAVY)}))
"""


def test_help_is_there_at_once(tmp_path: Path) -> None:
    """Told by what it does not import: seconds depend on the machine."""
    help_ = subprocess.run(
        [sys.executable, "-c", HELP, "--help"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert help_.returncode == 0
    for name in ("serve", "demo", "tokens", "doctor", "manifest", "changes"):
        assert name in help_.stdout
    assert help_.stdout.endswith("imported: []\n")


@pytest.mark.parametrize(
    "words",
    [
        ("serve", "--nonsense"),
        ("tokens", "set", "T01"),
        ("manifest", "--url", "http://bot.example.com"),
        ("manifest", "--url", "https://bot.example.com/path"),
        ("manifest", "--url", "https://bot.example.com:abc"),
        ("manifest", "--url", "https://bot example.com"),
        ("changes", "list", "--state", "lost"),
        ("doctor", "--channel", "C0MAINT001"),
    ],
)
def test_wrong_usage_ends_with_2(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = command(*words, place=tmp_path)
    assert said.returncode == 2
    assert said.stdout == ""
    assert "Traceback" not in said.stderr


def test_wrong_usage_of_the_program_itself_ends_with_2(tmp_path: Path) -> None:
    said = program("nonsense", place=tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert "Traceback" not in said.stderr


def test_wrong_settings_are_a_sentence_each_without_values(tmp_path: Path) -> None:
    wrong = WHOLE | {"SLACK_APP_TOKEN": "xapp-1-hidden", "PORT": "many", "TIMEZONE": "Mars/Olympus"}
    del wrong["PROPOPS_BASE_URL"]
    said = program("serve", place=tmp_path, settings=wrong)

    assert said.returncode == 2
    lines = said.stderr.splitlines()
    assert len(lines) == 3
    for name in ("PROPOPS_BASE_URL", "PORT", "TIMEZONE"):
        assert any(line.startswith(name) for line in lines)
    for secret in ("hidden", "1234", "signing-secret", "Traceback"):
        assert secret not in said.stderr


def test_settings_come_from_dotenv_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=many\n")
    said = command("tokens", "list", place=tmp_path)
    assert (said.returncode, said.stderr.startswith("PORT")) == (2, True)


def test_a_wrong_key_is_a_wrong_setting_and_is_not_shown(tmp_path: Path) -> None:
    said = command("tokens", "list", place=tmp_path, settings={"TOKEN_KEYS": "my-secret-key"})
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert "my-secret-key" not in said.stderr


def test_a_database_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("this is no database at all, but some text" * 50)
    keys = Fernet.generate_key().decode()
    said = command(
        "tokens",
        "list",
        place=tmp_path,
        settings={"DATABASE_URL": "sqlite:///bot.db", "TOKEN_KEYS": keys},
    )
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with closing(listen("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = program("serve", place=tmp_path, settings=WHOLE | {"PORT": port})
    assert said.returncode == 1
    assert said.stderr == (
        f"Can't listen on 127.0.0.1:{port} (Address already in use): "
        "set HOST and PORT to a free place.\n"
    )


def test_the_manifest_is_printed_for_socket_and_http(tmp_path: Path) -> None:
    socket = yaml.safe_load(command("manifest", place=tmp_path).stdout)
    http = yaml.safe_load(
        command("manifest", "--url", "https://bot.example.com/", place=tmp_path).stdout
    )
    assert socket["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(socket["features"]["slash_commands"])
    door = "https://bot.example.com/slack/events"
    assert http["settings"]["socket_mode_enabled"] is False
    assert http["features"]["slash_commands"][0]["url"] == door
    assert http["settings"]["interactivity"] == {
        "is_enabled": True,
        "request_url": door,
        "message_menu_options_url": door,
    }


@pytest.mark.parametrize("where", ["environment", "file"])
def test_the_manifest_names_the_domain_of_links_to_jobs(tmp_path: Path, where: str) -> None:
    """It needs no other setting: the app is made before there are any."""
    url = "https://propops.example.com/jobs/{uuid}"
    if where == "file":
        (tmp_path / ".env").write_text(f"PROPOPS_JOB_URL={url}\n")
    settings = {"PROPOPS_JOB_URL": url} if where == "environment" else {}
    made = yaml.safe_load(command("manifest", place=tmp_path, settings=settings).stdout)
    assert made["features"]["unfurl_domains"] == ["propops.example.com"]


def test_a_token_never_needs_to_be_an_argument(tmp_path: Path) -> None:
    token = "ab" * 32
    set_ = program("tokens", "set", "T0123ABCD", "U0456EFGH", place=tmp_path, typed=token + "\n")
    listed = program("tokens", "list", place=tmp_path)
    assert (set_.returncode, listed.returncode) == (0, 0)
    assert "U0456EFGH" in listed.stdout
    assert token not in set_.stdout + set_.stderr + listed.stdout


async def test_the_whole_program_serves_is_ready_and_ends_by_itself(tmp_path: Path) -> None:
    propops, slack = SandboxPropOps(), SandboxSlack()
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        settings = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": f"{slack_url}/api/",
            "PROPOPS_BASE_URL": propops_url,
            "PORT": "0",
            "LOG_FORMAT": "json",
        }
        running = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "serve"),
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings},
            stderr=asyncio.subprocess.PIPE,
        )
        assert running.stderr is not None
        try:
            port = await ready_port(running.stderr)
            ready = await _ready(f"http://127.0.0.1:{port}/readyz")
            running.send_signal(signal.SIGTERM)
            _, said = await asyncio.wait_for(running.communicate(), 60)
        finally:
            if running.returncode is None:
                running.kill()
                await running.wait()

    assert ready == dict.fromkeys(("process", "database", "slack", "queue", "socket"), "ok")
    assert running.returncode == 0
    events = [json.loads(line)["event"] for line in said.decode().splitlines()]
    assert events[-2:] == ["stopping", "audit head"]


async def _ready(url: str) -> dict[str, str]:
    """What `/readyz` says, once all is well: its WebSocket may still be on the way."""
    checks: dict[str, str] = {}
    async with httpx.AsyncClient(timeout=60) as http, asyncio.timeout(60):
        while set(checks.values()) != {"ok"}:
            checks = (await http.get(url)).json()["checks"]
    return checks
