"""Brings the bot's tables up to those of this release."""

import sqlalchemy as sa

from bot.errors import BotError

HEAD = "0037"
"""The newest migration. A test compares it with the folder."""
_MIGRATION_LOCK = 7_002_001
"""Never changes, like every advisory lock: during an upgrade two releases share it."""


class DatabaseTooNew(BotError):
    """A newer release of the bot has already moved this database on to `revision`."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision

    @property
    def advice(self) -> str:
        return (
            f"The database is at revision {self.revision}, newer than this release ({HEAD}). "
            "Please run the newer release, or go back to a backup."
        )


def migrate(connection: sa.Connection) -> None:
    """Up to `HEAD`, by one process at a time. Raises `DatabaseTooNew`."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
    current = _revision(connection)
    if current == HEAD:
        return
    if current is not None and current > HEAD:
        raise DatabaseTooNew(current)
    from alembic import command  # noqa: PLC0415 - 0.2 s and some memory, for the first start only
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)
