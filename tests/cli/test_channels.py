"""`propops-bot channels` and `propops-bot follows`: what people have set for channels, and ending that."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import channels, follows
from bot.jobs.change import Member
from bot.jobs.channel_settings import ChannelSettings
from bot.jobs.follows import Criteria
from bot.store.audit_log import AuditLog
from bot.store.channel_settings import ChannelSettingsStore
from bot.store.database import Database
from bot.store.follows import FollowStore
from tests.databases import new_sqlite

PRIYA = Member("", "T0123ABCD", "U0456EFGH")


async def run(app: Any, *words: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, list(words))


@pytest.fixture(autouse=True)
async def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    url = new_sqlite(tmp_path / "propops-bot.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    opened = await Database.open(url)
    yield opened
    await opened.close()


async def test_settings_of_channels_are_listed_and_ended(database: Database) -> None:
    store = ChannelSettingsStore(database, time.time)
    assert "Every channel is as usual." in (await run(channels.app, "list")).stdout
    await store.put(PRIYA, "C0MAINT001", ChannelSettings(status_to_channel=False, quiet="off"))
    listed = await run(channels.app, "list")
    assert listed.exit_code == 0, listed.stderr
    assert "status_to_channel no, quiet off" in listed.stdout
    [row] = json.loads((await run(channels.app, "list", "--json")).stdout)
    assert (row["channel"], row["user"], row["settings"]["quiet"]) == (
        *("C0MAINT001", PRIYA.user, "off"),
    )
    assert "as usual again" in (await run(channels.app, "end", "C0MAINT001")).stdout
    again = await run(channels.app, "end", "C0MAINT001")
    assert (again.exit_code, "Nothing is set" in again.stderr) == (1, True)


async def test_what_channels_follow_is_listed_and_ended(database: Database) -> None:
    store = FollowStore(database, time.time)
    assert "No channel follows any jobs." in (await run(follows.app, "list")).stdout
    await store.add("F-ONE", PRIYA, "C0MAINT001", Criteria({"priority_id": (41, 42)}))
    listed = await run(follows.app, "list")
    assert listed.exit_code == 0, listed.stderr
    assert "priority_id 41 or 42" in listed.stdout
    [row] = json.loads((await run(follows.app, "list", "--json")).stdout)
    assert (row["id"], row["criteria"], row["rests"]) == ("F-ONE", {"priority_id": [41, 42]}, "")
    assert "F-ONE is ended." in (await run(follows.app, "end", "F-ONE")).stdout
    again = await run(follows.app, "end", "F-ONE")
    assert (again.exit_code, "Nothing is followed" in again.stderr) == (1, True)
    said = [each.entry for each in await AuditLog(database, time.time).entries()]
    assert [(each.what, each.place) for each in said] == [
        ("follow.set", "C0MAINT001"),
        ("follow.ended", "command line"),
    ]
