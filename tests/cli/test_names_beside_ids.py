"""People, channels and what was chosen by name beside their ids, in every list; without Slack the id alone."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import changes, channels, follows, workspaces
from bot.jobs.channel_settings import ChannelSettings
from bot.jobs.follows import Criteria
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.slack.sandbox import BOT_TOKEN
from bot.sandbox.testbed import Testbed, open_testbed
from bot.store.installations import Installation
from tests.cli.test_program import WHOLE
from tests.stories.acting import raised, updated

CHANNEL = "#maintenance (C0MAINT001)"
PRIYA = "Priya Shah (U0PRIYA001)"


async def printed(app: Any, *words: str) -> str:
    done = await asyncio.to_thread(CliRunner().invoke, app, list(words))
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.fixture
async def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Testbed]:
    monkeypatch.chdir(tmp_path)
    async with open_testbed(tmp_path, engine=InMemoryEngine) as play:
        await play.link("priya", "Priya Shah")
        known = play.settings
        there = {
            "SLACK_API_URL": known.slack_api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "PROPOPS_BASE_URL": known.propops_base_url,
            "DATABASE_URL": known.database_url,
        }
        for name, value in (WHOLE | there).items():
            monkeypatch.setenv(name, str(value))
        yield play


async def test_channels_and_what_they_follow(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert play.app is not None
    stores, priya = play.app.stores, play.member("priya")
    await stores.channel_settings.put(priya, play.channel(), ChannelSettings(quiet="off"))
    await stores.follows.add("F-ONE", priya, play.channel(), Criteria({"priority_id": (41,)}))
    for app in (channels.app, follows.app):
        assert CHANNEL in await printed(app, "list")
        [row] = json.loads(await printed(app, "list", "--json"))
        assert (row["channel"], row["channel_name"]) == ("C0MAINT001", "maintenance")

    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    for app in (channels.app, follows.app):
        said = await printed(app, "list")
        assert "C0MAINT001" in said
        assert CHANNEL not in said


async def test_changes(play: Testbed) -> None:
    await raised(play, contractor_id=("Ace", 0))
    await updated(play, status_id="In progress")
    newest, oldest = json.loads(await printed(changes.app, "list", "--json"))
    assert (newest["user_name"], newest["channel_name"]) == ("Priya Shah", "maintenance")

    said = await printed(changes.app, "show", newest["id"])
    assert re.search(r"sent status_id +13 \(In progress\)", said)
    assert CHANNEL in said
    said = await printed(changes.app, "show", oldest["id"])
    assert "(Ace Gas" in said
    assert "Elm Row" not in said  # who lives where
    [whole] = json.loads(await printed(changes.app, "show", newest["id"], "--json"))
    assert whole["values"]["sent status_id"] == "13"


async def test_who_has_installed_the_app(play: Testbed) -> None:
    assert play.app is not None
    team = play.member("priya").team
    row = Installation("", team, name="Elm Lettings", token="xoxb-1", installed_by="U0PRIYA001")
    await play.app.stores.installations.put(row)
    assert PRIYA in await printed(workspaces.app, "list")
    [told] = json.loads(await printed(workspaces.app, "list", "--json"))
    assert (told["installed_by"], told["installed_by_name"]) == ("U0PRIYA001", "Priya Shah")
