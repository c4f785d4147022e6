"""Which members are linked to which account, failed sign-ins, and addresses in use by a browser."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''"))


def _moment(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False, server_default=sa.text("0"))


def upgrade() -> None:
    op.create_table(
        "secret_keys",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "account_owners",
        *(
            sa.Column(name, sa.Text, primary_key=True)
            for name in ("account", "enterprise", "team", "user_id")
        ),
        _moment("first_linked_at"),
        _moment("linked_at"),
    )
    op.create_index("ix_account_owners_member", "account_owners", ["team", "user_id"])
    op.create_table(
        "shared_account_requests",
        sa.Column("id", sa.Text, primary_key=True),
        *map(_text, ("enterprise", "team", "user_id")),
        *map(_text, ("owner_enterprise", "owner_team", "owner_user_id")),
        _text("answer"),
        _moment("expires_at"),
    )
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        _text("key"),
        _moment("at"),
    )
    op.create_index("ix_failed_sign_ins_key", "failed_sign_ins", ["key", "at"])
    op.add_column("link_tickets", sa.Column("busy_until", sa.Double))


def downgrade() -> None:
    op.drop_column("link_tickets", "busy_until")
    for name in ("failed_sign_ins", "shared_account_requests", "account_owners", "secret_keys"):
        op.drop_table(name)
