"""Writes the database of the first release anew: only while no release is out."""

import asyncio
import base64
import importlib
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from bot.jobs.change import Place
from bot.store.approvals import Approval, ApprovalStore
from bot.store.audit_log import AuditEntry, AuditLog
from bot.store.cards import CardStore, PostedCard
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.store.drafts import Draft, DraftStore
from bot.store.encryption import Encryption
from bot.store.job_claims import JobClaimStore
from bot.store.link_tickets import LinkTicketStore
from bot.store.runs import RunStore
from bot.store.schema import metadata
from bot.store.sent_notices import SentNoticeStore
from bot.store.tokens import TokenStore
from tests.store import first_release
from tests.store.samples import ALICE, BOB, NOON, Clock, a_change

_FIRST = "bot.store.migrations.versions.0001_first"


def schema(dialect: str) -> str:
    """The statements of the first migration, and of Alembic's own table."""
    text = io.StringIO()
    context = MigrationContext.configure(
        dialect_name=dialect, opts={"as_sql": True, "output_buffer": text}
    )
    with Operations.context(context):
        importlib.import_module(_FIRST).upgrade()
    lines = [line.rstrip() for line in text.getvalue().splitlines() if line.strip()]
    lines += ["CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);"]
    lines += ["INSERT INTO alembic_version (version_num) VALUES ('0001');"]
    return "\n".join(lines) + "\n"


async def fill(db: Database) -> None:
    """A change in the middle of its life, one that waits for approval, and something of the rest."""
    clock, encryption = Clock(), Encryption([first_release.KEY])
    store = ChangeStore(db, encryption, clock)
    fields = {"job_title": "Leak", "access_details": first_release.ACCESS}
    sent = (await store.accept(a_change("T1:V1", fields=fields))).change
    tokens = TokenStore(db, encryption, clock)
    runs = RunStore(db, encryption, tokens, clock)
    await runs.enter(sent.id, 1, NOON + 60)
    attempt = await runs.record_attempt(sent.id, 1)
    assert attempt is not None
    await store.record_result(attempt.id, "sent", "u-1 JOB-001")
    await store.move(sent.id, {"applying"}, "done", job_uuid="u-1", job_ref="JOB-001")
    await store.add_event(sent.id, "notifying", "1")
    waits = (await store.accept(a_change("T1:V2", action="delete", job_uuid="u-1"))).change
    await store.move(waits.id, {"asked"}, "waiting")
    approvals = ApprovalStore(db, encryption, clock)
    await approvals.open(Approval(waits.id, 1, 2, "Delete always needs approval.", (BOB.user,)))
    await approvals.decide(waits.id, 1, BOB, "approve")
    await CardStore(db).put(PostedCard("T1", "", "C1", "u-1", "1.2", sent.id, "2025-06-15"))
    draft = Draft("F-1", ALICE, "create", content={"typed": fields}, place=Place("C1"))
    await DraftStore(db, encryption).put(draft)
    await tokens.put(ALICE, first_release.TOKEN)
    await JobClaimStore(db, clock).claim("T1", "u-1", sent.id)
    await DeferredTaskStore(db).put("remove undo", sent.id, NOON + 600)
    await LinkTicketStore(db, encryption, clock).issue(ALICE)
    await SentNoticeStore(db, clock).claim("link-ends:/T1/UALICE:1750000000:7")
    await AuditLog(db, clock).record(AuditEntry("link.made", ALICE))


def _json(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


async def main() -> None:
    for dialect in ("sqlite", "postgresql"):
        first_release.schema_file(dialect).write_text(schema(dialect), "utf-8")
    with tempfile.TemporaryDirectory() as folder:
        db = await Database.open(f"sqlite:///{Path(folder) / 'first.db'}")
        await fill(db)

        def read(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
            return {
                table.name: [
                    {
                        name: _json(value)
                        for name, value in row._asdict().items()
                        if table.c[name] is not table.autoincrement_column
                    }
                    for row in connection.execute(sa.select(table))
                ]
                for table in metadata.sorted_tables
            }

        rows = await db.call(read)
        await db.close()
    first_release.rows_file().write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
