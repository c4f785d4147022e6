"""PropOps, Slack and the bot around a look at followed jobs, made up: who may see what, and what may go wrong."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.errors import NotFound
from bot.jobs.change import Member
from bot.jobs.channel_settings import USUAL, ChannelSettings
from bot.jobs.follows import OVERLAP, facts_of
from bot.jobs.model import Job
from bot.propops.http.spare_reads import SpareReads
from bot.propops.parse.paging import RowPage
from bot.slack.web_api import SlackSilent
from bot.store.database import Database
from bot.store.follow_rows import Follow
from bot.store.follows import FollowStore
from bot.workflows.follows.looks import FollowLooks
from bot.workflows.follows.posts import FollowPosts

NOON = 1_750_000_000.0
URGENT, LOW = 1, 4
STAFF, AGENT = Member("", "T1", "USTAFF"), Member("", "T1", "UAGENT")
PAGE = 6
OF_AGENT = 7
"""The one whose jobs alone the second account may see."""


class World:
    """PropOps, Slack, and all else that a look meets. `now`: of both clocks."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now, self.order = NOON, self.random.choice(["created", "changed", "any"])
        self.jobs: dict[str, dict[str, Any]] = {}
        self.told: dict[tuple[str, str], list[str]] = {}
        self.posted: dict[tuple[str, str], list[str]] = {}
        """By channel and uuid: the facts that messages and new cards have told there."""
        self.cards: dict[tuple[str, str], int] = {}
        self.keys: set[str] = set()
        """Of the messages about many jobs that were posted."""
        self.batches = 0
        """Of many jobs that count as told."""
        self.moves_between_pages = self.dies = False
        self.pages_read = 0
        self.too_many: list[str] = []
        """Follows of which not all could be read, each time."""
        for _ in range(self.random.randrange(8)):
            self.add()

    def stamp(self) -> str:
        """Often the same second as the last, at times long after it."""
        self.now += self.random.choice([0, 0, 0, 1, 30, 2 * OVERLAP])
        return f"{datetime_of(self.now)}Z"

    def add(self) -> None:
        if len(self.jobs) == 50:  # as many as one look reads, of such small pages
            return
        number, at = len(self.jobs) + 1, self.stamp()
        self.jobs[f"u-{number}"] = {
            "ID": number,
            "uuid": f"u-{number}",
            "job_ref": f"JOB-{number}",
            "job_title": "Tap",
            "priority_id": self.random.choice([URGENT, LOW]),
            "agent_id": self.random.choice([OF_AGENT, 8]),
            "created_at": at,
            "updated_at": at,
        }

    def change(self) -> None:
        if not self.jobs:
            return
        row = self.random.choice(list(self.jobs.values()))
        match self.random.randrange(4):
            case 0:
                row["job_title"] = f"Tap {self.random.randrange(4)}"
            case 1:
                row["priority_id"] = self.random.choice([URGENT, LOW])
            case 2:
                row["access_details"] = "on no card"
            case _:
                row["agent_id"] = self.random.choice([OF_AGENT, 8])
        row["updated_at"] = self.stamp()

    def visible(self, member: Member) -> list[dict[str, Any]]:
        rows = [row for row in self.jobs.values() if member == STAFF or row["agent_id"] == OF_AGENT]
        if self.order == "created":
            return rows[::-1]
        if self.order == "changed":
            return sorted(rows, key=lambda row: (row["updated_at"], row["ID"]), reverse=True)
        return sorted(rows, key=lambda row: str(row["ID"])[::-1])

    def may_die(self) -> None:
        if self.dies and not self.random.randrange(6):
            raise SlackSilent("chat.postMessage", "the process died")


