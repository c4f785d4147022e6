"""A whole story with secrets that can be recognised, and a search for them everywhere."""

import io
import logging
from pathlib import Path
from typing import Any

import httpx
import structlog

from bot import logs
from bot.sandbox.propops import Fault
from bot.sandbox.slack import Member
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.sandbox import BOT_TOKEN, SIGNING_SECRET
from bot.sandbox.testbed import Testbed, open_testbed
from tests.stories.acting import APPROVALS, SIX, address_for, card_of, ephemeral_to, until_title

ACCESS, CONTACT = "Canary-keysafe-4471", "Canary Contactperson"
EMAIL, PASSWORD = "canary.contact@example.com", "sandbox"
KEEP_PASSWORD = "canary-wrong-password"


async def test_no_secret_is_found_anywhere_after_a_whole_story(tmp_path: Path) -> None:
    heard = io.StringIO()
    root = logging.getLogger()
    before, level, config = root.handlers[:], root.level, structlog.get_config()
    logs.configure("DEBUG", "json", heard)
    try:
        async with open_testbed(
            tmp_path,
            link_page=True,
            **APPROVALS,
        ) as play:
            url = await address_for(play, "tom", "/job new boiler")
            token = play.propops.token_for("Tom Reilly")
            async with httpx.AsyncClient() as browser:
                tries = {"email": "tom.reilly@example.com", "password": KEEP_PASSWORD}
                answers = [
                    await browser.post(url, data=tries),
                    await browser.post(url, data={"token": "e" * 64}),
                    await browser.post(url, data={"token": token}),
                ]
                assert answers[-1].status_code == 200
                pages = "".join(answer.text for answer in answers)
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
                await until_title(tom, play, "let that account do this")
                play.propops.permit("Tom Reilly", "api.jobs.manage.manage")
                echo = f"Value '{ACCESS}' of {CONTACT} is too long for access_details"
                play.propops.fail(Fault("update", "400", words=echo))
                back = await tom.modal(having="access_details")
                await tom.fill(back, access_details=ACCESS)
                await tom.submit(back)
                told = await until_title(tom, play, "is too long for")
                assert ACCESS not in str([b for b in told.blocks if b["type"] != "input"])
                play.propops.forbid("Tom Reilly", "api.jobs.manage.manage")
                assert play.app is not None
                await _broken(play, tom)
                await tom.command("/job show JOB-061")
                await ephemeral_to(play, "tom", "lacks the permission api.jobs.manage.manage")
                play.propops.revoke("Tom Reilly")
                await tom.command("/job show JOB-061")
                await ephemeral_to(play, "tom", "no longer accepts")
                numbers = (await browser.get(f"{play.bot_url}/metrics")).text
            assert play.propops.job("JOB-061")["access_details"] == ACCESS
            said = "\n".join(f"{m.text} {m.blocks}" for m in _all_messages(play))
            audit = "\n".join(f"{kept}" for kept in await play.app.stores.audit.entries())
            theirs = "\n".join(
                f"{m.text} {m.blocks}"
                for who in ("priya", "dana")
                for m in [*play.slack.member(who).ephemerals, *play.slack.member(who).dms]
            )
            keys = _keys_in(tmp_path)
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
        "another token": "e" * 64,
        "bot token": BOT_TOKEN,
        "signing secret": SIGNING_SECRET,
        "keys": keys,
    }.items():
        for where, text in (
            ("logs", heard.getvalue()),
            ("metrics", numbers),
            ("Slack", said),
            ("the audit", audit),
            ("others' messages", theirs),
            ("the page", pages),
        ):
            assert secret_ not in text, f"{name} in {where}"
        assert secret_.encode() not in stored, f"{name} in the database"
    assert ticket not in heard.getvalue() + theirs + audit + numbers
    assert ticket.encode() not in stored
    assert heard.getvalue().count("Traceback") == 1  # of the listener that was made to fail


async def _broken(play: Testbed, tom: Member) -> None:
    """A bug in a listener that holds private values: its traceback goes to the log."""
    assert play.app is not None
    messenger = play.app.slack.messenger

    async def bug(*_: object) -> str | None:
        private = f"{ACCESS} {CONTACT}"
        raise LookupError(len(private))

    opened = messenger.open_view
    setattr(messenger, "open_view", bug)  # noqa: B010 - a stand-in, for one command
    await tom.command("/job new")
    await ephemeral_to(play, "tom", "Something went wrong on our side")
    setattr(messenger, "open_view", opened)  # noqa: B010


def _all_messages(play: Testbed) -> list[Message]:
    return [m for channel in play.slack.workspace.channels.values() for m in channel.messages]


def _keys_in(folder: Path) -> str:
    return next(folder.rglob("*.keys")).read_text().strip()


def _bytes_in(folder: Path) -> bytes:
    """Everything on disk but the keys."""
    files = [f for f in folder.rglob("*") if f.is_file() and f.suffix != ".keys"]
    return b"".join(f.read_bytes() for f in files)
