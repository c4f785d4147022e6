"""`propops-bot database`: moves all that the bot keeps into another database, and checks one."""

import re
from contextlib import AsyncExitStack
from typing import Annotated

import typer

from bot.cli.copied_keys import must_open, say_which
from bot.cli.output import WRONG_USAGE, say, stop
from bot.cli.settings import NO_DATABASE, in_loop, opened, storage_settings
from bot.engine.protocol import AlreadyRunning
from bot.engine.running import nobody_else
from bot.setting_problems import given as value_of
from bot.setting_values import database_url
from bot.settings import Settings
from bot.store.audit_gaps import gaps
from bot.store.audit_log import AuditLog
from bot.store.database import Database, sqlite_path
from bot.store.database_copy import begin, differences, finish
from bot.store.database_copy import copy as copied_tables
from bot.store.readable import damage, unreadable

_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_URL_HELP = "A URL as in DATABASE_URL, or the name of the variable that holds it"
app = typer.Typer(help="Move the database to another one; check it.", no_args_is_help=True)


@app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help=_URL_HELP)],
    target: Annotated[str, typer.Argument(metavar="TO", help=_URL_HELP)],
    with_unreadable: Annotated[
        bool, typer.Option("--with-unreadable", help="Copy also what none of the keys decrypts.")
    ] = False,
) -> None:
    """Copy everything from one database into another, and compare the two row by row.

    The bot must be stopped. What was broken off is done again; TO must hold nothing else.
    TOKEN_KEYS must be the keys FROM was encrypted with, and must stay the same for TO.
    """
    from_url, to_url = _url(source), _url(target)
    if _place(from_url) == _place(to_url):
        stop("FROM and TO are the same database. Nothing was copied.", WRONG_USAGE)
    _must_exist(from_url)
    try:
        in_loop(_copy(from_url, to_url, with_unreadable=with_unreadable))
    except AlreadyRunning:
        stop("A bot runs on one of the two databases. Please stop it, then copy again.")
    say("Both hold the same. Set DATABASE_URL to the new one and start the bot.")
    say_which(from_url)


@app.command()
def check() -> None:
    """Check the database of DATABASE_URL: its tables, what is encrypted, and the audit."""
    settings = storage_settings()
    if not in_loop(_check(settings)):
        stop("Something is wrong with this database. Please see docs/operations.md.")
    say("The database is whole.")


async def _copy(from_url: str, to_url: str, *, with_unreadable: bool) -> None:
    async with AsyncExitStack() as stack:
        for url in (from_url, to_url):
            await stack.enter_async_context(nobody_else(url))
        source = await Database.open(from_url)
        stack.push_async_callback(source.close)
        if not with_unreadable:
            await must_open(source, from_url)
        target = await Database.open(to_url, to_copy_into=True)
        stack.push_async_callback(target.close)
        await begin(target)
        async for table in copied_tables(source, target):
            say(f"{table.name}: {table.rows} rows, {table.copied} of them copied now")
        wrong = [each async for each in differences(source, target)]
        if not wrong:
            await finish(target)
    for each in wrong:
        say(
            f"{each.table}: {each.missing} rows are missing, {each.other} are different or too many"
        )
    if wrong:
        stop("The two do not hold the same. Give an empty database as TO, and copy again.")


async def _check(settings: Settings) -> bool:
    well = True
    async with opened(settings, must_exist=True) as (database, encryption):
        say(f"tables: as this release has them, {database.dialect}")
        if problem := await damage(database):
            say(f"file: {problem}")
            well = False
        for name, broken, rows in await unreadable(database, encryption):
            if broken:
                say(f"{name}: {broken} of {rows} rows can't be decrypted with the keys there are")
                well = False
            else:
                say(f"{name}: all {rows} rows can be decrypted")
        verified = await AuditLog(database).verify()
        if verified.broken is not None:
            say(f"audit: broken at line {verified.broken}: {verified.why}")
            return False
        missing = await gaps(database)
        if missing.number:
            say(f"audit: {missing.number} lines are missing, such as: {missing.example}")
            return False
        say(f"audit: {verified.entries} lines, all whole")
    return well


def _url(given: str) -> str:
    """What is meant by an argument; ends the program for anything else."""
    if _NAME.fullmatch(given):
        name, given = given, value_of(given) or ""
        if name == "DATABASE_URL":
            return storage_settings().database_url
        if not given:
            stop(f"There is no variable {name}.", WRONG_USAGE)
    try:
        return database_url(given)
    except ValueError as error:
        stop(f"That is no database: {error}.", WRONG_USAGE)


def _place(url: str) -> str:
    """The same for two ways to name one file."""
    path = sqlite_path(url)
    return url if path is None else str(path.resolve())


def _must_exist(url: str) -> None:
    path = sqlite_path(url)
    if path is not None and not path.exists():
        stop(NO_DATABASE.format(path.absolute()), WRONG_USAGE)
