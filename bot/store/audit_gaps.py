"""What the audit log should hold and does not: each change, decision and link has its entry."""

from typing import NamedTuple

import sqlalchemy as sa

from bot.store.change_moves import IN_AUDIT_LOG
from bot.store.database import Database
from bot.store.schema import approval_decisions, audit_log, changes, in_states, tokens


class Gaps(NamedTuple):
    """How many things have no entry, and the first of them in words."""

    number: int
    example: str = ""


async def gaps(db: Database) -> Gaps:
    """Retention empties changes and keeps their rows, so an old one needs its entry too.

    Raises `DatabaseDown`.
    """

    def look(connection: sa.Connection) -> Gaps:
        number, example = 0, ""
        for words, query in _QUERIES.items():
            missing = connection.execute(query).scalars().all()
            if missing and not example:
                example = words.format(missing[0])
            number += len(missing)
        return Gaps(number, example)

    return await db.call(look)


def _subjects(what: str) -> sa.Select[tuple[str]]:
    return sa.select(audit_log.c.subject).where(audit_log.c.what == what)


_entries = sa.select(audit_log.c.what, audit_log.c.subject)
_entries_of_members = _entries.add_columns(audit_log.c.user_id)
_QUERIES = {
    "change {} was asked for": sa.select(changes.c.id).where(
        changes.c.id.not_in(_subjects("change.asked"))
    ),
    "change {} came to an end": sa.select(changes.c.id)
    .where(in_states(changes, IN_AUDIT_LOG))
    .where(sa.tuple_(sa.literal("change.").concat(changes.c.state), changes.c.id).not_in(_entries)),
    "change {} was decided about": sa.select(approval_decisions.c.change_id).where(
        sa.tuple_(
            sa.literal("approval.").concat(approval_decisions.c.decision),
            approval_decisions.c.change_id,
            approval_decisions.c.user_id,
        ).not_in(_entries_of_members)
    ),
    "member {} linked": sa.select(tokens.c.user_id).where(
        ~sa.exists().where(
            audit_log.c.what == "link.made",
            audit_log.c.user_id == tokens.c.user_id,
            audit_log.c.team == tokens.c.team,
            audit_log.c.at >= tokens.c.linked_at,
        )
    ),
}
