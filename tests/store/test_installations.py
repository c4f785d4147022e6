"""Installations: encrypted, ended for good, and rotated by one of all replicas."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store import Bot

from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.installations import Installation, InstallationStore
from bot.store.key_rotation import reencrypt
from bot.store.oauth_states import GOOD_FOR, OAuthStateStore
from bot.web.token_rotation import TokenRotation
from tests.store.samples import NOON, Clock

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
ELM = Installation(
    *("", "T0ELM00001", "Elm"),
    bot_user="U0BOT",
    bot="B0BOT",
    scopes="commands,chat:write",
    token="xoxe.xoxb-1-first",
    refresh_token="xoxe-1-first",
    expires_at=NOON + 43_200,
)


@pytest.fixture
def store(db: Database, clock: Clock) -> InstallationStore:
    return InstallationStore(db, Encryption([OLD]), clock)


class Rotator:
    """Slack's side: a refresh token works once, and the answer takes a moment."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.breaks = False

    async def perform_bot_token_rotation(self, *, bot: Bot, **_: Any) -> Bot:
        if self.breaks:
            raise TimeoutError
        refresh = str(bot.bot_refresh_token)
        assert refresh not in self.asked, "a refresh token was used twice"
        self.asked.append(refresh)
        await asyncio.sleep(0)
        fresh = Bot(**bot.to_dict_for_copying())
        fresh.bot_token, fresh.bot_refresh_token = "xoxe.xoxb-1-next", f"xoxe-1-{len(self.asked)}"
        fresh.bot_token_expires_at = 4_000_000_000
        return fresh


async def test_of_many_replicas_one_asks_for_a_new_token(
    store: InstallationStore, clock: Clock
) -> None:
    await store.put(ELM)
    [row] = await store.all()
    rotator: Any = Rotator()
    replicas = [TokenRotation(store, rotator, clock) for _ in range(4)]
    fresh = await asyncio.gather(*(each.renewed(row) for each in replicas))
    assert rotator.asked == ["xoxe-1-first"]
    assert {each.token for each in fresh if each} == {"xoxe.xoxb-1-next"}
    assert {each.version for each in fresh if each} == {row.version + 1}


async def test_after_a_lost_answer_anybody_tries_again_at_once(
    store: InstallationStore, clock: Clock
) -> None:
    await store.put(ELM)
    [row] = await store.all()
    rotator: Any = Rotator()
    rotator.breaks = True
    kept = await TokenRotation(store, rotator, clock).renewed(row)
    assert kept is not None
    assert kept.token == ELM.token
    rotator.breaks = False
    fresh = await TokenRotation(store, rotator, clock).renewed(row)
    assert fresh is not None
    assert fresh.token == "xoxe.xoxb-1-next"


async def test_a_replica_that_died_while_asking_holds_nobody_up_for_long(
    store: InstallationStore, clock: Clock
) -> None:
    await store.put(ELM)
    [row] = await store.all()
    assert await store.take_rotation(row, 30)
    assert not await store.take_rotation(row, 30)
    clock.now += 31
    assert await store.take_rotation(row, 30)


async def test_a_late_new_token_does_not_bring_an_ended_installation_back(
    store: InstallationStore,
) -> None:
    await store.put(ELM)
    [row] = await store.all()
    assert await store.end(row, "app_uninstalled")
    assert not await store.end(row, "app_uninstalled")
    assert not await store.put_rotated(replace(row, token="xoxe.xoxb-1-late"), 9)
    assert not await store.take_rotation(row, 30)
    [ended] = await store.all()
    assert (ended.token, ended.ended_why) == ("", "app_uninstalled")
    await store.put(replace(ELM, token="xoxe.xoxb-1-again"))
    [back] = await store.all()
    assert (back.token, back.ended_at) == ("xoxe.xoxb-1-again", None)
    assert back.version > row.version


async def test_a_workspace_and_its_organisation_are_two_installations(
    store: InstallationStore,
) -> None:
    whole = replace(ELM, enterprise="E0GROUP001", team="")
    part = replace(ELM, enterprise="E0GROUP001", token="xoxb-part")
    for each in (whole, part, ELM):
        await store.put(each)
    assert await store.end(part, "app_uninstalled")
    live = [each for each in await store.all() if each.ended_at is None]
    assert [(each.enterprise, each.team) for each in live] == [
        ("", "T0ELM00001"),
        ("E0GROUP001", ""),
    ]


async def test_keys_are_rotated_and_a_row_copied_to_another_workspace_is_worth_nothing(
    db: Database, store: InstallationStore, clock: Clock
) -> None:
    await store.put(ELM)
    await reencrypt(db, Encryption([NEW, OLD]))
    [row] = await InstallationStore(db, Encryption([NEW]), clock).all()
    assert row.token == ELM.token

    def steal(connection: Any) -> None:
        connection.exec_driver_sql("UPDATE installations SET team = 'T0OAK00001'")

    await db.call(steal)
    [stolen] = await InstallationStore(db, Encryption([NEW]), clock).all()
    assert stolen.token == ""


async def test_a_state_is_good_once_and_for_a_while(db: Database, clock: Clock) -> None:
    states = OAuthStateStore(db, Encryption([OLD]), clock)
    first, second = await states.issue(), await states.issue()
    assert first != second
    assert [await states.consume(first), await states.consume(first)] == [True, False]
    clock.now += GOOD_FOR + 1
    assert not await states.consume(second)
    others = OAuthStateStore(db, Encryption([NEW]), clock)
    assert not others.is_ours(second)
    for forged in ("", "x" * 100, "é" * 100, second[:-4]):
        assert not await states.consume(forged)
