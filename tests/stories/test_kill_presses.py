"""The bot killed between an ack and what was asked for: a press is done all the same, a line offered back."""

import contextlib
import sqlite3
from pathlib import Path

from bot.sandbox.outline import outline_view
from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.messages import Message
from tests.stories.acting import SIX
from tests.stories.test_kill import environment_of, link_priya, process
from tests.waiting import until


async def kept(folder: Path) -> None:
    """Until a press is kept; what it needs hangs."""

    def one() -> bool:
        with contextlib.closing(sqlite3.connect(folder / "bot.db")) as connection:
            return bool(connection.execute("SELECT 1 FROM kept_presses").fetchone())

    await until(one)


def let_time_pass(folder: Path) -> None:
    """The lease of every press that was kept is over."""
    with sqlite3.connect(folder / "bot.db") as connection:
        done = connection.execute("UPDATE kept_presses SET due_at = 0").rowcount
    connection.close()
    assert done == 1


async def test_an_approval_is_not_lost(tmp_path: Path) -> None:
    propops, slack = SandboxPropOps(), SandboxSlack()
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        environment = environment_of(propops_url, slack_url, tmp_path) | {
            "APPROVALS_CHANNEL": "C0APPROV01",
            "APPROVERS": "S0APPROVER",
            "APPROVAL_BUDGET_OVER": "500",
        }
        await link_priya(propops, slack, tmp_path)
        async with process(environment, tmp_path) as (_, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            priya, dana = slack.member("priya"), slack.member("dana")
            await dana.command("/job help")  # whom the bot knows, it lets in without asking Slack
            await priya.command("/job new")
            form = await priya.modal(having="job_title")
            await priya.fill(form, **(SIX | {"job_total_budget": "600"}))
            await priya.submit(form)
            card = await slack.wait_for_message(channel="approvals", containing="Approval needed")
            slack.fail("users.info", "hang", times=-1)
            slack.fail("usergroups.users.list", "hang", times=-1)
            await dana.press(card, "Approve")
            await kept(tmp_path)
        assert propops.writes == []

        slack.heal()
        let_time_pass(tmp_path)
        async with process(environment, tmp_path) as (_, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            await slack.wait_for_message(channel="maintenance", containing="Job created")
        assert [write["action"] for write in propops.writes] == ["create"]


async def test_archive_instead_is_not_lost(tmp_path: Path) -> None:
    propops, slack = SandboxPropOps(), SandboxSlack()
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        environment = environment_of(propops_url, slack_url, tmp_path)
        await link_priya(propops, slack, tmp_path)
        async with process(environment, tmp_path) as (_, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            priya = slack.member("priya")
            await priya.command("/job delete JOB-003")
            modal = await priya.modal(having="job_ref")  # not the one that says that it loads
            propops.fail(Fault("get", "slow", seconds=30, times=None))
            await priya.press(modal, "Archive instead")
            await kept(tmp_path)
        assert propops.writes == []

        propops.heal()
        let_time_pass(tmp_path)
        async with process(environment, tmp_path) as (_, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            await slack.wait_for_message(channel="maintenance", containing="Job updated")
        assert [write["action"] for write in propops.writes] == ["update"]


async def test_a_line_is_not_lost(tmp_path: Path) -> None:
    propops, slack = SandboxPropOps(), SandboxSlack()
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        environment = environment_of(propops_url, slack_url, tmp_path)
        await link_priya(propops, slack, tmp_path)
        priya = slack.member("priya")
        async with process(environment, tmp_path) as (_, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            propops.fail(Fault("*", "slow", seconds=30, times=None))
            await priya.command("/job note JOB-003 tenant rang, wants Friday")
            await kept(tmp_path)

        propops.heal()
        let_time_pass(tmp_path)
        async with process(environment, tmp_path) as (_, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")

            def offered() -> Message | None:
                told = [*priya.ephemerals, *priya.dms]
                return next((each for each in told if "couldn't finish" in each.text), None)

            offer = await slack.until(offered, why="the line is offered back")
            assert "`/job note JOB-003 tenant rang, wants Friday`" in offer.text
            while priya.top is not None:  # what the first one left open
                await priya.close(priya.top)
            await priya.press(offer, "Go on")
            form = await priya.modal(having="note_text")
            assert "tenant rang, wants Friday" in outline_view(form)
            await until(lambda: nothing_is_kept(tmp_path))


def nothing_is_kept(folder: Path) -> bool:
    with contextlib.closing(sqlite3.connect(folder / "bot.db")) as connection:
        return not connection.execute("SELECT 1 FROM kept_presses").fetchone()
