"""Where the app is installed, and installations under way."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty, zero = sa.text("''"), sa.text("0")
    op.create_table(
        "installations",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("enterprise", "team")),
        *(
            sa.Column(name, sa.Text, nullable=False, server_default=empty)
            for name in ("name", "app", "bot_user", "bot", "url", "scopes", "installed_by")
        ),
        sa.Column("installed_at", sa.Double, nullable=False, server_default=zero),
        sa.Column("encrypted", sa.LargeBinary),
        sa.Column("expires_at", sa.Double),
        sa.Column("rotating_until", sa.Double, nullable=False, server_default=zero),
        sa.Column("version", sa.Integer, nullable=False, server_default=zero),
        sa.Column("ended_at", sa.Double),
        sa.Column("ended_why", sa.Text, nullable=False, server_default=empty),
    )
    op.create_table(
        "oauth_states",
        sa.Column("state", sa.Text, primary_key=True),
        sa.Column("issued_at", sa.Double, nullable=False, server_default=zero),
    )
    op.create_index("ix_oauth_states_issued", "oauth_states", ["issued_at"])


def downgrade() -> None:
    op.drop_table("oauth_states")
    op.drop_table("installations")
