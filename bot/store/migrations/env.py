"""Run by Alembic: on the connection it is handed, or on DATABASE_URL for a developer's command."""

from typing import Any

import sqlalchemy as sa
from alembic import context

from bot.store.indexes import METADATA


def _migrate(connection: Any) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        transactional_ddl=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    with sa.create_engine(context.config.get_main_option("sqlalchemy.url") or "").begin() as own:
        _migrate(own)
