"""Links with a preview are encrypted: people may have pasted more than the page of a job.

Those of before are forgotten; what is shown under them stays as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty = sa.text("''")
    op.drop_table("link_previews")
    op.create_table(
        "link_previews",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("channel", "ts")),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(
            sa.Column(name, sa.Text, nullable=False, server_default=empty)
            for name in ("enterprise", "team", "user_id", "job_uuid", "job_updated_at")
        ),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("shows_money", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("at", sa.Double, nullable=False, server_default=sa.text("0")),
    )
    op.create_index("ix_link_previews_job", "link_previews", ["job_uuid", "team", "at"])
    op.create_index("ix_link_previews_at", "link_previews", ["at"])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM link_previews"))
