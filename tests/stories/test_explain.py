"""`propops-bot doctor --who`: what somebody may do, and why."""

from pathlib import Path

import pytest

from bot.cli.explain import explained
from bot.sandbox.testbed import Testbed
from bot.settings import Settings
from tests.stories.acting import ephemeral_to


async def said(play: Testbed, who: str, channel: str = "C0MAINT001") -> str:
    lines = [each.line async for each in explained(play.settings, who, channel)]
    return "\n".join(lines)


@pytest.mark.testbed(
    approvers=("U0DANA0001",),
    approvals_channel="C0APPROV01",
    approval_budget_over=500,
    rules='[[deny]]\nactions = ["create"]\nmembers = ["S0COORDIN1"]\nreason = "Ask the office."\n',
)
async def test_it_tells_of_slack_link_rights_and_rules(play: Testbed) -> None:
    told = await said(play, "U0PRIYA001")
    assert "ok    link: linked to PropOps as Priya Shah" in told
    assert "has api.jobs.manage.manage" in told
    assert "note  New job: not allowed by policy.toml: Ask the office." in told
    assert "Update job: allowed; after approval when it is about more than £500" in told
    assert "Delete job: allowed, always after approval" in told
    assert "ok    approvers: any change: Dana Okafor (U0DANA0001)" in told
    assert "New job" not in await said(play, "U0GIL00001")
    assert "FAIL  Slack: Guests can't" in await said(play, "U0GIL00001")
    assert "FAIL  link: not linked" in await said(play, "U0DANA0001")
    play.propops.forbid("Priya Shah", "api.jobs.manage.manage")
    assert "FAIL  PropOps rights: lacks api.jobs.manage.manage" in await said(play, "U0PRIYA001")

    priya = play.slack.member("priya")
    await priya.command("/job new boiler")
    await ephemeral_to(play, "priya", "Ask the office.")
    assert priya.top is None


async def test_an_id_that_nobody_has_is_told_as_one(play: Testbed) -> None:
    told = await said(play, "U0NOBODY99")
    assert "FAIL  Slack: knows nobody with the id U0NOBODY99" in told
    assert "team this app belongs to" not in told


@pytest.mark.testbed(
    rules='[[approval]]\nactions = ["update"]\njob_types = [3]\nover = 250\n'
    '[[approvers]]\nup_to = 500\nwho = ["S0LEADS0001"]\n',
)
async def test_it_tells_of_rules_that_may_apply_and_of_gaps(play: Testbed) -> None:
    told = await said(play, "U0PRIYA001")
    assert "after approval when the job type is 3 and it is about more than £250" in told
    assert "ok    approvers: changes up to £500: S0LEADS0001" in told
    assert "FAIL  approvers: nobody may approve changes above £500" in told
    assert "FAIL  approvers: nobody is asked: please set APPROVALS_CHANNEL" in told


async def test_a_colleague_is_invited_by_name(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job link @tom")
    await ephemeral_to(play, "priya", "I've told them how to link")
    await ephemeral_to(play, "tom", "Priya Shah asks you to link your Slack account")
    await priya.command("/job link @gil")
    await ephemeral_to(play, "priya", "only full members")


def test_a_mistake_in_the_rules_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    rules = tmp_path / "policy.toml"
    rules.write_text("[[deny]]\nwho = 3\n")
    with pytest.raises(
        ValueError, match=r"policy\.toml, \[\[deny\]\] no\. 1: who is no part of a rule"
    ):
        Settings(
            _env_file=None,
            slack_bot_token="xoxb-1",
            slack_app_token="xapp-1",
            propops_base_url="https://propops.example.com",
            policy_file=rules,
        )
