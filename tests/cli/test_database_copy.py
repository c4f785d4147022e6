"""`propops-bot database copy` and `check`: both ways, row by row, broken off and gone on with."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import typer

from bot.cli.database import copy
from bot.engine.sqlite_lock import FileLock, engine_file
from bot.jobs.change import Member
from bot.store.audit_log import AuditEntry, AuditLog, append
from bot.store.database import Database, DatabaseDown
from bot.store.database_copy import begin, differences
from bot.store.database_copy import copy as copied_tables
from bot.store.encryption import Encryption, key_file
from bot.store.readable import unreadable
from bot.store.schema import audit_log, changes
from bot.store.tokens import TokenStore
from tests.cli.in_process import command
from tests.cli.test_program import program
from tests.databases import new_sqlite

PRIYA = Member("", "T1", "U1")
ROWS = 1_203
"""More than two pages of a table."""


async def filled(url: str, keys: Path, count: int = ROWS) -> None:
    encryption = Encryption.load(None, keys)
    database = await Database.open(url)
    await TokenStore(database, encryption).put(PRIYA, "a-token", None)

    def write(connection: sa.Connection) -> None:
        rows = [
            {"id": f"S-{at}", "key": f"T1:{at}", "action": "create", "state": "done"}
            for at in range(count)
        ]
        if rows:
            connection.execute(changes.insert(), rows)
        append(connection, [AuditEntry("test", PRIYA, subject="x' \U0001f511 –")], 1.0)

    await database.call(write)
    await database.close()


async def copied(source: str, target: str) -> dict[str, int]:
    ours, theirs = await Database.open(source), await Database.open(target)
    try:
        done = {each.name: each.rows async for each in copied_tables(ours, theirs)}
        assert [each async for each in differences(ours, theirs)] == []
        return done
    finally:
        await ours.close()
        await theirs.close()


@pytest.mark.postgres
async def test_to_postgres_and_back_nothing_is_lost(tmp_path: Path, postgres_url: str) -> None:
    first, last = tmp_path / "first.db", tmp_path / "last.db"
    await filled(f"sqlite:///{first}", first)
    there = await copied(f"sqlite:///{first}", postgres_url)
    assert there["changes"] == ROWS
    database = await Database.open(postgres_url)
    link = await TokenStore(database, Encryption.load(None, first)).get(PRIYA)
    assert link is not None
    assert link.token == "a-token"
    await database.close()
    assert await copied(postgres_url, f"sqlite:///{last}") == there


@pytest.mark.postgres
async def test_what_comes_after_has_numbers_of_its_own(tmp_path: Path, postgres_url: str) -> None:
    first = tmp_path / "first.db"
    await filled(f"sqlite:///{first}", first)
    await copied(f"sqlite:///{first}", postgres_url)
    database = await Database.open(postgres_url)

    def newest(connection: sa.Connection) -> tuple[Any, Any]:
        values = {"id": "S-NEW", "key": "T1:new", "action": "create", "state": "done"}
        before = connection.scalar(sa.select(sa.func.max(changes.c.seq)))
        return before, connection.scalar(changes.insert().values(values).returning(changes.c.seq))

    before, after = await database.call(newest)
    assert after > before
    assert (await AuditLog(database).verify()).broken is None
    await database.close()


async def test_broken_off_it_goes_on_and_what_is_different_is_told(tmp_path: Path) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    await filled(f"sqlite:///{first}", first)
    await copied(f"sqlite:///{first}", f"sqlite:///{second}")
    with sqlite3.connect(second) as half:
        half.execute("DELETE FROM changes WHERE seq > 700")
        half.execute("UPDATE changes SET job_ref = 'JOB-999' WHERE seq = 1")
    ours = await Database.open(f"sqlite:///{first}")
    theirs = await Database.open(f"sqlite:///{second}")
    done = {each.name: each.copied async for each in copied_tables(ours, theirs)}
    assert done["changes"] == ROWS - 700
    (wrong,) = [each async for each in differences(ours, theirs)]
    assert (wrong.table, wrong.missing, wrong.other) == ("changes", 0, 1)
    await ours.close()
    await theirs.close()


async def test_until_it_is_done_again_nothing_else_opens_what_was_half_copied(
    tmp_path: Path,
) -> None:
    """Neither the bot nor a check takes a half for the whole; nor does another copy."""
    first, second, third = (tmp_path / f"{name}.db" for name in ("first", "second", "third"))
    await filled(f"sqlite:///{first}", first, 0)
    target = await Database.open(f"sqlite:///{second}", to_copy_into=True)
    await begin(target)
    await target.close()  # as when it is killed
    keys = {"TOKEN_KEYS": key_file(first).read_text().strip()}
    keys |= {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    keys |= {"SLACK_API_URL": "http://127.0.0.1:9/", "PROPOPS_BASE_URL": "http://127.0.0.1:9"}
    half = keys | {"DATABASE_URL": f"sqlite:///{second}"}
    for run, words in (
        (command, ("database", "check")),
        (program, ("serve",)),
        (command, ("database", "copy", "DATABASE_URL", f"sqlite:///{third}")),
    ):
        refused = run(*words, place=tmp_path, settings=half)
        assert refused.returncode, words
        assert "was broken off" in refused.stderr
    whole = keys | {"DATABASE_URL": f"sqlite:///{first}"}
    copy_again = ("database", "copy", "DATABASE_URL", f"sqlite:///{second}")
    assert command(*copy_again, place=tmp_path, settings=whole).returncode == 0
    await (await Database.open(f"sqlite:///{second}")).close()


def test_while_a_bot_runs_nothing_is_copied(tmp_path: Path) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    asyncio.run(filled(f"sqlite:///{first}", first))
    lock = FileLock(engine_file(second))
    lock.acquire()
    try:
        said = command(
            "database", "copy", f"sqlite:///{first}", f"sqlite:///{second}", place=tmp_path
        )
    finally:
        lock.release()
    assert said.returncode == 1
    assert "Please stop it, then copy again" in said.stderr
    assert not second.exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("NO_SUCH_VARIABLE", "There is no variable NO_SUCH_VARIABLE"),
        ("mysql://x", "That is no database"),
        ("sqlite:///there.is.none.db", "There is no database at"),
    ],
)
def test_a_wrong_argument_is_told(
    tmp_path: Path, source: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BaseException, match="2"):
        copy(source, f"sqlite:///{tmp_path}/to.db")
    assert words in capsys.readouterr().err


def test_the_command_says_what_to_do_next(tmp_path: Path) -> None:
    first = tmp_path / "first.db"
    asyncio.run(filled(f"sqlite:///{first}", first, 0))
    settings = {"DATABASE_URL": f"sqlite:///{first}"}
    said = command(
        "database", "copy", "DATABASE_URL", f"sqlite:///{tmp_path}/to.db",
        place=tmp_path, settings=settings,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert "tokens: 1 rows, 1 of them copied now" in said.stdout
    assert f"Set TOKEN_KEYS to what stands in {key_file(first)}" in said.stdout


async def test_a_database_that_is_whole_is_said_to_be(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/first.db")
    await database.close()
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/first.db"}
    whole = command("database", "check", place=tmp_path, settings=settings)
    assert whole.returncode == 0, whole.stderr
    assert whole.stdout.splitlines()[-1] == "The database is whole."


async def test_what_no_key_opens_is_counted(tmp_path: Path) -> None:
    first = tmp_path / "first.db"
    await filled(f"sqlite:///{first}", first)
    database = await Database.open(f"sqlite:///{first}")
    other = Encryption.load(None, tmp_path / "other.db")
    found = {each.table: each for each in await unreadable(database, other)}
    assert (found["tokens"].broken, found["tokens"].rows) == (1, 1)
    await database.close()


async def test_a_change_of_the_audit_is_told(tmp_path: Path) -> None:
    first = tmp_path / "first.db"
    await filled(f"sqlite:///{first}", first)
    with sqlite3.connect(first) as file:
        file.execute(f"UPDATE {audit_log.name} SET subject = 'y'")
    said = command(
        "database", "check", place=tmp_path, settings={"DATABASE_URL": f"sqlite:///{first}"}
    )
    assert said.returncode == 1
    assert "audit: broken at line" in said.stdout


async def test_a_target_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is no database, and longer than a head of one " * 3)
    with pytest.raises(DatabaseDown):
        await copied(f"sqlite:///{tmp_path}/new.db", f"sqlite:///{tmp_path}/text.db")


async def test_a_table_is_never_read_as_a_whole_again_for_each_page(tmp_path: Path) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    await filled(f"sqlite:///{first}", first, 2_000)
    whole, by_key = list[str](), list[str]()

    def note(
        connection: sa.Connection, _cursor: object, statement: str, values: Any, *_: object
    ) -> None:
        if not statement.startswith("SELECT") or "FROM changes" not in statement:
            return
        plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values)
        reads = [detail for *_, detail in plan if detail.startswith("SCAN changes")]
        (whole if reads and "LIMIT" not in statement else by_key).append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        await copied(f"sqlite:///{first}", f"sqlite:///{second}")
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert len(whole) == 1, set(whole)
    assert len(by_key) >= 2 * 2_000 / 500


@pytest.mark.parametrize("named", ["./bot.db", "here/../bot.db", "{folder}/bot.db", "link.db"])
def test_one_file_under_two_names_is_one_database(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    new_sqlite(tmp_path / "bot.db")
    (tmp_path / "link.db").symlink_to("bot.db")
    with pytest.raises(typer.Exit) as ended:
        copy("sqlite:///bot.db", f"sqlite:///{named.format(folder=tmp_path)}")
    assert ended.value.exit_code == 2
    assert "the same database. Nothing was copied." in capsys.readouterr().err
