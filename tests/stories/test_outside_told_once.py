"""However many replicas there are, and whenever one of them dies: what happened in PropOps is told once."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from bot.sandbox.testbed import Testbed
from bot.wiring.waits import USUAL
from bot.workflows.cards.outside_news import LEASE
from tests.stories.acting import Clock, raised, updated
from tests.stories.boards import status_id
from tests.stories.comparing import compare, make_due, tell, told
from tests.stories.conftest import QUICK
from tests.stories.second_process import another
from tests.waiting import until

pytestmark = pytest.mark.testbed(cards_refresh_seconds=0)


async def never(_seconds: float) -> None:
    await asyncio.Event().wait()


BY_HAND = pytest.mark.testbed(waits=replace(QUICK, sleep=never))
"""Nothing is done every few seconds: what was found is told when the test says so."""


def reads(play: Testbed) -> Counter[str]:
    """How often each job was read."""
    asked = [each for each in play.propops.requests if each["action"] == "get"]
    return Counter(each["query"]["uuid"] for each in asked)


@BY_HAND
async def test_a_restart_between_reading_and_telling(play: Testbed, clock: Clock) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.edit("JOB-003", by="Sam", status_id=status_id(play, "In progress"))
    assert play.app is not None
    await play.app.engine.idle()
    await make_due(play.app)
    await play.app.flows.cards.reconciler.compare_due()
    clock.ahead += LEASE + 1  # had the old one begun
    await play.restart_bot()
    assert play.app is not None
    await tell(play, play.app)
    await compare(play)
    assert len(told(play, card)) == 1


@BY_HAND
@pytest.mark.parametrize("posted", [True, False])
async def test_the_process_dies_while_it_tells(
    play: Testbed, clock: Clock, *, posted: bool
) -> None:
    """What was posted, perhaps, is looked for before it is posted by the next."""
    card = await updated(play, job_title="Boiler leaks")
    play.propops.edit("JOB-003", by="Sam", status_id=status_id(play, "In progress"))
    assert play.app is not None
    await play.app.engine.idle()
    await make_due(play.app)
    await play.app.flows.cards.reconciler.compare_due()
    if posted:
        play.slack.fail("chat.postMessage", "drop_after")
        telling = asyncio.create_task(play.app.flows.cards.outside_news.tell_due())
        await play.slack.until(lambda: told(play, card) or None, why="the news")
        telling.cancel()
    else:
        assert await play.app.stores.watched_jobs.take_news(LEASE) is not None
    clock.ahead += LEASE + 1
    await play.restart_bot()
    assert play.app is not None
    await tell(play, play.app)
    assert len(told(play, card)) == 1


async def test_slack_is_away_for_a_while(play: Testbed, clock: Clock) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.edit("JOB-003", by="Sam", status_id=status_id(play, "In progress"))
    play.slack.fail("chat.postMessage", "drop_before", times=3)
    await compare(play)
    clock.ahead += 20
    await compare(play)
    assert len(told(play, card)) == 1


@pytest.mark.testbed(cards_refresh_seconds=1, waits=USUAL)
async def test_at_one_second_it_is_told_by_itself(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.edit("JOB-003", by="Sam", status_id=status_id(play, "In progress"))
    play.propops.add_note("JOB-003", "Ace Gas", "on my way")
    await play.slack.until(lambda: told(play, card) or None, why="the news")


@pytest.mark.postgres
async def test_two_replicas_read_each_card_once_and_tell_once(
    shared: Testbed, clock: Clock
) -> None:
    cards = [await raised(shared, job_title=f"Leak {number}") for number in range(3)]
    refs = [job["job_ref"] for job in shared.propops.jobs[-3:]]
    async with another(shared, clock) as app:
        assert shared.app is not None
        both = shared.app, app
        await shared.app.engine.idle()  # what showed the cards has put off the next look
        for turn in range(2):
            for ref in refs:
                shared.propops.edit(ref, by="Sam", date_works_start_date=f"2026-12-0{turn + 1}")
            before = reads(shared)
            await make_due(app)
            await asyncio.gather(*(each.flows.cards.reconciler.compare_due() for each in both))
            since = reads(shared) - before
            assert [since[shared.propops.job(ref)["uuid"]] for ref in refs] == [1, 1, 1]
            await asyncio.gather(*(tell(shared, each) for each in both))
            for each in both:
                await tell(shared, each)
        for card in cards:
            assert len(told(shared, card)) == 2


@pytest.mark.postgres
async def test_the_share_of_a_replica_that_died_is_taken_over(
    shared: Testbed, clock: Clock
) -> None:
    card = await raised(shared)
    ref = shared.propops.jobs[-1]["job_ref"]
    shared.propops.edit(ref, by="Sam", date_works_start_date="2026-12-01")
    assert shared.app is not None
    await shared.app.engine.idle()
    store = shared.app.stores.watched_jobs
    await make_due(shared.app)
    [due] = await store.due(5, 5)
    assert await store.take(due, clock() + 300) is not None  # and dies
    async with another(shared, clock) as app:
        await app.flows.cards.reconciler.compare_due()
        assert told(shared, card) == []
        clock.ahead += 301
        await app.flows.cards.reconciler.compare_due()
        await tell(shared, app)
    assert len(told(shared, card)) == 1
    await until(lambda: card.says("Changed in PropOps"))
