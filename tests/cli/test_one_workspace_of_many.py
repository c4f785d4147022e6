"""What each command that lists or shows tells of one workspace: nothing of another.

Two workspaces and one of an organisation, with the same ids of people and channels in all of them.
"""

import asyncio
import importlib
import json
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner, Result

from bot.cli import channels, snoozes
from bot.jobs.board import Snooze
from bot.jobs.change import Change, Member, Place, change_id
from bot.jobs.channel_settings import ChannelSettings
from bot.jobs.follows import Criteria
from bot.store.audit_log import AuditLog
from bot.store.changes import ChangeStore
from bot.store.channel_settings import ChannelSettingsStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.follows import FollowStore
from bot.store.installations import Installation, InstallationStore
from bot.store.slack_profiles import SlackProfileStore
from bot.store.snoozes import SnoozeStore
from bot.store.tokens import TokenStore

ELM, OAK = Member("", "T0ELM00001", "U0PRIYA001"), Member("", "T0OAK00001", "U0PRIYA001")
NORTH = Member("E0GROUP001", "T0NORTH001", "U0PRIYA001")
WORDS = {ELM: "elm", OAK: "oak", NORTH: "north"}
"""In all that is stored of each, and in nothing of the others."""
CHANNEL, KEY = "C0MAINT001", Fernet.generate_key().decode()
LISTS: tuple[tuple[str, ...], ...] = (
    ("tokens", "list"),
    ("tokens", "list", "--json"),
    ("changes", "list"),
    ("changes", "list", "--json"),
    ("changes", "list", "--job", "JOB-1"),
    ("changes", "list", "--state", "asked", "--since", "3d"),
    ("channels", "list"),
    ("channels", "list", "--json"),
    ("follows", "list"),
    ("follows", "list", "--json"),
    ("snoozes", "list"),
    ("snoozes", "list", "--json"),
    ("audit", "export"),
    ("audit", "export", "--format", "jsonl"),
)


async def run(*words: str) -> Result:
    app = importlib.import_module(f"bot.cli.{words[0]}").app
    return await asyncio.to_thread(CliRunner().invoke, app, list(words[1:]))


@pytest.fixture(autouse=True)
async def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path}/propops-bot.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("TOKEN_KEYS", KEY)
    opened = await Database.open(url)
    for number, member in enumerate(WORDS):
        await _lived_in(opened, member, number)
    yield opened
    await opened.close()


async def _lived_in(database: Database, member: Member, number: int) -> None:
    word, encryption = WORDS[member], Encryption([KEY])
    installed = Installation(member.enterprise, "" if member.enterprise else member.team, token="x")
    await InstallationStore(database, encryption).put(installed)
    profile = {"user": member.user, "team": member.team, "name": f"Priya {word}"}
    await SlackProfileStore(database, time.time, member.team).put([profile])
    account = {"name": f"Account {word}"}
    await TokenStore(database, encryption).put(member, f"{number}a" * 32, None, account)
    change = Change(
        *(change_id(f"{member.team}:V1"), f"{member.team}:V1", "update", member, Place(CHANNEL)),
        job_uuid=f"uuid-{word}",
        job_ref="JOB-1",
    )
    await ChangeStore(database, encryption, time.time).accept(change)
    settings = ChannelSettings(job_type_id=100 + number)
    await ChannelSettingsStore(database, time.time).put(member, CHANNEL, settings)
    follows = FollowStore(database, time.time)
    await follows.add(f"F-{word}", member, CHANNEL, Criteria({"priority_id": (200 + number,)}))
    snooze = Snooze(f"visit:uuid-{word}", time.time() + 3600, "s")
    await SnoozeStore(database, time.time).put(member, snooze)


def foreign(said: str, own: Member | None) -> Sequence[str]:
    """What is in it of others than `own`: ids of teams, and words."""
    others = [each for each in WORDS if each != own]
    lowered = said.casefold()
    return [
        part
        for each in others
        for part in (each.team.casefold(), each.enterprise.casefold() or "-no-", WORDS[each])
        if part in lowered
    ]


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
async def test_a_list_of_one_workspace_has_nothing_of_another(words: tuple[str, ...]) -> None:
    whole = await run(*words)
    assert whole.exit_code == 0, whole.stderr
    assert [each for each in WORDS if each.team not in whole.stdout] == []
    for member in WORDS:
        for team in filter(None, (member.team, member.enterprise)):
            said = await run(*words, "--team", team)
            assert said.exit_code == 0, said.stderr
            assert foreign(said.stdout, member) == []
            assert member.team in said.stdout
    nobody = await run(*words, "--team", "T0NOBODY01")
    assert foreign(nobody.stdout, None) == []
    assert (await run(*words, "--team", "elm")).exit_code == 2


async def test_a_person_is_called_by_the_name_that_their_own_workspace_knows(
    database: Database,
) -> None:
    """Also beside what a bot of one workspace had stored before there were many."""
    before = {"user": ELM.user, "team": ELM.team, "name": "Priya before"}
    await SlackProfileStore(database, time.time).put([before])
    for words in (
        ("tokens", "list"),
        ("changes", "list"),
        ("snoozes", "list"),
        ("follows", "list"),
    ):
        rows = json.loads((await run(*words, "--json")).stdout)
        assert {row["team"]: row["user_name"] for row in rows} == {
            member.team: f"Priya {word}" for member, word in WORDS.items()
        }
    await SlackProfileStore(database, time.time).of(OAK.team).remove_workspace(OAK.team)
    rows = json.loads((await run("tokens", "list", "--json")).stdout)
    assert {row["team"]: row["user_name"] for row in rows}[OAK.team] == ""


@pytest.mark.parametrize("content", [(), ("--content",), ("--json",)])
async def test_a_change_that_is_shown_tells_of_its_own_workspace(content: tuple[str, ...]) -> None:
    for member, word in WORDS.items():
        said = await run("changes", "show", change_id(f"{member.team}:V1"), *content)
        assert said.exit_code == 0, said.stderr
        assert foreign(said.stdout, member) == []
        assert f"Priya {word}" in said.stdout


async def test_what_is_ended_in_one_workspace_stays_in_the_others(database: Database) -> None:
    """Channels shared between companies have one id in both, and people may have the same."""
    settings, snoozed = ChannelSettingsStore(database, time.time), SnoozeStore(database, time.time)
    for app, words in ((channels.app, (CHANNEL,)), (snoozes.app, (ELM.user,))):
        done = await asyncio.to_thread(CliRunner().invoke, app, ["end", *words])
        assert (done.exit_code, "--team" in done.stderr) == (2, True)
        assert [each.team for each in WORDS if each.team not in done.stderr] == []
    assert len(await settings.all()) == len(await snoozed.all()) == 3
    for name, id_ in (("channels", CHANNEL), ("snoozes", ELM.user)):
        assert (await run(name, "end", id_, "--team", ELM.team)).exit_code == 0
        assert (await run(name, "end", id_, "--team", ELM.team)).exit_code == 1
    assert {row.member for row in await settings.all()} == {OAK, NORTH}
    assert {row.member for row in await snoozed.all()} == {OAK, NORTH}
    said: list[Any] = [each.entry for each in await AuditLog(database, time.time).entries()]
    [ended] = [each for each in said if each.what == "channel.settings_ended"]
    assert (ended.member, ended.place) == (Member("", ELM.team, ""), "command line")
