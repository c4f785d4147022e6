"""Which links to jobs were shown a preview."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty = sa.text("''")
    op.create_table(
        "link_previews",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("channel", "ts", "url")),
        *(
            sa.Column(name, sa.Text, nullable=False, server_default=empty)
            for name in ("enterprise", "team", "user_id", "job_uuid", "job_updated_at")
        ),
        sa.Column("shows_money", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("at", sa.Double, nullable=False, server_default=sa.text("0")),
    )
    op.create_index("ix_link_previews_job", "link_previews", ["job_uuid", "team", "at"])
    op.create_index("ix_link_previews_at", "link_previews", ["at"])


def downgrade() -> None:
    op.drop_table("link_previews")
