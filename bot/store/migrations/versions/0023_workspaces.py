"""Ids of Slack count within their workspace: profiles and previews are kept by it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_EMPTY, _ZERO = sa.text("''"), sa.text("0")


def upgrade() -> None:
    _profiles()
    _previews()


def _profiles() -> None:
    op.rename_table("slack_profiles", "old_slack_profiles")
    op.create_table(
        "slack_profiles",
        sa.Column("workspace", sa.Text, primary_key=True, server_default=_EMPTY),
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("team", sa.Text, nullable=False, server_default=_EMPTY),
        sa.Column("profile", sa.Text, nullable=False, server_default=sa.text("'{}'")),
        sa.Column("seen_at", sa.Double, nullable=False, server_default=_ZERO),
    )
    _copy("slack_profiles", "user_id, team, profile, seen_at")


def _previews() -> None:
    op.drop_index("ix_link_previews_job", "link_previews")
    op.drop_index("ix_link_previews_at", "link_previews")
    op.rename_table("link_previews", "old_link_previews")
    op.create_table(
        "link_previews",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("team", "channel", "ts")),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(
            sa.Column(name, sa.Text, nullable=False, server_default=_EMPTY)
            for name in ("enterprise", "user_id", "job_uuid", "job_updated_at")
        ),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("shows_money", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("at", sa.Double, nullable=False, server_default=_ZERO),
    )
    names = "team, channel, ts, number, enterprise, user_id, job_uuid, job_updated_at"
    _copy("link_previews", f"{names}, encrypted, shows_money, at")
    op.create_index("ix_link_previews_job", "link_previews", ["job_uuid", "team", "at"])
    op.create_index("ix_link_previews_at", "link_previews", ["at"])


def _copy(table: str, columns: str) -> None:
    op.execute(sa.text(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM old_{table}"))  # noqa: S608
    op.drop_table(f"old_{table}")


def downgrade() -> None:
    """Without what was kept: it is told anew."""
    op.execute(sa.text("DELETE FROM link_previews"))
    op.execute(sa.text("DELETE FROM slack_profiles"))