class Client:
    """PropOps as one account."""

    def __init__(self, world: World, member: Member) -> None:
        self._world, self._member = world, member

    key = "token"
    spare_reads = SpareReads()

    def in_background(self) -> "Client":
        return self

    async def page(self, search: str = "", **asked: Any) -> RowPage:
        world = self._world
        world.pages_read += 1
        if world.moves_between_pages and asked.get("offset"):
            world.change()
        rows = [
            row
            for row in world.visible(self._member)
            if all(row.get(name) == value for name, value in asked.items() if name.endswith("_id"))
        ]
        offset, limit = asked.get("offset", 0), asked["limit"]
        found = [dict(row) for row in rows[offset : offset + limit]]
        return RowPage(found, len(found) >= limit)

    async def get(self, uuid: str) -> Job:
        for row in self._world.visible(self._member):
            if row["uuid"] == uuid:
                return Job.model_validate(row)
        raise NotFound


class Links:
    def __init__(self, world: World) -> None:
        self._world = world

    async def propops(self, member: Member) -> Client:
        return Client(self._world, member)


class Cards:
    """What channels show. `show_read` may die before and after the card is posted."""

    def __init__(self, world: World) -> None:
        self._world = world

    def link(self, _: Job) -> None: ...

    async def shows(self, _team: str, channel: str, uuid: str) -> str:
        return "yes" if (channel, uuid) in self._world.cards else "no"

    async def show_read(self, reader: Member, channel: str, job: Job, **_: Any) -> bool:
        self._world.may_die()
        key = (channel, job.uuid)
        assert job.uuid in {row["uuid"] for row in self._world.visible(reader)}
        if key not in self._world.cards:
            self._world.posted.setdefault(key, []).append(facts_of(job))
        self._world.cards[key] = 1  # one, whoever posts it again under the same key
        self._world.may_die()
        return True


class Told(FollowStore):
    """Records what counts as posted, in order."""

    world: World

    async def _note(
        self, follow: Follow, facts: Mapping[str, str], *, to_channel: bool, **columns: Any
    ) -> bool:
        done = await super()._note(follow, facts, to_channel=to_channel, **columns)
        if done and follow.watermark is not None:
            for uuid, each in facts.items():
                self.world.told.setdefault((follow.channel, uuid), []).append(each)
        return done

    async def end_post(self, follow: Follow, told: Mapping[str, str]) -> Follow | None:
        done = await super().end_post(follow, told)
        if done is not None and told:
            self.world.batches += 1
            for uuid, each in told.items():
                self.world.posted.setdefault((follow.channel, uuid), []).append(each)
        return done


class Nothing:
    """Access, Slack's members and posts, changes of the bot's own: all is well, and none is under way."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.channel_members = self

    async def require_access(self, _: Member) -> None: ...

    async def standing(self, _channel: str, **_: Any) -> str:
        return "in"

    async def has(self, _channel: str, _user: str, **_: Any) -> bool:
        return True

    async def settings_of(self, _team: str, _channel: str) -> ChannelSettings:
        return USUAL

    async def may_show_money(self, _: str) -> bool:
        return True

    async def works_on(self, _team: str, _uuid: str) -> bool:
        return False

    async def get_many(self, _: Any) -> list[Any]:
        return []

    async def look_soon(self, _team: str, _uuids: Any) -> int:
        return 0

    async def too_many(self, follow: Follow, _most: int) -> None:
        self._world.too_many.append(follow.id)

    async def post(self, _channel: str, _message: Any, *, key: str, **_: Any) -> str:
        self._world.may_die()
        self._world.keys.add(key)
        self._world.may_die()
        return "1.0"


def datetime_of(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def process(world: World, database: Database) -> tuple[FollowLooks, Told]:
    """One of the processes on the database."""
    store, rest = Told(database, lambda: world.now), Nothing(world)
    store.world = world
    around: list[Any] = [rest, rest, Cards(world), rest, rest, UTC]
    parts: list[Any] = [Links(world), rest, FollowPosts(store, *around), rest]
    parts += [60, lambda: world.now]
    return FollowLooks(store, *parts), store
