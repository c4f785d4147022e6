"""A code in everything that can be written, while changes are in every state: stored nowhere in clear."""

import asyncio
import io
import logging
from pathlib import Path

import httpx
import pytest
import structlog
from typer.testing import CliRunner

from bot import logs
from bot.cli import audit as audit_command
from bot.cli import changes as changes_command
from bot.jobs.change import State
from bot.jobs.fields import Email, Text
from bot.jobs.forms import FIELDS
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed, open_testbed
from bot.store.audit_gaps import gaps
from tests.stories.acting import APPROVALS, SIX, address_for, card_of, until_title, went_through
from tests.without_ids import without_ids

CODE = "canary 90817726"
EMAIL = "canary90817726@example.com"
WRITTEN = {
    name: EMAIL if isinstance(entry.kind, Email) else f"{name} {CODE}"
    for name, entry in FIELDS.items()
    if isinstance(entry.kind, Text | Email)
}
"""Every field of the form that people can write into: one added to the table is in here."""


async def test_what_people_write_is_found_nowhere_at_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = io.StringIO()
    root = logging.getLogger()
    before, level, config = root.handlers[:], root.level, structlog.get_config()
    logs.configure("DEBUG", "json", heard)
    try:
        settings = APPROVALS | {"propops_settle_seconds": 0.5}
        async with open_testbed(tmp_path, link_page=True, **settings) as play:
            async with httpx.AsyncClient() as browser:
                url = await address_for(play, "tom", f"/job new boiler {CODE} {EMAIL}")
                token = play.propops.token_for("Tom Reilly")
                assert (await browser.post(url, data={"token": token})).status_code == 200
                await _every_stage(play)
                numbers = (await browser.get(f"{play.bot_url}/metrics")).text
            assert play.app is not None
            assert "propops_bot_changes_total" in numbers
            assert await gaps(play.app.stores.database) == (0, "")
            changes = await play.app.stores.changes.recent()
            assert {"done", "waiting", "refused", "unknown"} <= {each.state for each in changes}
            monkeypatch.setenv("DATABASE_URL", _url_of(tmp_path))
            at_rest = [_bytes_in(tmp_path)]
    finally:
        root.handlers[:], root.level = before, level
        structlog.configure(**config)
    at_rest.append(_bytes_in(tmp_path))
    for stored in at_rest:
        assert b"T0SANDBOX1" in stored, "looks in the right place"
        assert b"90817726" not in stored
    assert "90817726" not in without_ids(heard.getvalue() + numbers)
    told = await asyncio.to_thread(_told_by_commands, [each.id for each in changes])
    assert "90817726" not in without_ids(told)


async def _every_stage(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await _send(play, job_total_budget="100")
    card = await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await tom.command("/job find " + CODE)
    await tom.command("/job update JOB-061")
    form = await tom.modal(having="job_title")
    await tom.fill(form, job_description=f"other words {CODE}")
    await tom.submit(form)
    await went_through(tom, play, "Job updated")
    await tom.press(card, "Add note")
    note = await tom.modal(title="Add case note", having="note_text")
    await tom.fill(note, note_text=f"note {CODE}")
    await tom.submit(note)
    await tom.submit(note)  # asked whether the number opens anything
    await went_through(tom, play, "Case note added")
    await _send(play, job_total_budget="900")
    rejected = await card_of(play)
    dana = play.slack.member("dana")
    await dana.press(rejected, "Reject")
    reason = await dana.modal(having="reason")
    await dana.fill(reason, reason=f"reason {CODE}")
    await dana.submit(reason)
    await dana.submit(reason)  # asked, too
    await _until_one_is(play, "refused")
    await _send(play, job_total_budget="901")
    await play.slack.wait_for_message(channel="approvals", containing="901")
    play.propops.fail(Fault("create", "drop_before", times=2))
    await _send(play, job_total_budget="101")
    await _until_one_is(play, "unknown")
    echo = f"Value '{CODE}' is too long for works_order_ref"
    play.propops.fail(Fault("create", "400", words=echo))
    await _send(play, job_total_budget="102")
    await until_title(tom, play, "is too long for")


async def _until_one_is(play: Testbed, state: State) -> None:
    assert play.app is not None
    async with asyncio.timeout(60):
        while not await play.app.stores.changes.recent(1, state=state):
            await asyncio.sleep(0.05)


async def _send(play: Testbed, **more: str) -> None:
    tom = play.slack.member("tom")
    before = tom.top  # the form of the last one may have come back
    await tom.command(f"/job new {CODE}")
    await play.slack.until(lambda: tom.top is not before or None, why="the new form")
    form = await tom.modal(having="job_title")
    await tom.fill(form, **(SIX | WRITTEN | more))
    await tom.submit(form)
    for _ in range(2):  # whether its number opens anything; one like it has just been raised
        if form.errors:
            await tom.submit(form)


def _told_by_commands(ids: list[str]) -> str:
    runner = CliRunner()
    said = [runner.invoke(changes_command.app, ["list"])]
    said += [runner.invoke(changes_command.app, ["show", id_]) for id_ in ids]
    said += [
        runner.invoke(audit_command.app, ["export", "--format", form]) for form in ("csv", "jsonl")
    ]
    assert all(each.exit_code == 0 for each in said)
    return "".join(each.output for each in said)


def _url_of(folder: Path) -> str:
    return f"sqlite:///{next(folder.rglob('*.keys')).with_suffix('.db')}"


def _bytes_in(folder: Path) -> bytes:
    """Everything on disk but the keys: database, write-ahead log, the engine's file."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".keys"]
    return b"".join(file.read_bytes() for file in files)
