"""`propops-bot database copy` and the keys: nothing is copied that could not be read there."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.store.encryption import key_file
from bot.store.schema import tokens
from tests.cli.in_process import command
from tests.cli.test_database_copy import filled

A_KEY, ANOTHER_KEY = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A database whose keys lie beside it."""
    path = tmp_path / "first.db"
    asyncio.run(filled(f"sqlite:///{path}", path, 0))
    return path


def copied(first: Path, *options: str, keys: str | None = None) -> tuple[int, str, bool]:
    """The exit code, all that was said, and whether there is anything in TO."""
    second = first.with_name("second.db")
    said = command(
        "database", "copy", f"sqlite:///{first}", f"sqlite:///{second}", *options,
        place=first.parent, settings={} if keys is None else {"TOKEN_KEYS": keys},
    )  # fmt: skip
    return said.returncode, said.stdout + said.stderr, second.exists()


def test_other_keys_than_those_beside_it_are_refused(first: Path) -> None:
    code, said, there = copied(first, keys=A_KEY)
    assert (code, there) == (1, False)
    assert f"{key_file(first)} opens all of it, TOKEN_KEYS does not" in said
    assert "Nothing was copied" in said


def test_without_any_keys_it_is_refused(first: Path) -> None:
    key_file(first).unlink()
    code, said, there = copied(first)
    assert (code, there) == (1, False)
    assert "tokens: 1 of 1 rows can't be decrypted" in said
    assert "Set TOKEN_KEYS to the keys that the bot of FROM runs with" in said


def test_lost_keys_are_accepted_when_it_is_said(first: Path) -> None:
    key_file(first).unlink()
    code, said, _ = copied(first, keys=f"{A_KEY},{ANOTHER_KEY}")
    assert code == 1
    assert "--with-unreadable" in said
    code, said, there = copied(first, "--with-unreadable", keys=A_KEY)
    assert (code, there) == (0, True)


def test_keys_in_the_setting_are_to_be_kept(first: Path) -> None:
    keys = key_file(first).read_text().strip()
    code, said, there = copied(first, keys=f"{A_KEY},{keys}")
    assert (code, there) == (0, True)
    assert "Keep TOKEN_KEYS as it is: with other keys nobody's link can be read there." in said


def test_with_nothing_encrypted_no_keys_are_needed(first: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{first}")
    with engine.begin() as connection:
        connection.execute(tokens.delete())
    engine.dispose()
    key_file(first).unlink()
    code, _, there = copied(first)
    assert (code, there) == (0, True)


@pytest.mark.postgres
def test_from_postgres_to_a_file_the_keys_must_stay_the_same(
    tmp_path: Path, postgres_url: str
) -> None:
    asyncio.run(filled(postgres_url, tmp_path / "any.db", 0))
    keys = key_file(tmp_path / "any.db").read_text().strip()
    settings = {"DATABASE_URL": postgres_url, "TOKEN_KEYS": A_KEY}
    words = ("database", "copy", "DATABASE_URL", f"sqlite:///{tmp_path}/last.db")
    refused = command(*words, place=tmp_path, settings=settings)
    assert refused.returncode == 1
    assert "Set TOKEN_KEYS to all keys that the bot of FROM runs with" in refused.stderr
    assert not (tmp_path / "last.db").exists()
    said = command(*words, place=tmp_path, settings=settings | {"TOKEN_KEYS": keys})
    assert said.returncode == 0, said.stderr
    assert "Keep TOKEN_KEYS as it is" in said.stdout
