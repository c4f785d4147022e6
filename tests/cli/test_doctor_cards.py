"""How many cards can be kept true: the line of doctor, the table of the page."""

import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.cli.doctor_cards import cards
from bot.settings import Settings
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.watched_jobs import WatchedJobStore, watch_job
from bot.workflows.cards.pace import within_reach
from tests.databases import new_sqlite

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


def settings(seconds: float) -> Settings:
    given: dict[str, Any] = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
    return Settings(
        _env_file=None,
        propops_base_url="https://propops.example.com",
        cards_refresh_seconds=seconds,
        **given,
    )


def test_the_page_says_how_many() -> None:
    section = PAGE.read_text("utf-8").partition("## Keeping cards true")[2].partition("\n## ")[0]
    table = re.findall(r"^\| (\d+)[^|]* \| (\d+) \|$", section, re.MULTILINE)
    assert ("300", "150") in table
    for seconds, said in table:
        assert within_reach(float(seconds)) == int(said)


async def test_the_line_of_doctor(tmp_path: Path) -> None:
    db = await Database.open(new_sqlite(tmp_path / "bot.db"))
    store = WatchedJobStore(db, Encryption([Fernet.generate_key()]), lambda: 1000.0)

    def watch(connection: sa.Connection) -> None:
        for number, look_at in enumerate((900.0, 999.0, 1200.0)):
            watch_job(connection, "T1", f"u{number}", 800.0, look_at)

    await db.call(watch)
    found = await cards(store, settings(300))
    assert found.line == (
        "ok    cards kept true: 3 of open jobs, 1 of them not compared in time; within 300 s 150 can "
        "be at 60 reads of PropOps a minute"
    )
    await store.look_at("T1", "u2", 1300.0, unread=True)
    assert "2 of them not compared in time (1 since" in (await cards(store, settings(300))).line
    assert (await cards(store, settings(4))).ok is None
    assert "when somebody looks at them" in (await cards(store, settings(0))).line
    await db.close()
