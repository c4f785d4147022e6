"""A message in words: who wrote it, where it is, and its text with names for the people mentioned."""

import asyncio

from bot.errors import BotError
from bot.jobs import message_job, plain_message
from bot.jobs.change import Member
from bot.members.access import Access
from bot.slack.shortcut_message import ShortcutMessage, permalink

_NAMES_WITHIN = 1.0
"""Seconds Slack has to name people."""
_MOST_NAMES = 20
_SOMEBODY = "somebody in Slack"


async def words(message: ShortcutMessage, access: Access) -> tuple[str, str]:
    """Its text in plain words, and the line that says where it comes from."""
    spoken = plain_message.without_address(message.text)
    ids = [message.author, *plain_message.mentioned(spoken)]
    names = await _names([id_ for id_ in dict.fromkeys(ids) if id_][:_MOST_NAMES], access)
    author = message.app or names.get(message.author) or _SOMEBODY
    source = message_job.source_line(
        plain_message.plain(author, {}), permalink(access.workspace, message)
    )
    return plain_message.plain(spoken, names), source


async def _names(ids: list[str], access: Access) -> dict[str, str]:
    """Those that Slack tells in time."""
    asked = [asyncio.ensure_future(access.name(Member("", "", id_))) for id_ in ids]
    if asked:
        await asyncio.wait(asked, timeout=_NAMES_WITHIN)
    names = {}
    for id_, task in zip(ids, asked, strict=True):
        if not task.done():
            task.cancel()
        elif not isinstance(task.exception(), BotError) and task.result() != id_:
            names[id_] = task.result()
    return names
