"""Links made on the command line: their members are told, and what waited goes on."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import tokens
from bot.sandbox.propops.faults import Fault
from bot.sandbox.testbed import Testbed
from bot.store.account_owners import AccountOwnerStore
from bot.workflows.linking import made_outside
from tests.stories.acting import dm_saying, ephemeral_to
from tests.waiting import until

pytestmark = pytest.mark.testbed(linked={}, link_in_slack=False)


async def set_token(play: Testbed, who: str, account: str) -> None:
    """As `propops-bot tokens set`, which knows nobody's name."""
    assert play.app is not None
    await play.app.stores.tokens.put(play.member(who), play.propops.token_for(account))


async def test_what_was_typed_before_is_offered_again(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await tom.command("/job new boiler not firing")
    await ephemeral_to(play, "tom", "propops-bot tokens set")
    await set_token(play, "tom", "Tom Reilly")
    told = await dm_saying(play, "Linked as *Tom Reilly*", "tom")
    assert "You had asked for `/job new boiler not firing`" in told.text
    await tom.press(told, "Open the form")
    await tom.modal(having="job_title")
    assert play.app is not None
    (link,) = await play.app.stores.tokens.all()
    assert link.linked_as["name"] == "Tom Reilly"


async def test_it_is_told_once_also_when_propops_was_away(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made_outside, "RETRY_SECONDS", 0.1)
    play.propops.fail(Fault("*", "drop_before", times=None))
    await set_token(play, "tom", "Tom Reilly")
    await until(lambda: len(play.propops.requests) > 0)
    play.propops.heal()
    await dm_saying(play, "Linked as *Tom Reilly*", "tom")
    assert play.app is not None
    for _ in range(2):
        await play.app.flows.members.made_outside.poll()
    await play.restart_bot()
    await play.app.flows.members.made_outside.poll()
    assert len([m for m in play.slack.member("tom").dms if "Linked as" in m.text]) == 1


async def test_the_owner_is_told_of_an_operators_yes(play: Testbed) -> None:
    await set_token(play, "priya", "Priya Shah")
    await dm_saying(play, "Linked as *Priya Shah*")
    await set_token(play, "tom", "Priya Shah")
    await dm_saying(play, "is now linked to another Slack account too")


async def test_of_two_replicas_one_takes_it(play: Testbed) -> None:
    assert play.app is not None
    await set_token(play, "tom", "Tom Reilly")
    store: AccountOwnerStore = play.app.stores.account_owners
    await dm_saying(play, "Linked as", "tom")
    version = await play.app.stores.tokens.newest_version()
    assert not await store.take_made_outside(play.member("tom"), version, {"name": "Tom"})


@pytest.mark.parametrize("settings_of_propops", [True, False])
async def test_the_running_bot_tells_the_member_once_and_whoami_names_the_account(
    play: Testbed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, settings_of_propops: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", play.settings.database_url)
    if settings_of_propops:
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
        monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
        monkeypatch.setenv("PROPOPS_BASE_URL", play.settings.propops_base_url)
    tom = play.member("tom")
    done = await asyncio.to_thread(
        CliRunner().invoke,
        tokens.app,
        ["set", tom.team, tom.user],
        play.propops.token_for("Tom Reilly"),
    )
    assert done.exit_code == 0, done.stderr
    assert ("as Tom Reilly" in done.stdout) is settings_of_propops
    await dm_saying(play, "Linked as *Tom Reilly*", "tom")
    await play.slack.member("tom").command("/job whoami")
    assert "Tom Reilly" in await ephemeral_to(play, "tom", "Tom Reilly")
    assert play.app is not None
    for _ in range(2):
        await play.app.flows.members.made_outside.poll()
    told = [m for m in play.slack.member("tom").dms if "Linked as" in m.text]
    assert len(told) == 1
    (row,) = [each for each in await play.app.stores.tokens.all() if each.member == tom]
    assert row.linked_as["name"] == "Tom Reilly"
    assert "untold" not in row.linked_as
