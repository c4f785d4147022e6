"""Approvals and their decisions, link addresses, notices given, and the audit chain."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0001"
branch_labels = None
depends_on = None

_SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))


def _json(name: str, empty: str = "'{}'") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text(empty))


def _moment(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False, server_default=sa.text("0"))


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0"))


def upgrade() -> None:
    op.create_table(
        "approvals",
        sa.Column(
            "change_id",
            sa.Text,
            sa.ForeignKey("changes.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        *map(_count, ("round", "needed", "stage")),
        *map(_text, ("state", "why", "channel", "ts", "stamp")),
        _json("who", "'[]'"),
        sa.Column("amount", sa.Double),
        *map(_moment, ("asked_at", "expires_at", "next_at")),
        sa.Column("noted", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_approvals_next", "approvals", ["state", "next_at"])
    op.create_table(
        "approval_decisions",
        sa.Column("id", _SEQ, primary_key=True, autoincrement=True),
        sa.Column(
            "change_id", sa.Text, sa.ForeignKey("changes.id", ondelete="CASCADE"), nullable=False
        ),
        _count("round"),
        *map(_text, ("enterprise", "team", "user_id", "decision", "reason")),
        _moment("at"),
        sa.UniqueConstraint("change_id", "round", "user_id", name="uq_decisions_once"),
    )
    op.create_table(
        "link_tickets",
        sa.Column("digest", sa.Text, primary_key=True),
        *map(_text, ("enterprise", "team", "user_id")),
        *map(_moment, ("issued_at", "expires_at")),
        _count("tries"),
        sa.Column("used_at", sa.Double),
    )
    op.create_index("ix_link_tickets_member", "link_tickets", ["team", "user_id"])
    op.create_table(
        "notices",
        sa.Column("key", sa.Text, primary_key=True),
        _moment("at"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=False),
        _moment("at"),
        *map(_text, ("what", "enterprise", "team", "user_id", "as_whom", "place", "subject")),
        _text("outcome"),
        _json("detail"),
        *map(_text, ("previous", "hash")),
    )


def downgrade() -> None:
    for name in ("audit", "notices", "link_tickets", "approval_decisions", "approvals"):
        op.drop_table(name)
