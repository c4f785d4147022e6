"""A backup is put back in the place of a newer database: what was done since is not done once more."""

import contextlib
import sqlite3
from pathlib import Path

from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, card_saying
from tests.stories.at_rest import at_rest
from tests.stories.test_outage_story import CSRF, held
from tests.waiting import until


def backed_up(database: Path) -> Path:
    """As `propops-bot backup` copies it, while the bot runs."""
    copy = database.with_suffix(".copy")
    with (
        contextlib.closing(sqlite3.connect(database)) as now,
        contextlib.closing(sqlite3.connect(copy)) as kept,
    ):
        now.backup(kept)
    return copy


def put_back(copy: Path, database: Path) -> None:
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    copy.replace(database)


async def test_a_job_that_was_raised_since_the_backup_is_not_raised_again(
    play: Testbed, clock: Clock, tmp_path: Path
) -> None:
    database = tmp_path / "propops-bot.db"
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await held(play, "Held at the backup")
    copy = backed_up(database)
    play.propops.heal()
    await card_saying(play, "Job created")
    await at_rest(play)

    clock.ahead += 3600
    await play.stop_bot()
    put_back(copy, database)
    await play.start_bot()
    assert play.app is not None
    changes = play.app.stores.changes

    async def is_done() -> bool:
        return [each.state for each in await changes.recent()] == ["done"]

    await until(is_done)
    await play.app.engine.idle()
    assert len(play.propops.writes) == 1
    cards = [each for each in play.slack.messages("maintenance") if each.says("Job created")]
    assert len(cards) == 1
