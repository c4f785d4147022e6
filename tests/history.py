"""A database as it looks after years: thousands of ended changes, with all that belongs to them.

One set of statements for SQLite and Postgres; a hundred thousand changes take some seconds.
"""

from collections.abc import Mapping

import sqlalchemy as sa

TEAM = "T0SANDBOX1"

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
_MEMBER = "CASE i % 100 WHEN 0 THEN 'U0PRIYA001' ELSE 'UHISTORY' || (i % 100) END"
_ACTION = (
    "CASE i % 5 WHEN 0 THEN 'create' WHEN 1 THEN 'send_assignment_notification' ELSE 'update' END"
)
_STATE = "CASE WHEN i % 20 = 0 THEN 'failed' ELSE 'done' END"
_AT = ":until - (:count - i) * :apart"
_JSON = (
    """'{"job_title": "Boiler not firing", "job_description": "No hot water since Sunday. """
    """The tenant has small children and is at home after four.", "address_id": 17, """
    """"priority_id": 2, "status_id": 3, "job_type_id": 4, "contractor_id": 5}'"""
)
_TABLES = (
    (
        "INSERT INTO changes (id, key, action, state, enterprise, team, user_id, job_uuid, job_ref,"
        " fields, after, outcome, run, due_at, created_at, updated_at, finished_at, purged, held,"
        f" has_private, content_encrypted, encrypted) {_NUMBERS} SELECT 'S-HISTORY' || i, 'history:' || i, {_ACTION}, {_STATE}, '',"
        f" '{TEAM}', {_MEMBER}, 'job-' || (i / 5), 'OLD-' || (i / 5), {_JSON}, {_JSON}, '{{}}', 1,"
        f" {_AT}, {_AT}, {_AT}, {_AT}, :no, :no, "
        ":count - i < 500, :yes, :secret FROM n"
    ),
    (
        "INSERT INTO change_events (change_id, at, what, detail)"
        f" {_NUMBERS} SELECT 'S-HISTORY' || i, {_AT}, what, '1' FROM n, (SELECT 'asked' AS what"
        " UNION ALL SELECT 'run' UNION ALL SELECT 'applying' UNION ALL SELECT 'attempt'"
        " UNION ALL SELECT 'done' UNION ALL SELECT 'notifying') AS events"
    ),
    (
        "INSERT INTO attempts (change_id, number, at, result, detail, result_at)"
        f" {_NUMBERS} SELECT 'S-HISTORY' || i, 1, {_AT}, 'sent', '', {_AT} FROM n"
    ),
    (
        "INSERT INTO job_claims (team, job_uuid, change_id, at)"
        f" {_NUMBERS} SELECT '{TEAM}', 'job-' || i, 'S-HISTORY' || (i * 5), {_AT} FROM n"
        " WHERE i <= :count / 5"
    ),
    (
        "INSERT INTO cards (team, channel, job_uuid, ts, change_id, job_updated_at, job_deleted,"
        f" attempt) {_NUMBERS} SELECT '{TEAM}', 'C' || (i % 3), 'job-' || i, '1.' || i,"
        " 'S-HISTORY' || (i * 5), '', :no, 1 FROM n WHERE i <= :count / 5"
    ),
    (
        "INSERT INTO watched_jobs (team, job_uuid, look_at, active_at, job_closed, encrypted)"
        f" {_NUMBERS} SELECT '{TEAM}', 'job-' || i, :until + i, {_AT}, :yes, :secret FROM n"
        " WHERE i <= :count / 5"
    ),
    (
        "INSERT INTO read_cards (job_uuid, team, channel, user_id, encrypted, at)"
        f" {_NUMBERS} SELECT 'job-' || i, '{TEAM}', 'C' || (i % 3), {_MEMBER}, :secret, :until FROM n"
        " WHERE i <= :count / 5"
    ),
    (
        "INSERT INTO followed_jobs (follow_id, job_uuid, facts)"
        f" {_NUMBERS} SELECT 'F-HISTORY' || (i % 9), 'job-' || i, 'f' FROM n WHERE i <= :count / 5"
    ),
    (
        "INSERT INTO told_jobs (team, channel, job_uuid, facts)"
        f" {_NUMBERS} SELECT '{TEAM}', 'C' || (i % 3), 'job-' || i, 'f' FROM n WHERE i <= :count / 5"
    ),
    (
        "INSERT INTO contractor_acts (team, job_uuid, contractor_id, acted_at, looked_at, looks)"
        f" {_NUMBERS} SELECT '{TEAM}', 'job-' || i, 1, {_AT}, {_AT}, 1 FROM n WHERE i <= :count / 5"
    ),
    (
        "INSERT INTO approvals (change_id, round, needed, state, asked_at, expires_at, next_at)"
        f" {_NUMBERS} SELECT 'S-HISTORY' || (i * 10), 1, 1, 'approved', {_AT}, {_AT}, {_AT} FROM n"
        " WHERE i <= :count / 10"
    ),
    (
        "INSERT INTO approval_decisions (change_id, round, team, user_id, decision, at)"
        f" {_NUMBERS} SELECT 'S-HISTORY' || (i * 10), 1, '{TEAM}', 'UBOSS', 'approve', {_AT} FROM n"
        " WHERE i <= :count / 10"
    ),
    (
        "INSERT INTO sent_notices (key, at)"
        f" {_NUMBERS} SELECT 'link-ends:/{TEAM}/U' || i, {_AT} FROM n WHERE i <= :count / 20"
    ),
    (
        "INSERT INTO link_previews (channel, ts, number, team, user_id, job_uuid, encrypted, at)"
        f" {_NUMBERS} SELECT 'C' || i, '1.' || i, 0, '{TEAM}', {_MEMBER}, 'job-' || i, :secret, {_AT}"
        " FROM n WHERE i <= :count / 10"
    ),
    (
        "INSERT INTO audit_log (seq, at, what, team, user_id, subject, outcome, detail, hash)"
        f" {_NUMBERS} SELECT :after + i, {_AT}, 'change.done', '{TEAM}', {_MEMBER},"
        " 'S-HISTORY' || i, 'done', '{}', '0000' FROM n WHERE i <= :count"
    ),
)
_LINKS = (
    (
        "INSERT INTO link_tickets (digest, team, user_id, issued_at, expires_at)"
        f" {_NUMBERS} SELECT 'digest' || i, '{TEAM}', {_MEMBER}, {_AT}, {_AT} FROM n"
    ),
    (
        "INSERT INTO drafts (id, team, user_id, kind, encrypted, created_at, expires_at)"
        f" {_NUMBERS} SELECT 'draft' || i, '{TEAM}', {_MEMBER}, 'update', :secret, {_AT},"
        f" {_AT} + 604800 FROM n"
    ),
)
_ENGINE = (
    (
        "INSERT INTO {schema}workflow_status (workflow_uuid, status, name, executor_id,"
        " application_version, application_id, created_at, updated_at, completed_at,"
        f" recovery_attempts, priority) {_NUMBERS} SELECT 'S-HISTORY' || i || '.1', 'SUCCESS',"
        f" 'change.move_on', 'bot', '1', '', ({_AT}) * 1000, ({_AT}) * 1000, ({_AT}) * 1000, 1, 0"
        " FROM n"
    ),
    (
        "INSERT INTO {schema}workflow_input (workflow_uuid, inputs)"
        f" {_NUMBERS} SELECT 'S-HISTORY' || i || '.1', '{{{{}}}}' FROM n"
    ),
    (
        "INSERT INTO {schema}workflow_output (workflow_uuid, output)"
        f" {_NUMBERS} SELECT 'S-HISTORY' || i || '.1', '{{{{}}}}' FROM n"
    ),
    (
        "INSERT INTO {schema}operation_outputs (workflow_uuid, function_id, function_name, output)"
        f" {_NUMBERS} SELECT 'S-HISTORY' || i || '.1', step, 'apply', '{{{{\"state\": \"done\"}}}}'"
        " FROM n, (SELECT 1 AS step UNION ALL SELECT 2) AS steps"
    ),
)


