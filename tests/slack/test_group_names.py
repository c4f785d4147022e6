"""Groups by name: one list for many questions, and no waiting for a Slack that is away."""

from typing import Any

import pytest

from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.sandbox import BOT_TOKEN
from bot.settings import Settings
from bot.slack import group_names
from bot.slack.client import open_session, web_client
from bot.slack.group_names import GroupNames


async def test_a_group_is_named_and_the_list_is_read_once() -> None:
    slack = SandboxSlack()
    async with slack.serving() as url:
        session = open_session()
        try:
            names = GroupNames(web_client(_settings(url), session))
            assert await names.name("S0APPROVER") == "@approvers"
            assert await names.name("S0COORDIN1") == "@coordinators"
            assert await names.name("S0NOBODY00") == ""
        finally:
            await session.close()
    assert [each.method for each in slack.calls] == ["usergroups.list"]


async def test_without_slack_it_has_no_name_and_is_asked_for_again_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(group_names, "RETRY_AFTER", 0.0)
    slack = SandboxSlack()
    async with slack.serving() as url:
        session = open_session()
        try:
            names = GroupNames(web_client(_settings(url), session))
            slack.fail("usergroups.list", "missing_scope")
            assert await names.name("S0APPROVER") == ""
            assert await names.name("S0APPROVER") == "@approvers"
        finally:
            await session.close()


def _settings(url: str) -> Settings:
    given: dict[str, Any] = {
        "slack_bot_token": BOT_TOKEN,
        "slack_api_url": f"{url}/api/",
        "slack_signing_secret": "unused",
        "propops_base_url": "http://127.0.0.1:1",
    }
    return Settings(_env_file=None, **given)
