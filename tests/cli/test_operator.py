"""What the operator is told at the start, and can ask of the program: keys, a backup, the version."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from cryptography.fernet import Fernet

from bot import __version__
from bot.engine.sqlite_lock import engine_file
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.testbed import Testbed, open_testbed
from bot.slack.web_api import SlackSilent
from bot.web.installation import SlackInstallation
from tests.cli.in_process import command
from tests.cli.test_program import WHOLE, program


def test_a_setting_near_a_known_one_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("APROVERS=U1\n")
    said = program("serve", place=tmp_path, settings=WHOLE | {"LOGLEVEL": "DEBUG"})
    assert said.returncode == 2
    assert said.stderr.splitlines() == [
        "APROVERS is no setting. Did you mean APPROVERS?",
        "LOGLEVEL is no setting. Did you mean LOG_LEVEL?",
    ]


def test_a_policy_file_that_is_named_and_missing_stops_the_start(tmp_path: Path) -> None:
    said = program("serve", place=tmp_path, settings=WHOLE | {"POLICY_FILE": "typo.toml"})
    assert said.returncode == 2
    assert "POLICY_FILE names typo.toml, and there is no such file" in said.stderr


@pytest.mark.parametrize("word", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_refused_bot_token_stops_the_start_with_one_sentence(
    tmp_path: Path, word: str
) -> None:
    slack = SandboxSlack()
    slack.fail("auth.test", word, times=-1)
    async with SandboxPropOps().serving() as propops_url, slack.serving() as slack_url:
        settings = WHOLE | {"SLACK_API_URL": f"{slack_url}/api/", "PROPOPS_BASE_URL": propops_url}
        said = await _in_thread("serve", tmp_path, settings)
    assert said.returncode == 1
    last = said.stderr.splitlines()[-1]
    assert f"Slack refuses SLACK_BOT_TOKEN ({word}). Copy it again" in last
    assert "Traceback" not in said.stderr


async def test_readyz_is_red_once_slack_refuses_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.installation.RECHECK", -1.0)
    async with open_testbed(tmp_path) as play:
        assert (await _slack_check(play)) is None
        play.slack.fail("*", "token_revoked", times=-1)
        assert await _slack_check(play) == "Slack refuses the bot token (token_revoked)"
        play.slack.heal()
        assert (await _slack_check(play)) is None
        play.slack.fail("*", "http_503", times=-1)
        assert (await _slack_check(play)) is None  # away: what it last said counts


async def test_an_answer_that_is_not_slack_s_own_ends_nothing(tmp_path: Path) -> None:
    async with open_testbed(tmp_path) as play:
        assert play.app is not None
        for fault in ("cut_json", "empty", "page_403", "json_403"):
            play.slack.fail("auth.test", fault, times=-1)
            installation = SlackInstallation(play.app.slack.client)
            with pytest.raises(SlackSilent):
                await installation.load()
            play.slack.heal()
            assert (await installation.load()).team


async def test_a_socket_opens_after_answers_that_are_no_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.socket_mode._RETRY_SECONDS", 0.05)
    async with open_testbed(tmp_path, socket_mode=True) as play:
        await play.stop_bot()
        for fault in (
            "cut_json",
            "garbage",
            "empty",
            "http_503",
            "page_403",
            "page_418",
            "json_403",
        ):
            play.slack.fail("apps.connections.open", fault)
        await play.start_bot()
        await play.slack.member("tom").command("/job help")


def test_a_new_key_is_one(tmp_path: Path) -> None:
    said = command("keys", "new", place=tmp_path)
    assert said.returncode == 0
    Fernet(said.stdout.strip())
    assert said.stdout != command("keys", "new", place=tmp_path).stdout


def test_the_version_is_told(tmp_path: Path) -> None:
    said = program("--version", place=tmp_path)
    assert (said.returncode, said.stdout) == (0, f"propops-bot {__version__}\n")


def test_a_backup_has_what_only_the_write_ahead_log_holds(tmp_path: Path) -> None:
    token = "ab" * 32
    command("tokens", "set", "T0123ABCD", "U0456EFGH", place=tmp_path, typed=token)
    database = tmp_path / "propops-bot.db"
    with closing(sqlite3.connect(database)) as writing:
        writing.execute("PRAGMA journal_mode=WAL")
        writing.execute("PRAGMA wal_autocheckpoint=0")
        writing.execute("UPDATE tokens SET user_id = 'U02'")
        writing.commit()  # stands in the log alone: the file itself still says U01
        with closing(sqlite3.connect(engine_file(database))) as engine:
            engine.execute("CREATE TABLE runs (id TEXT)")
            engine.commit()
        said = command("backup", "copy", place=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "keep it safe" in said.stdout
    assert "Before you start it: propops-bot changes list --state asked" in said.stdout
    assert {each.name for each in (tmp_path / "copy").iterdir()} == {
        "propops-bot.db",
        "propops-bot.engine.db",
        "propops-bot.keys",
    }
    assert {each.stat().st_mode & 0o777 for each in (tmp_path / "copy").iterdir()} == {0o600}
    listed = command(
        "tokens", "list", place=tmp_path, settings={"DATABASE_URL": "sqlite:///copy/propops-bot.db"}
    )
    assert "U02" in listed.stdout
    assert "U01" not in listed.stdout


def test_a_backup_into_a_place_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    command("tokens", "set", "T0123ABCD", "U0456EFGH", place=tmp_path, typed="ab" * 32)
    (tmp_path / "file").touch()
    said = command("backup", "file/copy", place=tmp_path)
    assert said.returncode == 1
    assert "file/copy can't be made" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_backup_never_writes_over_anything(tmp_path: Path) -> None:
    command("tokens", "list", place=tmp_path)
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "older.db").touch()
    said = command("backup", "copy", place=tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert "not an empty folder" in said.stderr
    missing = command(
        "backup", "new", place=tmp_path, settings={"DATABASE_URL": "sqlite:///none.db"}
    )
    assert (missing.returncode, "nothing to back up" in missing.stderr) == (1, True)
    keys = {"TOKEN_KEYS": Fernet.generate_key().decode(), "DATABASE_URL": "postgresql://h/n"}
    postgres = command("backup", "new", place=tmp_path, settings=keys)
    assert (postgres.returncode, "pg_dump" in postgres.stderr) == (2, True)


async def _slack_check(play: Testbed) -> str | None:
    assert play.app is not None
    return await play.app.checks["slack"]()


async def _in_thread(word: str, place: Path, settings: dict[str, str]) -> CompletedProcess[str]:
    return await asyncio.to_thread(program, word, place=place, settings=settings)


def test_a_forged_line_of_the_log_is_known_by_its_signature(tmp_path: Path) -> None:
    command("tokens", "set", "T0123ABCD", "U0456EFGH", place=tmp_path, typed="ab" * 32)
    keyed = {"AUDIT_KEY": "kept apart"}
    told = command("audit", "export", place=tmp_path, settings=keyed).stderr
    head, signed = (told.partition(word)[2].split()[0] for word in ("hash: ", "Signed: "))
    verify = ("audit", "verify", "--head", head, "--signed")

    assert command(*verify, signed, place=tmp_path, settings=keyed).returncode == 0
    forged = command(*verify, "0" * 64, place=tmp_path, settings=keyed)
    assert (forged.returncode, "is forged" in forged.stderr) == (1, True)
    other = command(*verify, signed, place=tmp_path, settings={"AUDIT_KEY": "another"})
    assert (other.returncode, "is forged" in other.stderr) == (1, True)
    keyless = command(*verify, signed, place=tmp_path)
    assert (keyless.returncode, "AUDIT_KEY" in keyless.stderr) == (2, True)
    assert "Signed" not in command("audit", "export", place=tmp_path).stderr
