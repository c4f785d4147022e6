"""Who people are: asked once, remembered, and never waited for long."""

import asyncio
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack
from bot.slack import user_directory as module
from bot.slack.user_directory import UserDirectory
from tests.waiting import until


@pytest.fixture
def directory(client: AsyncWebClient) -> UserDirectory:
    return UserDirectory(client, patience=30)  # the machine may be busy


async def test_fifty_at_once_ask_once(slack: SandboxSlack, directory: UserDirectory) -> None:
    profiles = await asyncio.gather(*(directory.profile("U0PRIYA001") for _ in range(50)))
    assert all(each is not None and each.full for each in profiles)
    await directory.profile("U0PRIYA001")
    assert len(slack.calls) == 1


async def test_a_guest_is_asked_for_again_soon(
    slack: SandboxSlack, directory: UserDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECHECKED_AFTER", 0.0)
    for _ in range(2):
        profile = await directory.profile("U0GIL00001")
        assert profile is not None
        assert profile.guest
    assert len(slack.calls) == 2


async def test_nobody_by_that_id(directory: UserDirectory) -> None:
    profile = await directory.profile("U0NOBODY01")
    assert profile is not None
    assert not profile.exists


@pytest.mark.parametrize("fault", ["http_500", "drop_before", "missing_scope", "unknown_method"])
async def test_while_slack_cannot_say_nobody_waits_twice(
    slack: SandboxSlack, directory: UserDirectory, fault: str
) -> None:
    slack.fail("users.info", fault, times=-1)
    for user in ("U0PRIYA001", "U0TOM00001", "U0DANA0001"):
        assert await directory.profile(user) is None
    assert {each.args["user"] for each in slack.calls} == {"U0PRIYA001"}


async def test_a_slow_slack_is_not_waited_for_twice(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    directory = UserDirectory(client, patience=0.2)
    slack.fail("users.info", "timeout", times=-1)
    assert await directory.profile("U0PRIYA001") is None
    assert await directory.profile("U0TOM00001") is None
    await until(lambda: slack.calls)
    assert [each.args["user"] for each in slack.calls] == ["U0PRIYA001"]


async def test_an_impatient_caller_does_not_cancel_the_others(
    slack: SandboxSlack, directory: UserDirectory
) -> None:
    first = asyncio.create_task(directory.profile("U0PRIYA001"))
    await asyncio.sleep(0)
    second = asyncio.create_task(directory.profile("U0PRIYA001"))
    await asyncio.sleep(0)
    first.cancel()
    profile = await second
    assert profile is not None
    assert profile.full


async def test_the_zone_is_known_once_the_person_was_seen(directory: UserDirectory) -> None:
    assert directory.zone("U0PRIYA001") is None
    await directory.profile("U0PRIYA001")
    assert directory.zone("U0PRIYA001") == ZoneInfo("Europe/London")


async def test_a_user_group_is_remembered(slack: SandboxSlack, directory: UserDirectory) -> None:
    assert await directory.group("S0APPROVER") == frozenset({"U0DANA0001"})
    assert await directory.group("S0APPROVER") == frozenset({"U0DANA0001"})
    assert len(slack.calls) == 1


@pytest.mark.parametrize("fault", ["missing_scope", "http_500", "timeout", "empty", "odd_parts"])
async def test_a_user_group_nobody_can_name_is_not_an_empty_one(
    slack: SandboxSlack, directory: UserDirectory, fault: str
) -> None:
    slack.fail("usergroups.users.list", fault)
    assert await directory.group("S0APPROVER") is None