def fill(connection: sa.Connection, count: int, until: float, apart: float = 300.0) -> None:
    """Adds `count` ended changes, the last at `until` (Unix seconds), `apart` seconds between two.

    The newest 500 have private fields still. Jobs have five changes each; Priya has a hundredth.
    """
    after = connection.execute(sa.text("SELECT max(seq) FROM audit_log")).scalar() or 0
    values = {
        "count": count,
        "until": until,
        "apart": apart,
        "no": False,
        "yes": True,
        "secret": b"-",
    }
    for statement in _TABLES:
        _insert(connection, statement, values | {"after": after})
    for statement in _LINKS:
        _insert(connection, statement, values | {"apart": 86_000 / count})  # none is old


def fill_engine(connection: sa.Connection, count: int, until: float, apart: float = 300.0) -> None:
    """Adds the engine's own rows of those changes."""
    schema = "dbos." if connection.dialect.name == "postgresql" else ""
    values = {"count": count, "until": until, "apart": apart}
    for statement in _ENGINE:
        _insert(connection, statement.format(schema=schema), values)


def _insert(connection: sa.Connection, statement: str, values: Mapping[str, object]) -> None:
    used = {name: value for name, value in values.items() if f":{name}" in statement}
    connection.execute(sa.text(statement), used)
