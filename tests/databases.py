"""Databases with all tables: made once in a process and then copied, since to migrate one takes longer than most tests."""

import asyncio
import functools
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.store.database import Database


def migrate(url: str) -> None:
    """All tables, as the bot makes them when it first starts; also while a loop runs here."""

    async def open_and_close() -> None:
        await (await Database.open(url)).close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, open_and_close()).result()


def new_sqlite(path: Path) -> str:
    """A database with all tables in this file; its URL."""
    path.write_bytes(new_file())
    return f"sqlite:///{path}"


@functools.cache
def new_file() -> bytes:
    """A SQLite file with all tables."""
    with tempfile.TemporaryDirectory(prefix="new-") as folder:
        path = Path(folder) / "bot.db"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()
