"""`propops-bot changes retry|withdraw|resolve`: while the bot runs and while it does not."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import changes
from bot.cli.settings import opened
from bot.jobs.change import State
from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from bot.slack.messenger import Messenger
from bot.store.changes import ChangeStore
from bot.store.promises import GRACE
from bot.views.blocks import Message
from tests.stories.acting import (
    APPROVALS,
    Clock,
    asked,
    card_of,
    card_saying,
    dm_saying,
    raised,
    send_new,
    updated,
)
from tests.stories.at_rest import at_rest

CSRF = "/api/security/csrf-token"
WITH_APPROVALS: pytest.MarkDecorator = pytest.mark.testbed(**APPROVALS)


@pytest.fixture(autouse=True)
def _database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/propops-bot.db")


async def operator(*words: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, changes.app, list(words))


async def in_state(play: Testbed, state: State) -> str:
    """The id of the newest change, once it is in this state."""
    assert play.app is not None
    store = play.app.stores.changes
    async with asyncio.timeout(60):
        while not (found := await store.recent(1, state)):
            await asyncio.sleep(0.05)
    return found[0].id


async def unknown(play: Testbed) -> str:
    """A notification of which nobody knows whether it went out."""
    play.propops.fail(Fault("send_assignment_notification", "drop_before"))
    id_ = await asked(play, "send_assignment_notification", "JOB-003")
    await dm_saying(play, "can't find out whether it worked")
    return id_


async def state_of(play: Testbed, id_: str) -> str:
    assert play.app is not None
    change = await play.app.stores.changes.get(id_)
    assert change is not None
    return change.state


async def audited(play: Testbed) -> list[tuple[str, str, Any]]:
    assert play.app is not None
    entries = [each.entry for each in await play.app.stores.audit.entries()]
    return [(each.what, each.place, each.outcome) for each in entries if "operator" in each.what]


@pytest.mark.parametrize("stopped", [False, True])
async def test_withdrawn_by_an_operator_is_told_once_and_the_form_is_kept(
    play: Testbed, *, stopped: bool
) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play, job_title="Not this one")
    waits = await dm_saying(play, "Not this one*: Saved. PropOps is away")
    id_ = await in_state(play, "asked")
    if stopped:
        await play.stop_bot()
    said = await operator("withdraw", id_)
    assert said.exit_code == 0, said.stderr
    assert "New job, asked for by Priya" in said.output
    assert "is told once, in a direct message" in said.output
    if stopped:
        await play.start_bot()
    told = await dm_saying(play, "Whoever runs this bot took it back")
    assert "[Resume]" in outline(told.blocks)
    await play.slack.until(
        lambda: "[Withdraw]" not in outline(waits.blocks) or None, why="no button"
    )
    play.propops.heal()
    await at_rest(play)
    assert play.propops.writes == []
    priya = play.slack.member("priya")
    assert len([each for each in priya.dms if "took it back" in each.text]) == 1
    await priya.press(told, "Resume")
    assert (await priya.modal(having="job_title")).value("job_title") == "Not this one"
    assert await audited(play) == [("operator.withdraw", "command line", "withdrawn")]


async def test_withdrawn_while_propops_is_just_tried_waits_for_that_try(play: Testbed) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play, job_title="Not this one")
    await dm_saying(play, "Not this one*: Saved. PropOps is away")
    id_ = await in_state(play, "asked")
    play.propops.heal()
    play.propops.fail(Fault(CSRF, "slow", seconds=1.0))
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    assert await in_state(play, "applying") == id_
    said = await operator("withdraw", id_)
    assert said.exit_code == 0, said.stderr
    assert await state_of(play, id_) == "withdrawn"
    assert play.propops.writes == []


@WITH_APPROVALS
async def test_withdrawn_while_it_waits_for_approval_closes_the_request(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    await card_of(play)
    id_ = await in_state(play, "waiting")
    assert (await operator("withdraw", id_)).exit_code == 0
    card = await card_of(play, "Withdrawn")
    assert "[Approve]" not in outline(card.blocks)
    await dm_saying(play, "Whoever runs this bot took it back")
    assert play.propops.writes == []


async def test_what_a_run_writes_down_late_replaces_no_decision(play: Testbed) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play, job_title="Not this one")
    await dm_saying(play, "Not this one*: Saved. PropOps is away")
    id_ = await in_state(play, "asked")
    assert play.app is not None
    store = play.app.stores.changes
    before = await store.get(id_)
    assert before is not None
    assert (await operator("withdraw", id_)).exit_code == 0
    await store.put_in_run(id_, before.run, outcome=before.outcome)
    await dm_saying(play, "Whoever runs this bot took it back")
    change = await store.get(id_)
    assert change is not None
    assert (change.state, change.outcome.why) == ("withdrawn", "operator")


async def test_tried_again_at_once(play: Testbed) -> None:
    """Long before its next try, which an operator need not wait for."""
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play, job_title="Sent at last")
    await dm_saying(play, "Sent at last*: Saved. PropOps is away")
    id_ = await in_state(play, "asked")
    await play.stop_bot()
    async with opened(play.settings) as (database, encryption):
        store = ChangeStore(database, encryption, play.clock)
        await store.put(id_, due_at=play.clock() + 3600)
    play.propops.heal()
    await play.start_bot()
    said = await operator("retry", id_)
    assert said.exit_code == 0, said.stderr
    assert "told how it ends, as with any change" in said.output
    await play.slack.wait_for_message(channel="maintenance", containing="Sent at last")
    assert await audited(play) == [("operator.retry", "command line", "asked")]


async def test_an_unknown_outcome_is_sent_again_only_after_a_look(play: Testbed) -> None:
    id_ = await unknown(play)
    question = await dm_saying(play, "can't find out whether it worked")
    refused = await operator("retry", id_)
    assert (refused.exit_code, "would be done twice" in refused.stderr) == (1, True)
    assert play.propops.notified == []
    assert (await operator("retry", id_, "--yes")).exit_code == 0
    await play.slack.until(lambda: play.propops.notified or None, why="sent again")
    await play.slack.until(
        lambda: "[Notify again]" not in outline(question.blocks) or None, why="no button"
    )
    await in_state(play, "done")


async def test_an_outcome_that_is_overtaken_by_a_promise_is_shown_again(
    play: Testbed, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change ends while the question is being made to say *I'll tell you when it is done*."""
    id_ = await unknown(play)
    question = await dm_saying(play, "can't find out whether it worked")
    ended, update = asyncio.Event(), Messenger.update

    async def late(self: Messenger, channel: str, ts: str, message: Message, **more: Any) -> bool:
        if "I'll tell you when" in message.text:
            await ended.wait()
        return await update(self, channel, ts, message, **more)

    monkeypatch.setattr(Messenger, "update", late)
    assert (await operator("retry", id_, "--yes")).exit_code == 0
    await in_state(play, "done")
    await play.slack.until(lambda: "✅" in question.text or None, why="its outcome")
    ended.set()
    await play.slack.until(lambda: "I'll tell" in question.text or None, why="the late promise")
    clock.ahead += GRACE + 1
    await play.slack.until(lambda: "✅" in question.text or None, why="its outcome again")


