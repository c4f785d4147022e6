"""Two replicas that renew one token at the same moment, in whatever order their steps come."""

import random
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from structlog.testing import capture_logs

from bot.store.database import Database, DatabaseDown
from bot.store.encryption import Encryption
from bot.store.installations import Installation, InstallationStore
from bot.store.workspace_tables import installations
from bot.web import token_rotation
from bot.web.token_rotation import LEASE
from tests.store.samples import Clock
from tests.web.rotation_model import ELM, Replica, SlackSide, Told

WALKS, STEPS = 12, 18


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    db = await Database.open(database_url)
    yield db
    await db.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(db: Database, clock: Clock) -> InstallationStore:
    return InstallationStore(db, Encryption([Fernet.generate_key()]), clock)


@pytest.fixture(autouse=True)
def nobody_waits_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_rotation, "_WAIT", 0.2)


async def stored(store: InstallationStore) -> Installation:
    row = await store.get(ELM.enterprise, ELM.team)
    assert row is not None
    return row


async def test_a_slow_holder_neither_ends_a_later_lease_nor_puts_an_older_token(
    store: InstallationStore, clock: Clock
) -> None:
    await store.put(ELM)
    row = await stored(store)
    slow = await store.take_rotation(row, LEASE)
    clock.now += LEASE + 1
    later = await store.take_rotation(row, LEASE)
    assert slow is not None
    assert later is not None
    await store.end_rotation(row, slow)
    assert await store.take_rotation(row, LEASE) is None  # the later one goes on
    assert await store.put_rotated(replace(row, token="later", refresh_token="r-later"), later)
    assert not await store.put_rotated(replace(row, token="slow", refresh_token="r-slow"), slow)
    assert (await stored(store)).token == "later"


async def test_the_answer_of_a_slow_holder_is_kept_where_it_is_the_only_one(
    store: InstallationStore, clock: Clock
) -> None:
    """Frozen with Slack's answer on its way: whoever asks after it is refused, since the token is spent."""
    await store.put(ELM)
    slack = SlackSide()
    slow, later = (Replica(store, slack, clock) for _ in range(2))
    await slow.begin(await stored(store))
    await slow.go_on()
    clock.now += LEASE + 1
    await later.begin(await stored(store))
    await later.go_on()
    assert (await stored(store)).is_refused
    await slow.go_on()
    row = await stored(store)
    assert (row.refresh_token, row.is_refused) == (slack.current, False)


async def test_an_installation_anew_is_not_overwritten_by_a_renewal_of_before(
    store: InstallationStore, clock: Clock
) -> None:
    await store.put(ELM)
    slack = SlackSide()
    slow = Replica(store, slack, clock)
    await slow.begin(await stored(store))
    await slow.go_on()
    token, refresh = slack.fresh()
    await store.put(replace(ELM, token=token, refresh_token=refresh))
    await slow.go_on()
    assert (await stored(store)).refresh_token == refresh


async def test_an_answer_that_is_lost_is_told_once_with_what_to_do_and_asked_for_no_more(
    store: InstallationStore, clock: Clock
) -> None:
    await store.put(ELM)
    slack = SlackSide()
    replicas = [Replica(store, slack, clock) for _ in range(2)]
    with capture_logs() as lines:
        await replicas[0].begin(await stored(store))
        await replicas[0].go_on()
        await replicas[0].go_on("lost")
        for replica in replicas * 2:
            await replica.begin(await stored(store))
            if replica.is_busy():
                await replica.go_on()
    told = [line for line in lines if line["log_level"] == "error"]
    assert [(line["error"], line["install_at"]) for line in told] == [
        ("invalid_refresh_token", "page")
    ]
    assert "install the app again" in told[0]["event"]
    row = await stored(store)
    assert (row.token, row.is_refused, row.works(clock.now)) == (ELM.token, True, True)
    assert row.trouble(clock.now) == "its token ends soon, and Slack gives no new one"
    clock.now += 50_000
    assert row.trouble(clock.now) == "its token has ended"
    token, refresh = slack.fresh()
    await store.put(replace(ELM, token=token, refresh_token=refresh, expires_at=clock.now + 43_200))
    assert (await stored(store)).trouble(clock.now) == ""
    await replicas[0].begin(await stored(store))
    assert replicas[0].is_busy()
    await replicas[0].go_on()
    await replicas[0].go_on()
    assert (await stored(store)).refresh_token == slack.current


