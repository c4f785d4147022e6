"""The audit: a chain that shows where somebody has been at it."""

import asyncio
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli.audit import app
from bot.jobs.change import Member
from bot.store.audit_log import AuditEntry, AuditLog, printable
from bot.store.database import Database
from bot.store.schema import audit_log as table
from tests.databases import new_sqlite

WHO = Member("", "T1", "U1")


async def filled(path: Path, lines: int = 5) -> None:
    database = await Database.open(new_sqlite(path))
    audit = AuditLog(database)
    await asyncio.gather(
        *(audit.record(AuditEntry("link.made", WHO, f"=A{n}")) for n in range(lines))
    )
    await database.close()


async def meddled(path: Path, statement: sa.Executable) -> None:
    database = await Database.open(f"sqlite:///{path}")
    await database.call(lambda connection: connection.execute(statement).close())
    await database.close()


def run(monkeypatch: pytest.MonkeyPatch, path: Path, *words: str) -> tuple[int, str, str]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            table.update().where(table.c.seq == 3).values(as_whom="Somebody"),
            "line 3: it was changed",
        ),
        (table.update().where(table.c.seq == 3).values(at=1.0), "line 3: it was changed"),
        (table.delete().where(table.c.seq == 2), "line 2: a line is missing"),
        (table.delete().where(table.c.seq == 1), "line 1: a line is missing"),
    ],
)
def test_meddling_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: sa.Executable, words: str
) -> None:
    path = tmp_path / "bot.db"
    asyncio.run(filled(path))
    code, out, _ = run(monkeypatch, path, "verify")
    assert (code, "5 lines, all whole" in out) == (0, True)
    asyncio.run(meddled(path, statement))
    code, _, err = run(monkeypatch, path, "verify")
    assert code == 1
    assert words in err


def test_lines_cut_off_at_the_end_are_found_by_the_hash_kept_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bot.db"
    asyncio.run(filled(path))
    head = run(monkeypatch, path, "verify")[1].split()[-1]
    assert run(monkeypatch, path, "verify", "--head", head) == (
        0,
        f"5 lines, all whole. Last hash: {head}\n",
        "",
    )
    assert "give --head" in run(monkeypatch, path, "verify")[2]
    assert head in run(monkeypatch, path, "export")[2]
    assert run(monkeypatch, path, "verify", "--head", printable(head).upper())[0] == 0
    for typed in (head[:-1], "", f"audit head {head}", "latest"):
        code, _, err = run(monkeypatch, path, "verify", "--head", typed)
        assert code == 2
        assert "64 letters and digits" in err
        assert "cut off" not in err, "a slip of the operator is no alarm"
    asyncio.run(meddled(path, table.delete().where(table.c.seq == 5)))
    assert run(monkeypatch, path, "verify")[0] == 0
    code, _, err = run(monkeypatch, path, "verify", "--head", head)
    assert code == 1
    assert "cut off" in err


def test_it_is_exported_as_csv_and_json_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bot.db"
    asyncio.run(filled(path))
    lines = run(monkeypatch, path, "export")[1].splitlines()
    assert lines[0].startswith("seq,at,what,")
    assert len(lines) == 6
    assert "'=A0" in lines[1] + lines[2] + lines[3] + lines[4] + lines[5]
    rows = [
        json.loads(line)
        for line in run(monkeypatch, path, "export", "--format", "jsonl")[1].splitlines()
    ]
    assert [row["seq"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0]["user"] == "U1"
    assert run(monkeypatch, path, "export", "--since", "2999-01-01")[1].splitlines() == lines[:1]
    assert run(monkeypatch, path, "export", "--since", "soon")[0] == 2


async def test_a_line_whose_detail_is_no_longer_json_is_named(db: Database) -> None:
    trail = AuditLog(db)
    for _ in range(3):
        await trail.record(AuditEntry("link.made"))
    damage = table.update().where(table.c.seq == 2).values(detail="{")
    await db.call(lambda connection: connection.execute(damage).rowcount)
    assert (await trail.verify()).broken == 2
