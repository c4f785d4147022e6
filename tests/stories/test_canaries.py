"""A whole story with secrets that can be recognised, and a search for them everywhere."""

import io
import logging
from pathlib import Path
from typing import Any

import httpx
import structlog

from bot import logs
from bot.sandbox.slack.messages import Message
from bot.sandbox.stage import Stage, stage
from tests.stories.telling import SIX, address_for, card_of, free_port, until_title, whisper_to

ACCESS, CONTACT = "Canary-keysafe-4471", "Canary Contactperson"
EMAIL, PASSWORD = "canary.contact@example.com", "sandbox"
KEEP_PASSWORD = "canary-wrong-password"


async def test_no_secret_is_found_anywhere_after_a_whole_story(tmp_path: Path) -> None:
    heard = io.StringIO()
    root = logging.getLogger()
    before, level, config = root.handlers[:], root.level, structlog.get_config()
    logs.configure("DEBUG", "json", heard)
    port = free_port()
    try:
        async with stage(
            tmp_path,
            port=port,
            public_url=f"http://127.0.0.1:{port}",
            approvals_channel="C0APPROV01",
            approvers=("U0DANA0001",),
            approval_budget_over=500,
            policy_file=tmp_path / "policy.toml",
        ) as play:
            url = await address_for(play, "tom", "/job new boiler")
            token = play.propops.token_for("Tom Reilly")
            async with httpx.AsyncClient() as browser:
                tries = {"email": "tom.reilly@example.com", "password": KEEP_PASSWORD}
                await browser.post(url, data=tries)
                await browser.post(url, data={"token": "e" * 64})
                assert (await browser.post(url, data={"token": token})).status_code == 200
                tom = play.slack.member("tom")
                await tom.command("/job new")
                form = await tom.modal(having="job_title")
                secret: dict[str, Any] = {
                    "access_details": ACCESS,
                    "private_contact_name": CONTACT,
                    "private_contact_email": EMAIL,
                }
                await tom.fill(form, **SIX, **secret, job_total_budget="900")
                await tom.submit(form)
                card = await card_of(play)
                await play.slack.member("dana").press(card, "Approve")
                await play.slack.wait_for_message(channel="maintenance", containing="Job created")
                await tom.close(await tom.modal(title="New job"))
                await tom.command("/job update JOB-061")
                form = await tom.modal(having="access_details")
                play.propops.forbid("Tom Reilly", "api.jobs.manage.manage")
                await tom.fill(form, access_details=ACCESS, job_title="Another title")
                await tom.submit(form)
                await until_title(tom, play, "lacks the permission")
                await tom.command("/job show JOB-061")
                await whisper_to(play, "tom", "lacks the permission api.jobs.manage.manage, so")
                play.propops.revoke("Tom Reilly")
                await tom.command("/job show JOB-061")
                await whisper_to(play, "tom", "no longer accepts")
                numbers = (await browser.get(f"{play.bot_url}/metrics")).text
            assert play.propops.job("JOB-061")["access_details"] == ACCESS
            said = "\n".join(f"{m.text} {m.blocks}" for m in _all_messages(play))
    finally:
        root.handlers[:], root.level = before, level
        structlog.configure(**config)
    stored = _bytes_in(tmp_path)
    assert len(stored) > 10_000
    assert "propops.call" in heard.getvalue()
    assert len(said) > 1_000
    ticket = url.rpartition("/")[2]
    for name, secret_ in {
        "token": token,
        "password": KEEP_PASSWORD,
        "access": ACCESS,
        "contact": CONTACT,
        "email": EMAIL,
    }.items():
        for where, text in (("logs", heard.getvalue()), ("metrics", numbers), ("Slack", said)):
            assert secret_ not in text, f"{name} in {where}"
        assert secret_.encode() not in stored, f"{name} in the database"
    assert ticket not in heard.getvalue()
    assert ticket.encode() not in stored
    assert "Traceback" not in heard.getvalue()


def _all_messages(play: Stage) -> list[Message]:
    return [m for channel in play.slack.workspace.channels.values() for m in channel.messages]


def _bytes_in(folder: Path) -> bytes:
    """Everything on disk but the keys."""
    files = [f for f in folder.rglob("*") if f.is_file() and f.suffix != ".keys"]
    return b"".join(f.read_bytes() for f in files)
