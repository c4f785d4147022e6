"""What a direct message promised is brought to its outcome there, and its button goes."""

import pytest

from bot.jobs.outcome import Outcome
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from bot.store.promises import GRACE
from tests.stories.acting import (
    APPROVALS,
    Clock,
    answer,
    card_of,
    card_saying,
    dm_saying,
    send_new,
    until_title,
)
from tests.stories.at_rest import at_rest

pytestmark = pytest.mark.testbed(**APPROVALS)
CSRF = "/api/security/csrf-token"


async def test_waiting_for_approval_becomes_who_approved_it(play: Testbed) -> None:
    await send_new(play, job_total_budget="600")
    told = await dm_saying(play, "Waiting for approval")
    assert told.buttons == ["Withdraw"]
    await play.slack.member("dana").press(await card_of(play), "Approve")
    await card_saying(play, "Job created")
    await at_rest(play)
    assert told.says("Job created")
    assert told.says("Approved by Dana")
    assert not told.says("Waiting for approval")
    assert told.buttons == []


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Fault("*", "drop_before", times=None), "Saved. PropOps is away"),
        (Fault("*", "401", times=None), "Link your account"),
        (Fault("create", "drop_after"), "I'm checking"),
    ],
)
async def test_waiting_for_approval_is_not_said_of_what_was_approved_and_waits_still(
    play: Testbed, trouble: Fault, said: str
) -> None:
    await send_new(play, job_total_budget="600")
    told = await dm_saying(play, "Waiting for approval")
    priya = play.slack.member("priya")
    await priya.close(await until_title(priya, play, "Waiting for approval"))
    play.propops.fail(trouble)
    await play.slack.member("dana").press(await card_of(play), "Approve")
    await answer(play, "priya", said)
    await play.slack.until(
        lambda: told.deleted or not told.says("Waiting for approval") or None, why="gone"
    )


async def test_waiting_for_approval_becomes_withdrawn(play: Testbed) -> None:
    await send_new(play, job_total_budget="600")
    told = await dm_saying(play, "Waiting for approval")
    await play.slack.member("priya").press(told, "Withdraw")
    await play.slack.until(lambda: told.says("Withdrawn") or None, why="withdrawn")
    assert told.buttons == []


async def test_saved_here_becomes_created(play: Testbed) -> None:
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play)
    told = await dm_saying(play, "Saved. PropOps is away")
    play.propops.heal()
    await play.slack.until(lambda: told.says("Job created") or None, why="created")
    assert told.buttons == []


async def test_a_change_ended_from_outside_closes_its_approval_for_everybody(
    play: Testbed, clock: Clock
) -> None:
    """As the command line ends one: nobody in this process hears of it."""
    await send_new(play, job_total_budget="600")
    told = await dm_saying(play, "Waiting for approval")
    card = await card_of(play)
    assert play.app is not None
    store = play.app.stores.changes
    [change] = await store.recent(1)
    outcome = Outcome("withdrawn", "Whoever runs the bot took it back.")
    await store.move(change.id, {"waiting"}, "withdrawn", outcome=outcome)
    clock.ahead += GRACE
    await play.slack.until(lambda: told.says("Withdrawn") or None, why="withdrawn")
    assert told.buttons == []
    await play.slack.until(lambda: card.says("Withdrawn") or None, why="closed")
    assert card.buttons == []


async def test_the_outcome_is_told_though_the_modal_is_open(play: Testbed) -> None:
    await send_new(play, job_total_budget="600")
    card = await card_of(play)
    dana = play.slack.member("dana")
    await dana.press(card, "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason="Too dear")
    await dana.submit(form)
    told = await dm_saying(play, "Dana Okafor rejected it: Too dear. Please talk")
    await play.slack.until(
        lambda: any(m.buttons == ["Resume"] for m in play.slack.member("priya").dms) or None,
        why="the form to go on with",
    )
    assert play.slack.member("priya").top is not None
    assert told.says("Too dear")


async def test_an_outcome_that_slack_does_not_take_is_shown_later(
    play: Testbed, clock: Clock
) -> None:
    await send_new(play, job_total_budget="600")
    told = await dm_saying(play, "Waiting for approval")
    assert play.app is not None
    promises = play.app.stores.promises
    [row] = await promises.about([(await play.app.stores.changes.recent(1))[0].id])
    await promises.put_off(row.key, clock() + 30, {"text": "It is over.", "blocks": []})
    clock.ahead += 31
    await play.slack.until(lambda: told.says("It is over.") or None, why="shown")


async def test_a_message_sent_just_before_a_crash_is_found_by_its_key(play: Testbed) -> None:
    await send_new(play, job_total_budget="600")
    told = await dm_saying(play, "Waiting for approval")
    assert play.app is not None
    promises = play.app.stores.promises
    [row] = await promises.about([(await play.app.stores.changes.recent(1))[0].id])
    await promises.posted(row.key, "", "")  # as if nobody had lived to write down where it is
    await play.slack.member("dana").press(await card_of(play), "Approve")
    await play.slack.until(lambda: told.says("Job created") or None, why="created")
    assert told.buttons == []
