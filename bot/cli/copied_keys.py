"""The keys of a database that moves: whether those at hand open what is encrypted there, asked before it is copied.

They are never copied along. A bot that starts with other keys beside the copy reads nobody's link.
"""

from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet

from bot.cli.output import say, stop
from bot.setting_problems import given as value_of
from bot.store.database import Database, sqlite_path
from bot.store.encryption import Encryption, key_file
from bot.store.readable import EncryptedRows, unreadable

_NO_KEYS = "Set TOKEN_KEYS to the keys that the bot of FROM runs with, then copy again. Nothing was copied."
_OTHER_KEYS = (
    "{} opens all of it, TOKEN_KEYS does not: set TOKEN_KEYS to what stands in that file, then copy "
    "again. Nothing was copied."
)
_TOO_FEW_KEYS = (
    "Set TOKEN_KEYS to all keys that the bot of FROM runs with, the newest first, then copy again. Where "
    "they are lost, --with-unreadable copies it nevertheless. Nothing was copied."
)


async def must_open(source: Database, from_url: str) -> None:
    """Ends the program where the keys at hand leave something encrypted of `source` closed.

    Raises `BadKeys`, `DatabaseDown`.
    """
    in_file, in_setting = _keys_of_file(from_url), value_of("TOKEN_KEYS")
    if in_setting:
        ours = Encryption.load(in_setting, None)
    else:
        ours = in_file or Encryption([Fernet.generate_key()])
    closed = [each for each in await unreadable(source, ours) if each.broken]
    if not closed:
        return
    if (
        in_setting
        and in_file
        and not any(each.broken for each in await unreadable(source, in_file))
    ):
        stop(_OTHER_KEYS.format(_key_file(from_url)))
    stop([*_sentences(closed), _TOO_FEW_KEYS if in_setting or in_file else _NO_KEYS])


def say_which(from_url: str) -> None:
    """What the bot needs beside the copy."""
    if value_of("TOKEN_KEYS"):
        say("Keep TOKEN_KEYS as it is: with other keys nobody's link can be read there.")
    elif file := _key_file(from_url):
        say(f"Set TOKEN_KEYS to what stands in {file}, or nobody's link can be read there.")


def _sentences(closed: Sequence[EncryptedRows]) -> list[str]:
    return [
        f"{each.table}: {each.broken} of {each.rows} rows can't be decrypted with the keys there are"
        for each in closed
    ]


def _keys_of_file(url: str) -> Encryption | None:
    return Encryption.load(None, sqlite_path(url)) if _key_file(url) else None


def _key_file(url: str) -> Path | None:
    """The one beside the SQLite file of `url`, if there is any."""
    path = sqlite_path(url)
    file = key_file(path) if path else None
    return file if file and file.exists() else None
