"""`propops-bot backup DIR`: a copy of all the bot keeps, made while it runs, and checked.

SQLite's files can't be copied as files while something writes: what is new stands in the write-ahead
log beside them. Its online backup copies what is committed [sqlite.org/backup.html].
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.cli.output import WRONG_USAGE, say, stop
from bot.cli.settings import storage_settings
from bot.engine.sqlite_lock import engine_file
from bot.store.encryption import key_file

_LOOK_FIRST = "propops-bot changes list --state asked, the same with waiting, applying and checking"


def backup(folder: Path) -> None:
    """Ends with 2 for a folder that holds something, or Postgres; with 1 when a copy fails."""
    settings = storage_settings()
    path = settings.sqlite_path
    if path is None:
        stop(
            "The database is Postgres: back it up with pg_dump, and keep TOKEN_KEYS beside it.",
            WRONG_USAGE,
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        stop(f"{folder} is not an empty folder. Nothing was copied.", WRONG_USAGE)
    if not path.exists():
        stop(f"There is no {path}: nothing to back up. Check DATABASE_URL.")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        stop(f"{folder} can't be made ({error.strerror}). Nothing was copied: name another folder.")
    engine = Path(engine_file(path))
    try:
        for source in (
            engine,
            path,
        ):  # the engine's first: a run it does not know yet is begun anew
            if source.exists():
                say(f"{source.name}: {_copy(source, folder / source.name)}")
        keys = key_file(path)
        if keys.exists():
            shutil.copyfile(keys, folder / keys.name)
            (folder / keys.name).chmod(0o600)
            say(f"{keys.name}: copied. Whoever has it can read what is in the copy: keep it safe.")
        else:
            say("The keys are in TOKEN_KEYS: without them nobody can read the copy. Keep them too.")
    except (OSError, sqlite3.Error) as error:
        stop(f"The copy failed ({error}). Please free some space, empty {folder} and try again.")
    say(
        f"To restore: stop the bot, move the old files away, those that end in -wal and -shm too, and put the files of {folder} in their place."
        f" Before you start it: {_LOOK_FIRST}. What of these was done since is done once more, but for new jobs: propops-bot changes withdraw ID takes it back."
    )


def _copy(source: Path, to: Path) -> str:
    """What was copied, in words. Raises `sqlite3.Error` where the copy is not whole."""
    os.close(os.open(to, os.O_RDWR | os.O_CREAT, 0o600))
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(to)) as new,
    ):
        old.backup(new)
        found = new.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(f"{to} is damaged: {found}")
        tables = new.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[
            0
        ]
    return f"{tables} tables, {to.stat().st_size:,} bytes, checked"
