"""People, channels and groups by name, beside their ids: `Priya Nair (U0PRIYA001)`.

People from what Slack last said to the bot; whoever is missing, and channels and groups, from one
look-up in Slack. Without Slack an id stands alone: nothing here ever fails.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.outside import SLACK_SECONDS, slack
from bot.errors import BotError
from bot.jobs.characters import trimmed
from bot.slack.web_api import Call, Json, Ok, call_once
from bot.store.database import Database
from bot.store.slack_profiles import SlackProfileStore

_AT_ONCE = 5
_MOST_ASKED = 40
"""People and channels that Slack is asked about for one list."""


@dataclass(frozen=True)
class Names:
    """Slack's names by id, as far as they are known."""

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def person(self, user: str) -> str:
        return _beside(self.people.get(user, ""), user)

    def channel(self, channel: str) -> str:
        if channel.startswith("D"):
            return f"direct messages ({channel})"
        return _beside(_after("#", self.channels.get(channel, "")), channel)

    def group(self, group: str) -> str:
        return _beside(_after("@", self.groups.get(group, "")), group)

    def approver(self, id_: str) -> str:
        """A person or a group."""
        return self.group(id_) if id_.startswith("S") else self.person(id_)


async def names_of(
    database: Database,
    users: Iterable[str] = (),
    channels: Iterable[str] = (),
    groups: Iterable[str] = (),
) -> Names:
    """Each id once. Takes a few seconds at most, and never raises."""
    known = await _stored(database, {user for user in users if user})
    missing = sorted(user for user, name in known.items() if not name)
    places = sorted({each for each in channels if each[:1] in {"C", "G"}})
    wanted = {each for each in groups if each.startswith("S")}
    if not (missing or places or wanted):
        return Names(known)
    async with slack() as client:
        if client is None:
            return Names(known)
        try:
            async with asyncio.timeout(2 * SLACK_SECONDS):
                people, rooms, teams = await asyncio.gather(
                    _people(client, missing), _channels(client, places), _groups(client, wanted)
                )
        except TimeoutError:
            return Names(known)
    return Names({**known, **people}, rooms, teams)


async def _stored(database: Database, users: Iterable[str]) -> dict[str, str]:
    store, names = SlackProfileStore(database, lambda: 0.0), dict[str, str]()
    for user in users:
        try:
            profile = await store.get(user) or {}
        except BotError:
            profile = {}
        names[user] = _name(profile)
    return names


async def _people(client: AsyncWebClient, users: list[str]) -> dict[str, str]:
    async def ask(user: str) -> Json:
        return await _part(lambda: client.users_info(user=user), "user")

    asked = users[:_MOST_ASKED]
    rows = await _few_at_once(ask, asked)
    return {user: _full_name(row) for user, row in zip(asked, rows, strict=True)}


async def _channels(client: AsyncWebClient, channels: list[str]) -> dict[str, str]:
    async def ask(channel: str) -> Json:
        return await _part(lambda: client.conversations_info(channel=channel), "channel")

    asked = channels[:_MOST_ASKED]
    rows = await _few_at_once(ask, asked)
    return {each: str(row.get("name") or "") for each, row in zip(asked, rows, strict=True)}


async def _groups(client: AsyncWebClient, groups: set[str]) -> dict[str, str]:
    if not groups:
        return {}
    answer = await call_once(client.usergroups_list)
    rows = answer.body.get("usergroups") if isinstance(answer, Ok) else None
    return {
        str(row.get("id")): str(row.get("handle") or row.get("name") or "") for row in rows or ()
    }


async def _few_at_once(ask: Callable[[str], Awaitable[Json]], ids: Sequence[str]) -> list[Json]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(id_: str) -> Json:
        async with turns:
            return await ask(id_)

    return list(await asyncio.gather(*map(one, ids)))


async def _part(call: Call, name: str) -> Json:
    """The part of Slack's answer with this name; empty without one."""
    answer = await call_once(call)
    part = answer.body.get(name) if isinstance(answer, Ok) else None
    return part if isinstance(part, dict) else {}


def _full_name(user: Json) -> str:
    """Of a user object, whose `name` is the handle [reference/objects/user-object]."""
    about = user.get("profile") or {}
    told = (user.get("real_name"), about.get("real_name"), user.get("name"))
    return next(filter(None, (trimmed(str(each or "")) for each in told)), "")


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or "")


def _after(sign: str, name: str) -> str:
    return f"{sign}{name}" if name else ""


def _beside(name: str, id_: str) -> str:
    return f"{name} ({id_})" if name else id_