async def test_a_new_token_is_stored_once_the_database_is_back(
    store: InstallationStore, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.put(ELM)
    slack = SlackSide()
    replica, put, times = Replica(store, slack, clock), store.put_rotated, list[int]()

    async def away_at_first(row: Installation, lease: int) -> bool:
        times.append(lease)
        if len(times) < 4:
            raise DatabaseDown("restarting")
        return await put(row, lease)

    monkeypatch.setattr(store, "put_rotated", away_at_first)
    await replica.begin(await stored(store))
    await replica.go_on()
    await replica.go_on()
    assert (len(times), (await stored(store)).refresh_token) == (4, slack.current)


@pytest.mark.parametrize("grace", [False, True])
async def test_in_whatever_order_the_newest_token_that_anybody_has_is_the_one_that_is_kept(
    store: InstallationStore, clock: Clock, grace: bool
) -> None:
    for seed in range(WALKS):
        with capture_logs() as lines:
            versions = await _walk(store, clock, random.Random(seed), grace=grace)
        told = [line for line in lines if line["log_level"] == "error"]
        assert len(told) <= versions, seed


async def _walk(
    store: InstallationStore, clock: Clock, choose: random.Random, *, grace: bool
) -> int:
    """How many tokens were kept, one after the other."""
    slack, told = SlackSide(grace=grace), Told()
    await store.put(replace(ELM, refresh_token=slack.current))
    told.by_lease[await _lease(store)] = slack.current
    replicas = [Replica(store, slack, clock) for _ in range(3)]
    seen, holders = [await stored(store)], dict[int, float]()  # in memory somewhere; until when
    for _ in range(STEPS):
        at = choose.randrange(len(replicas))
        replica = replicas[at]
        match choose.choice(("step", "step", "step", "step", "step", "later", "die", "anew")):
            case "step" if replica.is_busy():
                await replica.go_on(choose.choice(("", "", "", "lost")))
                if replica.heard:
                    told.by_lease[replica.lease] = replica.heard
                if not replica.is_busy():
                    holders.pop(replica.lease, None)
            case "step":
                await replica.begin(choose.choice(seen[-2:]))
                if replica.is_busy():
                    assert [until for until in holders.values() if until > clock.now] == []
                    holders[replica.lease] = clock.now + LEASE
            case "later":
                clock.now += choose.choice((1.0, LEASE / 2, LEASE + 1))
            case "die":
                await replica.die()
                replicas[at] = Replica(store, slack, clock)
            case "anew" if choose.random() < 0.3:
                _, refresh = slack.fresh()
                slack.before = ""
                await store.put(replace(ELM, refresh_token=refresh))
                told.by_lease[await _lease(store)] = refresh
                holders.clear()
        seen.append(await stored(store))
        assert seen[-1].refresh_token == told.newest
    for replica in replicas:
        await replica.die()
    await _goes_on(store, slack, clock)
    return len({row.version for row in seen})


async def _lease(store: InstallationStore) -> int:
    """By whose lease what is kept was put there."""
    query = sa.select(installations.c.rotated_by)
    return int(await store._db.call(lambda connection: connection.execute(query).scalar_one()))


async def _goes_on(store: InstallationStore, slack: SlackSide, clock: Clock) -> None:
    """Where what is kept is good, the next one who asks is given a token."""
    row = await stored(store)
    if row.refresh_token != slack.current or row.is_refused:
        return
    clock.now += LEASE + 1
    fresh = Replica(store, slack, clock)
    await fresh.begin(row)
    await fresh.go_on()
    await fresh.go_on()
    assert (await stored(store)).refresh_token == slack.current