async def test_resolved_as_done_shows_on_the_card_and_is_told(play: Testbed) -> None:
    id_ = await unknown(play)
    question = await dm_saying(play, "can't find out whether it worked")
    said = await operator("resolve", id_, "--done")
    assert said.exit_code == 0, said.stderr
    await dm_saying(play, "Whoever runs this bot looked in PropOps: it was done")
    await card_saying(play, "Contractor notified")
    assert "[Notify again]" not in outline(question.blocks)
    assert await state_of(play, id_) == "done"
    assert play.propops.notified == []
    assert await audited(play) == [("operator.resolve", "command line", "done")]


async def test_resolved_as_not_done_frees_the_button(play: Testbed) -> None:
    await updated(play, job_title="With a card")
    id_ = await unknown(play)
    assert (await operator("resolve", id_, "--not-done")).exit_code == 0
    await dm_saying(play, "it was not done. Press Notify contractor again")
    assert await state_of(play, id_) == "failed"
    assert play.propops.notified == []


@pytest.mark.testbed(propops_marker="none")
async def test_the_job_a_create_made_is_named(play: Testbed) -> None:
    play.propops.fail(Fault("create", "drop_after"))
    await send_new(play, job_title="Came through")
    id_ = await in_state(play, "unknown")
    wrong = await operator("resolve", id_, "--done", "--job", "JOB-999")
    assert wrong.exit_code == 1
    said = await operator("resolve", id_, "--done", "--job", "JOB-061")
    assert said.exit_code == 0, said.stderr
    await dm_saying(play, "Whoever runs this bot found it in PropOps")
    await play.slack.wait_for_message(channel="maintenance", containing="Came through")
    assert await state_of(play, id_) == "done"
    assert len([job for job in play.propops.jobs if job["job_title"] == "Came through"]) == 1


async def test_what_makes_no_sense_is_refused_with_a_sentence(play: Testbed) -> None:
    await raised(play)
    done = await in_state(play, "done")
    for words, sentence in {
        ("retry", done): "is done: sending it again would do it twice",
        ("withdraw", done): "has ended as done: nothing to withdraw",
        ("resolve", done, "--done"): "has ended as done: its outcome is known",
        ("withdraw", "S-NOTHERE"): "There is no change S-NOTHERE",
    }.items():
        said = await operator(*words)
        assert (said.exit_code, sentence in said.stderr) == (1, True), said.stderr
        assert "Done." not in said.output
    id_ = await unknown(play)
    may_have_left = await operator("withdraw", id_)
    assert (may_have_left.exit_code, "may have been done" in may_have_left.stderr) == (1, True)
    assert (await operator("resolve", id_)).exit_code == 2
    assert (await operator("resolve", id_, "--done", "--dry-run")).exit_code == 0
    assert await state_of(play, id_) == "unknown"
    assert await audited(play) == []


@pytest.mark.testbed(linked={})
async def test_nothing_is_tried_for_who_is_not_linked(play: Testbed) -> None:
    id_ = await asked(play, "delete", "JOB-003")
    await play.slack.until(lambda: play.slack.member("priya").dms or None, why="the invitation")
    said = await operator("retry", id_)
    assert (said.exit_code, "to link: they type /job link" in said.stderr) == (1, True)
