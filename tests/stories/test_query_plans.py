"""No statement reads more because there is more history: not for a change, nor on a timer.

One long story on each database. Then the database gets thousands of ended changes, and every
statement of the story is run again and measured.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.engine.dbos_engine import DurableEngine
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed, open_testbed
from bot.wiring.waits import Waits
from tests.history import fill, fill_engine
from tests.query_plans import (
    Statement,
    Statements,
    faults_on_postgres,
    faults_on_sqlite,
    steps_on_sqlite,
)
from tests.stories.acting import (
    APPROVALS,
    Clock,
    address_for,
    card_of,
    dm_saying,
    raised,
    send_new,
    updated,
)

HISTORY = 20_000
WAITS = Waits(first_retry=0.2, duplicate_check=0.5, deferred_tasks=0.2, tokens=0.2, sign_of_life=60)
DAY = 86400.0
SLOW = (
    "SELECT id FROM changes WHERE job_ref = 'JOB-001'",
    "SELECT id FROM change_events WHERE what = 'never'",
    "SELECT id FROM changes WHERE purged = purged ORDER BY created_at LIMIT 1",
)
"""What must be found, to see that the test can fail."""


async def tell(play: Testbed, clock: Clock) -> None:
    """Something of everything that the bot does for people, and by itself."""
    assert play.app is not None
    app, priya = play.app, play.slack.member("priya")
    await play.link("priya", "Priya Shah")
    first = await raised(play, contractor_id=("Ace", 0), access_details="Key safe 4471")
    await priya.press(first, "Notify contractor")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    changed = await updated(play, job_title="Wrong title")
    await priya.press(changed, "Undo")
    await play.slack.wait_for_message(channel="maintenance", containing="Update undone")
    await priya.command("/job mine")
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    await play.slack.member("dana").press(card, "Approve")
    await play.slack.wait_for_message(channel="maintenance", containing="Approved by")
    await send_new(play, job_title="Dear", job_total_budget="901")
    await play.slack.until(
        lambda: len(play.slack.messages("approvals")) > 1 or None, why="the second card"
    )
    await address_for(play, "tom")
    await play.slack.member("tom").command("/job new")
    play.propops.fail(Fault("create", "drop_before", times=2))
    await send_new(play, job_title="Lost")
    asked = await dm_saying(play, "can't find out")
    await priya.press(asked, "Create it again")
    await play.slack.wait_for_message(channel="maintenance", containing="Lost")
    play.propops.fail(Fault("/api/security/csrf-token", "maintenance", times=None))
    await send_new(play, job_title="Held")
    await dm_saying(play, "Held*: Saved. PropOps is away")
    play.propops.heal()
    await play.slack.wait_for_message(channel="maintenance", containing="Held")
    await app.metrics.page()
    clock.ahead = DAY  # every card is due
    await app.flows.cards.reconciler.compare_due()
    await app.flows.cards.outside_news.tell_due()
    clock.ahead = 0
    shared = priya.say(f"https://propops.example.com/jobs/{play.propops.job('JOB-003')['uuid']}")
    await play.slack.until(lambda: shared.previews or None, why="a preview")
    await updated(play, job_title="Shown under its link")
    await app.flows.cards.previews.refresh_recent()
    await app.flows.cards.previews.channel_shared(play.channel())
    clock.ahead = 2 * DAY
    await app.flows.reminders.poll()
    await app.flows.members.expiry_warnings.warn()
    await app.flows.deferred_tasks.start_due()
    await app.flows.members.waiting.resume()
    assert isinstance(app.engine, DurableEngine)
    await app.engine._recovery.poll()
    clock.ahead = 400 * DAY
    await app.flows.retention.run()
    clock.ahead = 0


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_no_statement_reads_more_when_there_is_more_history(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url: str = request.getfixturevalue(f"{kind}_url")
    clock, statements = Clock(), Statements()
    given: dict[str, Any] = {
        **APPROVALS,
        "database_url": url,
        "token_keys": Fernet.generate_key().decode(),
        "clock": clock,
        "waits": WAITS,
        "propops_settle_seconds": 0.5,
        "link_page": True,
        "propops_job_url": "https://propops.example.com/jobs/{uuid}",
    }
    with statements.captured():
        async with open_testbed(tmp_path, **given) as play:
            await tell(play, clock)
    everything = list(statements.seen.values())
    assert len(everything) > 60
    like = next(each for each in everything if "FROM changes" in each.text)
    slow = [replace(like, text=text, values=()) for text in SLOW]
    check = _on_postgres if kind == "postgres" else _on_sqlite
    faults = check(everything + slow, clock())
    assert all(any(each.text in fault for fault in faults) for each in slow), "slow ones are found"
    assert "\n".join(each for each in faults if not each.endswith(SLOW)) == ""


def _on_sqlite(statements: list[Statement], now: float) -> list[str]:
    faults: list[str] = []
    for path in {str(each.engine.url.database) for each in statements}:
        of_engine = path.endswith("engine.db")
        mine = [each for each in statements if each.engine.url.database == path]
        engine = sa.create_engine(f"sqlite:///{path}")
        few = _steps(engine, mine)
        with engine.begin() as connection:
            (fill_engine if of_engine else fill)(connection, HISTORY, now)
        for statistics in ((), ("PRAGMA analysis_limit=400", "ANALYZE"), ("ANALYZE",)):
            with engine.begin() as connection:
                for each in statistics:
                    connection.exec_driver_sql(each)
            many = _steps(engine, mine)
            raw = engine.raw_connection()
            for statement in mine:
                faults += faults_on_sqlite(raw.driver_connection, statement)
                steps, rows = many[statement.text]
                before, rows_before = few[statement.text]
                if steps > before + 100 * (rows - rows_before) + HISTORY / 2:
                    faults.append(f"{before} -> {steps} steps, {rows} rows: {statement.short}")
            raw.close()
        engine.dispose()
    return faults


def _steps(engine: sa.Engine, statements: list[Statement]) -> dict[str, tuple[int, int]]:
    raw = engine.raw_connection()
    try:
        return {each.text: steps_on_sqlite(raw.driver_connection, each) for each in statements}
    finally:
        raw.close()


def _on_postgres(statements: list[Statement], now: float) -> list[str]:
    engine = sa.create_engine(statements[0].engine.url)
    with engine.begin() as connection:
        fill(connection, HISTORY, now)
        fill_engine(connection, HISTORY, now)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    faults: list[str] = []
    for each in statements:
        with engine.connect() as connection:  # never committed
            faults += faults_on_postgres(connection, each)
    engine.dispose()
    return faults
