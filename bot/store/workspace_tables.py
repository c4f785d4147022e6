"""The tables about where the app is installed: see `schema`."""

import sqlalchemy as sa

from bot.store import columns
from bot.store.columns import moment, text

metadata = columns.metadata


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0"))


installations = sa.Table(
    "installations",
    metadata,
    sa.Column("enterprise", sa.Text, primary_key=True),
    sa.Column("team", sa.Text, primary_key=True),
    *map(text, ("name", "app", "bot_user", "bot", "url", "scopes", "installed_by")),
    moment("installed_at"),
    sa.Column("encrypted", sa.LargeBinary),
    sa.Column("expires_at", sa.Double),
    moment("rotating_until"),
    _number("rotation"),
    _number("rotated_by"),
    _number("refused_version"),
    _number("version"),
    sa.Column("ended_at", sa.Double),
    text("ended_why"),
)

oauth_states = sa.Table(
    "oauth_states",
    metadata,
    sa.Column("state", sa.Text, primary_key=True),
    moment("issued_at"),
    sa.Index("ix_oauth_states_issued", "issued_at"),
)
