"""What the databases do for a statement: the plan, and how much they read.

A table that grows with history must never be read from end to end, nor sorted, for a change or on a
timer. SQLite plans without statistics, so an empty database shows it; Postgres needs rows.
"""

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

SMALL = {
    *("tokens", "slack_profiles", "account_owners", "shared_account_requests", "failed_sign_ins"),
    *(
        "slack_sign_ins",
        "promises",
        "kept_presses",
        "board_readers",
        "board_snoozes",
        "channel_settings",
        "follows",
        "installations",
        "oauth_states",
        "unfinished_copies",
        "rehearsal_items",
        "deferred_tasks",
        "secret_keys",
        "alembic_version",
        "sqlite_master",
    ),
}
"""Tables that don't grow with history: they hold people, what waits for them, or what is due within minutes."""
SMALL_OF_ENGINE = {
    *("application_versions", "queues", "workflow_schedules", "dbos_migrations", "notifications"),
    *("workflow_events", "streams", "event_dispatch_kv"),
}
FEW_ROWS = {
    "ix_changes_open": "open changes",
    "ix_changes_open_job": "open changes",
    "ix_changes_held": "open changes",
    "ix_changes_in_clear": "what a release before has not encrypted, until retention does",
    "ix_approval_decisions_in_clear": "the same",
    "ix_changes_waiting": "changes that wait for somebody",
    "ix_approvals_open": "open approvals",
    "ix_watched_jobs_open": "open jobs that have a card",
    "ix_watched_jobs_unread": "the same, of which nobody can read any more",
    "idx_workflow_status_pending": "runs under way",
    "idx_workflow_status_delayed": "the bot delays no run",
    "idx_workflow_status_in_flight_v2": "runs under way",
    "idx_workflow_status_deadline": "the bot's runs have no deadline",
}
"""Indexes that may be read from end to end, and what they hold."""
SORTS_FEW = {
    "approval_decisions.round =": "decisions of one round",
    "FROM drafts WHERE drafts.enterprise =": "one member's drafts of a week",
    "FROM tokens": "members",
    "FROM board_readers": "members",
    "FROM follows WHERE follows.team =": "what one channel follows, eight at most",
    "application_versions": "releases",
    "FROM changes WHERE changes.id IN": "named changes",
    ") AS newest": "the newest changes",
    "FROM watched_jobs WHERE": "open jobs that are due to be compared",
}
"""Statements that may sort, and what they sort."""
NOT_OF_THE_BOT = (
    "ORDER BY changes.seq DESC",  # the command line lists changes, and so do tests
    "SET look_at=%(look_at)s",  # a test makes every card due
    "operation_outputs_new",  # a migration of the engine
    "sqlite_master",
    "pg_",
    "information_schema",
)
_READS = re.compile(r"\s*(SELECT|UPDATE|DELETE|INSERT INTO (?!.*VALUES))", re.DOTALL)


@dataclass
class Statement:
    """One statement as it was run, with the values of its first run."""

    text: str
    values: Any
    engine: Engine

    @property
    def short(self) -> str:
        return re.sub(r"SELECT .{100,}? FROM ", "SELECT … FROM ", " ".join(self.text.split()))

    @property
    def sorts_history(self) -> bool:
        """Whether a sort in its plan sorts more than `SORTS_FEW` tells of."""
        return not any(few in self.short for few in SORTS_FEW)


@dataclass
class Statements:
    """Each text once for each database."""

    seen: dict[tuple[str, str], Statement] = field(default_factory=dict)

    @contextmanager
    def captured(self) -> Iterator[None]:
        def note(
            connection: sa.Connection,
            _cursor: object,
            text: str,
            values: Any,
            _context: object,
            _many: bool,
        ) -> None:
            if _READS.match(text) and not any(each in text for each in NOT_OF_THE_BOT):
                first = values[0] if isinstance(values, list) else values
                key = (str(connection.engine.url), re.sub(r"(\(\?|, \?)+\)", "(?)", text))
                if key not in self.seen and not _migrating():
                    self.seen[key] = Statement(text, first, connection.engine)

        sa.event.listen(Engine, "before_cursor_execute", note)
        try:
            yield
        finally:
            sa.event.remove(Engine, "before_cursor_execute", note)


def faults_on_sqlite(connection: Any, statement: Statement) -> Iterator[str]:
    """What is wrong with its plan; `connection` as `sqlite3` has it."""
    plan = connection.execute("EXPLAIN QUERY PLAN " + statement.text, statement.values)
    for *_, step in plan.fetchall():
        scan = re.match(
            r"SCAN (?!CONSTANT)(?:main\.)?(\w+)(?: USING (?:COVERING )?INDEX (\w+))?", step
        )
        scans = scan and _grows(_table(scan[1], statement.text)) and scan[2] not in FEW_ROWS
        builds = "BLOOM FILTER" in step or "AUTOMATIC" in step  # of the whole table
        if scans or builds or ("TEMP B-TREE" in step and statement.sorts_history):
            yield f"{step}: {statement.short}"


def steps_on_sqlite(connection: Any, statement: Statement) -> tuple[int, int]:
    """Run and rolled back: steps of SQLite's machine, which tell of all that it read; rows."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection.execute("SAVEPOINT measured")
    connection.set_progress_handler(count, 1)
    try:
        cursor = connection.execute(statement.text, statement.values)
        rows = len(cursor.fetchall())
        return steps, max(rows, cursor.rowcount)
    finally:
        connection.set_progress_handler(None, 0)
        connection.execute("ROLLBACK TO measured")
        connection.execute("RELEASE measured")


def faults_on_postgres(connection: sa.Connection, statement: Statement) -> Iterator[str]:
    """What is wrong with its plan, on a database with history and statistics."""
    explained = connection.exec_driver_sql(
        "EXPLAIN (FORMAT JSON, ANALYZE, BUFFERS) " + statement.text, statement.values
    )
    plan = explained.scalar_one()[0]["Plan"]
    blocks = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    for node in _nodes(plan):
        kind, table = node["Node Type"], node.get("Relation Name", "")
        if kind == "Seq Scan" and _grows(table):
            yield f"Seq Scan on {table}: {statement.short}"
        elif "Sort" in kind and node["Plan Rows"] > 100 and statement.sorts_history:
            yield f"{kind} of {node['Plan Rows']} rows: {statement.short}"
    if blocks > 1000 + 4 * plan["Actual Rows"]:
        how = [f"{node['Node Type']} {node.get('Index Name', '')}" for node in _nodes(plan)]
        yield f"{blocks} blocks read for {plan['Actual Rows']} rows, {how}: {statement.short}"


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)


def _migrating() -> bool:
    frames = (frame for frame, _line in traceback.walk_stack(None))
    return any(str(frame.f_globals.get("__name__")).startswith("alembic") for frame in frames)


def _grows(table: str) -> bool:
    return bool(table) and table not in SMALL | SMALL_OF_ENGINE


def _table(name: str, text: str) -> str:
    """The table behind an alias; nothing for a subquery, whose own steps are in the plan."""
    if f") AS {name}" in text:
        return ""
    alias = re.search(rf"\b(\w+) AS {name}\b", text)
    return alias[1] if alias else name
