"""People and channels by name, beside their ids: `Priya Nair (U0PRIYA001)`.

People from what Slack last said to the bot; whoever is missing, and channels, from one
look-up in Slack. Without Slack an id stands alone: nothing here ever fails.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.outside import SLACK_SECONDS, slack
from bot.errors import BotError
from bot.jobs.change import Member
from bot.jobs.characters import trimmed
from bot.slack.web_api import Call, Json, Ok, call_once
from bot.store.database import Database
from bot.store.slack_profiles import SlackProfileStore

_AT_ONCE = 5
_MOST_ASKED = 40
"""People and channels that Slack is asked about for one list."""


@dataclass(frozen=True)
class Names:
    """Slack's names by id, as far as they are known; of people by workspace and id, since the same id elsewhere
    is somebody else.
    """

    people: Mapping[tuple[str, str], str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)

    def name(self, member: Member) -> str:
        """Empty where nobody knows."""
        return self.people.get((member.team, member.user), "")

    def person(self, member: Member) -> str:
        return _beside(self.name(member), member.user)

    def channel(self, channel: str) -> str:
        if channel.startswith("D"):
            return f"direct messages ({channel})"
        return _beside(_after("#", self.channels.get(channel, "")), channel)


async def names_of(
    database: Database,
    members: Iterable[Member] = (),
    channels: Iterable[str] = (),
) -> Names:
    """Each id once. Takes a few seconds at most, and never raises."""
    known = await _stored(database, {member for member in members if member.user})
    missing = sorted(whose for whose, name in known.items() if not name)
    places = sorted({each for each in channels if each[:1] in {"C", "G"}})
    if not (missing or places):
        return Names(known)
    async with slack() as client:
        if client is None:
            return Names(known)
        try:
            async with asyncio.timeout(2 * SLACK_SECONDS):
                people, rooms = await asyncio.gather(
                    _people(client, missing), _channels(client, places)
                )
        except TimeoutError:
            return Names(known)
    return Names({**known, **people}, rooms)


async def _stored(database: Database, members: Iterable[Member]) -> dict[tuple[str, str], str]:
    store = SlackProfileStore(database, lambda: 0.0)
    return {(member.team, member.user): await _stored_name(store, member) for member in members}


async def _stored_name(store: SlackProfileStore, member: Member) -> str:
    """A bot of one workspace keeps profiles under none."""
    try:
        here = await store.of(member.team).get(member.user)
        profile = here or await store.get(member.user) or {}
    except BotError:
        return ""
    return _name(profile) if here or profile.get("team") == member.team else ""


async def _people(
    client: AsyncWebClient, members: list[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    async def ask(user: str) -> Json:
        return await _part(lambda: client.users_info(user=user), "user")

    asked = members[:_MOST_ASKED]
    rows = await _few_at_once(ask, [user for _, user in asked])
    return {each: _full_name(row) for each, row in zip(asked, rows, strict=True)}


async def _channels(client: AsyncWebClient, channels: list[str]) -> dict[str, str]:
    async def ask(channel: str) -> Json:
        return await _part(lambda: client.conversations_info(channel=channel), "channel")

    asked = channels[:_MOST_ASKED]
    rows = await _few_at_once(ask, asked)
    return {each: str(row.get("name") or "") for each, row in zip(asked, rows, strict=True)}


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
