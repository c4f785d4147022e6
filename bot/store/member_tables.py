"""The tables about members and their links, apart from the links themselves: see `schema`."""

import sqlalchemy as sa

from bot.store import columns
from bot.store.columns import SEQ, json, moment, text

metadata = columns.metadata

link_tickets = sa.Table(
    "link_tickets",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    text("enterprise"),
    text("team"),
    text("user_id"),
    moment("issued_at"),
    moment("expires_at"),
    sa.Column("tries", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("used_at", sa.Double),
    sa.Column("pressed_at", sa.Double),
    sa.Column("busy_until", sa.Double),
    sa.Index("ix_link_tickets_member", "team", "user_id", "enterprise", "issued_at"),
    sa.Index("ix_link_tickets_expires", "expires_at"),
)

secret_keys = sa.Table(
    "secret_keys",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
)

unfinished_copies = sa.Table(
    "unfinished_copies",
    metadata,
    sa.Column("began_at", sa.Double, primary_key=True),
)
"""A row while this database is being copied into, which holds all only at the end."""

account_owners = sa.Table(
    "account_owners",
    metadata,
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("enterprise", sa.Text, primary_key=True),
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    moment("first_linked_at"),
    moment("linked_at"),
    sa.Index("ix_account_owners_member", "team", "user_id"),
)

shared_account_requests = sa.Table(
    "shared_account_requests",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    *map(text, ("enterprise", "team", "user_id")),
    *map(text, ("owner_enterprise", "owner_team", "owner_user_id")),
    text("answer"),
    moment("expires_at"),
    text("accounts"),
)

failed_sign_ins = sa.Table(
    "failed_sign_ins",
    metadata,
    sa.Column("id", SEQ, primary_key=True, autoincrement=True),
    text("key"),
    moment("at"),
    sa.Index("ix_failed_sign_ins_key", "key", "at"),
)

slack_profiles = sa.Table(
    "slack_profiles",
    metadata,
    sa.Column("workspace", sa.Text, primary_key=True, server_default=sa.text("''")),
    sa.Column("user_id", sa.Text, primary_key=True),
    text("team"),
    json("profile"),
    moment("seen_at"),
)

slack_sign_ins = sa.Table(
    "slack_sign_ins",
    metadata,
    sa.Column("state", sa.Text, primary_key=True),
    text("browser"),
    text("enterprise"),
    text("team"),
    text("user_id"),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    moment("issued_at"),
    sa.Column("used_at", sa.Double),
    sa.Column("verified_at", sa.Double),
    sa.Index("ix_slack_sign_ins_browser", "browser"),
)

board_readers = sa.Table(
    "board_readers",
    metadata,
    sa.Column("enterprise", sa.Text, primary_key=True),
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("everybody", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("home_row", sa.Integer, nullable=False, server_default=sa.text("0")),
    text("home_place"),
    moment("home_opened_at"),
    moment("home_read_at"),
    sa.Column("morning_at", sa.Double),
    text("morning_on"),
    moment("morning_tried_at"),
    moment("morning_sent_at"),
    text("morning_channel"),
    text("morning_ts"),
    sa.Column("morning_row", sa.Integer, nullable=False, server_default=sa.text("0")),
    text("morning_place"),
    sa.Index("ix_board_readers_morning", "morning_at"),
    sa.Index("ix_board_readers_home", "home_opened_at"),
    sa.Index("ix_board_readers_sent", "morning_sent_at"),
)

board_snoozes = sa.Table(
    "board_snoozes",
    metadata,
    sa.Column("enterprise", sa.Text, primary_key=True),
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("user_id", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    moment("until_at"),
    text("state"),
    moment("at"),
    text("job_ref"),
)

channel_settings = sa.Table(
    "channel_settings",
    metadata,
    sa.Column("enterprise", sa.Text, primary_key=True),
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    json("settings"),
    text("user_id"),
    moment("at"),
    sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("0")),
)

follows = sa.Table(
    "follows",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    *map(text, ("enterprise", "team", "user_id", "channel")),
    json("criteria"),
    *map(text, ("pending", "paused")),
    moment("at"),
    sa.Column("due_at", sa.Double),
    sa.Column("watermark", sa.Double),
    *map(moment, ("tried_at", "paused_at")),
    sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Index("ix_follows_due", "due_at"),
    sa.Index("ix_follows_channel", "team", "channel"),
)

followed_jobs = sa.Table(
    "followed_jobs",
    metadata,
    sa.Column("follow_id", sa.Text, primary_key=True),
    sa.Column("job_uuid", sa.Text, primary_key=True),
    text("facts"),
)

told_jobs = sa.Table(
    "told_jobs",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("job_uuid", sa.Text, primary_key=True),
    text("facts"),
)

read_cards = sa.Table(
    "read_cards",
    metadata,
    sa.Column("job_uuid", sa.Text, primary_key=True),
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    text("enterprise"),
    text("user_id"),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    moment("at"),
    sa.Index("ix_read_cards_at", "at"),
)

link_previews = sa.Table(
    "link_previews",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("ts", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    *map(text, ("enterprise", "user_id", "job_uuid", "job_updated_at")),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    sa.Column("shows_money", sa.Boolean, nullable=False, server_default=sa.false()),
    moment("at"),
    sa.Index("ix_link_previews_job", "job_uuid", "team", "at"),
    sa.Index("ix_link_previews_at", "at"),
)

contractor_acts = sa.Table(
    "contractor_acts",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("job_uuid", sa.Text, primary_key=True),
    sa.Column("contractor_id", sa.BigInteger),
    moment("acted_at"),
    moment("looked_at"),
    sa.Column("looks", sa.Integer, nullable=False, server_default=sa.text("0")),
)

rehearsal_items = sa.Table(
    "rehearsal_items",
    metadata,
    sa.Column("team", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    moment("heard_at"),
)
