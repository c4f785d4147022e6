"""Settings for a command: whole ones, or enough of them for the database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr, ValidationError
from pydantic_settings import SettingsError

from bot.cli.output import WRONG_USAGE, stop
from bot.errors import why_unreadable
from bot.setting_problems import misspelt, names_given, names_in_file, problems, serves_many
from bot.settings import Settings
from bot.store.database import Database
from bot.store.encryption import Encryption

T = TypeVar("T")
NO_DATABASE = (
    "There is no database at {}. Please check DATABASE_URL, and from which folder you run this: the bot "
    "makes its database when it first starts."
)


def whole_settings() -> Settings:
    """Ends the program with 2 and a sentence per problem when something is wrong."""
    settings = _read(Settings)
    if wrong := misspelt(names_given(), names_in_file()):
        stop(wrong, WRONG_USAGE)
    return settings


def storage_settings() -> Settings:
    """The same without Slack and PropOps: those that only touch the database need neither."""
    unused = SecretStr("unused")
    of_slack: dict[str, Any] = {"slack_signing_secret": unused, "slack_app_token": None}
    if serves_many():  # for which alone rules of a workspace may be set
        of_slack |= {"slack_client_secret": unused, "public_url": "https://bot.invalid"}
    else:
        of_slack |= {"slack_bot_token": SecretStr("xoxb-unused")}
        of_slack |= {"slack_client_id": None, "slack_client_secret": None}
    return _read(lambda: Settings(**of_slack, propops_base_url="https://propops.invalid"))


@asynccontextmanager
async def opened(
    settings: Settings, *, must_exist: bool = False
) -> AsyncIterator[tuple[Database, Encryption]]:
    """The bot's database and its keys. Raises `DatabaseDown`, `DatabaseTooNew`, `BadKeys`.

    `must_exist`: ends the program where there is no file yet, instead of making one.
    """
    if must_exist and (path := missing_file(settings)):
        stop(NO_DATABASE.format(path))
    keys = settings.token_keys.get_secret_value() if settings.token_keys else None
    encryption = Encryption.load(keys, settings.sqlite_path)
    database = await Database.open(settings.database_url)
    try:
        yield database, encryption
    finally:
        await database.close()


def missing_file(settings: Settings) -> Path | None:
    """Where the file of the database should be and is not; None on Postgres.

    Raises `BadKeys` when it is not there and TOKEN_KEYS, which would be its keys, can't be read.
    """
    path = settings.sqlite_path
    if path is None or path.exists():
        return None
    if settings.token_keys is not None:
        Encryption.load(settings.token_keys.get_secret_value(), path)
    return path.absolute()


def in_loop(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def _read(make: Callable[[], Settings]) -> Settings:
    try:
        return make()
    except ValidationError as error:
        stop(problems(error), WRONG_USAGE)
    except SettingsError as error:
        stop(f"A setting can't be read: {error}.", WRONG_USAGE)
    except (OSError, UnicodeDecodeError) as error:
        stop(f"The file .env can't be read: {why_unreadable(error)}.", WRONG_USAGE)
