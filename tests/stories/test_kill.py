"""The bot killed without warning between the write and the card, as a process of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.jobs.change import Member
from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.sandbox import BOT_TOKEN, SIGNING_SECRET
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.tokens import TokenStore
from tests.processes import ready_port
from tests.stories.acting import SIX


@asynccontextmanager
async def process(environment: dict[str, str], folder: Path) -> AsyncIterator[Any]:
    """`propops-bot serve` in a process of its own, once it is ready; killed at the end."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve",
        env={**os.environ, **environment}, cwd=folder,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert running.stderr is not None
    port = await ready_port(running.stderr)
    drained = asyncio.create_task(running.stderr.read())
    try:
        yield running, port
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGKILL)
            await running.wait()
        await drained


async def ended(bot: Any) -> None:
    """Told to end, it finishes first what it has begun."""
    bot.terminate()
    assert await bot.wait() == 0


def environment_of(propops_url: str, slack_url: str, folder: Path) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": f"{slack_url}/api/",
        "PROPOPS_BASE_URL": propops_url,
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "PROPOPS_SETTLE_SECONDS": "2",
        "NOTIFY_QUIET_HOURS": "off",  # a story is told at any hour
        "PORT": "0",
        "LOG_FORMAT": "json",
    }


async def link_priya(propops: SandboxPropOps, slack: SandboxSlack, folder: Path) -> None:
    """Before the first start, as `propops-bot tokens set` does."""
    db = await Database.open(f"sqlite:///{folder / 'bot.db'}")
    tokens = TokenStore(db, Encryption.load(None, folder / "bot.db"))
    member = Member("", slack.workspace.identity.team, slack.member("priya").person.id)
    await tokens.put(member, propops.token_for("Priya Shah"), None, {})
    await db.close()


async def test_killed_between_the_write_and_the_card_there_is_one_job_and_one_card(
    tmp_path: Path,
) -> None:
    propops, slack = SandboxPropOps(), SandboxSlack()
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        environment = environment_of(propops_url, slack_url, tmp_path)
        priya = slack.member("priya")
        await link_priya(propops, slack, tmp_path)

        async with process(environment, tmp_path) as (_, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            await priya.command("/job new")
            form = await priya.modal(having="job_title")
            await priya.fill(form, **SIX)
            propops.fail(Fault("get", "slow", seconds=30))
            await priya.submit(form)
            await slack.until(lambda: propops.writes or None, why="the write")
        assert slack.messages("maintenance") == []

        propops.heal()
        async with process(environment, tmp_path) as (bot, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            await slack.wait_for_message(channel="maintenance", containing="Job created")
            await ended(bot)

        assert [write["action"] for write in propops.writes] == ["create"]
        assert len(slack.messages("maintenance")) == 1


def refused_in(slack: SandboxSlack) -> int:
    """In how many channels something was to be posted."""
    posts = [each for each in slack.calls if each.method == "chat.postMessage"]
    return len({each.args.get("channel") for each in posts if each.args["channel"][0] != "D"})


async def test_killed_while_three_channels_wait_each_job_has_one_card(tmp_path: Path) -> None:
    """Slack takes no post when the bot dies; what was written is shown by the next one."""
    propops, slack = SandboxPropOps(), SandboxSlack()
    channels = ("maintenance", "approvals", "private-one")
    slack.invite("bot", "private-one")
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        environment = environment_of(propops_url, slack_url, tmp_path)
        priya = slack.member("priya")
        await link_priya(propops, slack, tmp_path)

        async with process(environment, tmp_path) as (_, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            slack.fail("chat.postMessage", "ratelimited", times=-1)
            for channel in channels:
                for number in (1, 2):
                    await priya.command("/job new", channel=channel)
                    form = await priya.modal(having="job_title")
                    await priya.fill(form, **(SIX | {"job_title": f"{channel} {number}"}))
                    sent = await priya.submit(form)
                    assert sent.accepted, sent.errors
            await slack.until(lambda: len(propops.writes) == 6 or None, why="writes")
            await slack.until(lambda: refused_in(slack) == 3 or None, why="a post in each channel")

        slack.heal()
        async with process(environment, tmp_path) as (bot, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            for channel in channels:
                for number in (1, 2):
                    await slack.wait_for_message(channel=channel, containing=f"{channel} {number}")
            await ended(bot)

        assert [write["action"] for write in propops.writes] == ["create"] * 6
        assert [len(slack.messages(channel)) for channel in channels] == [2, 2, 2]
