"""What an ack waits for: as little of Slack as can be, and never for our own database to write."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.change import Json
from bot.members.known_people import KnownPeople
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.world import Person
from bot.slack.client import open_session
from bot.slack.user_directory import UserDirectory
from bot.store.database import DatabaseDown

TEAM = "T0SANDBOX1"
PRIYA, CROWD = "U0PRIYA001", [f"U0CROWD{n:03}" for n in range(200)]
FOR_EVER = 3600.0


@pytest.fixture
async def slack() -> AsyncIterator[SandboxSlack]:
    slack = SandboxSlack(team_id=TEAM)
    async with slack.serving():
        yield slack


@pytest.fixture
async def client(slack: SandboxSlack) -> AsyncIterator[AsyncWebClient]:
    async with open_session(timeout=FOR_EVER) as session:
        url = slack.workspace.base_url + "/api/"
        yield AsyncWebClient(token="xoxb-sandbox", base_url=url, session=session)


class Disk:
    """Profiles in memory. A write waits for `may_write`."""

    def __init__(self) -> None:
        self.rows: dict[str, Json] = {}
        self.writes = 0
        self.full = False
        self.may_write = asyncio.Event()

    async def put(self, profiles: Sequence[Json]) -> None:
        self.writes += 1
        await self.may_write.wait()
        if self.full:
            raise DatabaseDown("disk full")
        self.rows |= {profile["user"]: profile for profile in profiles}

    async def get(self, user: str) -> Json | None:
        return self.rows.get(user)


async def known(client: AsyncWebClient, disk: Disk) -> KnownPeople:
    """After a restart: Priya is in the database, and Slack has yet to be asked."""
    disk.may_write.set()
    before = KnownPeople(UserDirectory(client), disk)
    await before.profile(PRIYA)
    await before.settled()
    return KnownPeople(UserDirectory(client, patience=FOR_EVER), disk)


async def test_a_crowd_of_strangers_waits_for_no_write_and_is_written_at_once(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    slack.workspace.people |= {
        user: Person(user, user, user, "coordinator", TEAM) for user in CROWD
    }
    disk = Disk()
    people = KnownPeople(UserDirectory(client, patience=FOR_EVER), disk)
    for _ in range(2):
        profiles = await asyncio.gather(*(people.profile(user, brief=True) for user in CROWD))
        assert all(each is not None and each.full for each in profiles)
    disk.may_write.set()
    await people.settled()
    assert disk.rows.keys() == set(CROWD)
    assert disk.writes == 2  # the first, and all that gathered meanwhile
    assert len(slack.calls) == len(CROWD)


async def test_a_member_of_old_is_not_kept_waiting_by_a_slack_that_hangs(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    people = await known(client, Disk())
    slack.fail("users.info", "timeout", times=-1)
    profile = await people.profile(PRIYA, brief=True)
    assert profile is not None
    assert profile.full


async def test_what_slack_says_late_counts_the_next_time(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    people = await known(client, Disk())
    slack.workspace.people[PRIYA].is_restricted = True
    profile = await people.profile(PRIYA, brief=True)  # a Slack that answers at once is heard
    assert profile is not None
    assert profile.guest


async def test_who_was_a_guest_waits_as_long_as_a_stranger(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    slack.workspace.people[PRIYA].is_restricted = True
    people = await known(client, Disk())
    slack.fail("users.info", "timeout", times=-1)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(people.profile(PRIYA, brief=True), 0.5)


async def test_what_could_not_be_written_is_written_the_next_time(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    del slack
    disk = Disk()
    disk.may_write.set()
    disk.full = True
    people = KnownPeople(UserDirectory(client), disk)
    assert await people.profile(PRIYA)
    await people.settled()
    assert disk.rows == {}
    disk.full = False
    assert await people.profile(PRIYA)
    await people.settled()
    assert disk.rows.keys() == {PRIYA}
