"""A job has one card in a channel, however many processes show its changes at once."""

import asyncio
import contextlib

import pytest

from bot.app import App
from bot.jobs.change import Change, Place, change_id
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import CHANNEL, Testbed
from bot.slack.web_api import SlackSilent
from bot.store.cards import PostedCard
from bot.workflows.cards.drawing import ABANDONED_AFTER
from tests.stories.acting import Clock, dm_saying
from tests.stories.second_process import another

REFS = ("JOB-003", "JOB-004", "JOB-005", "JOB-006")


def renamed(play: Testbed, ref: str, title: str) -> Change:
    job = play.propops.job(ref)
    key = f"T0SANDBOX1:{ref}:{title}"
    base = {"updated_at": job["updated_at"], "fields": {"job_title": job["job_title"]}}
    return Change(
        *(change_id(key), key, "update", play.member("priya"), Place(channel=play.channel())),
        job_uuid=job["uuid"],
        job_ref=ref,
        fields={"job_title": title},
        base=base,
    )


def cards(play: Testbed, ref: str) -> list[Message]:
    posted = play.slack.messages(CHANNEL)
    return [each for each in posted if not each.is_reply and each.says(ref)]


@pytest.mark.postgres
async def test_two_processes_that_show_a_job_at_once_post_one_card(
    shared: Testbed, clock: Clock
) -> None:
    play, first = shared, shared.app
    assert first is not None
    async with another(play, clock) as second:
        # each shows a change of its own, and neither knows of the other's
        changes = {ref: [renamed(play, ref, "Once"), renamed(play, ref, "Twice")] for ref in REFS}
        for made in changes.values():
            for change in made:
                await store_done(first, play, change)
        shows = [
            shown(app, await stored(app, change.id))
            for made in changes.values()
            for app, change in zip((first, second), made, strict=True)
        ]
        await asyncio.gather(*shows)
    for ref, (_, newer) in changes.items():
        [card] = cards(play, ref)
        assert card.says("Twice"), card.outline()
        [row] = await first.stores.cards.for_job("T0SANDBOX1", newer.job_uuid)
        assert (row.ts, row.change_id) == (card.ts, newer.id)


async def shown(app: App, change: Change) -> None:
    """As a run shows it: again, while Slack or another process is in the way."""
    while True:
        with contextlib.suppress(SlackSilent):
            await app.flows.cards.jobs.show(change, None)
            return
        await asyncio.sleep(0.1)


async def store_done(app: App, play: Testbed, change: Change) -> None:
    """As a run records it whose process ends before it shows anything."""
    far = change.but(due_at=0.0)
    store = app.stores.changes
    await store.accept(far.but(state="waiting"))
    after = play.propops.job(change.job_ref) | dict(change.fields)
    keep = {name: after[name] for name in ("uuid", "job_ref", "job_title", "updated_at")}
    moved = await store.move(change.id, {"asked", "waiting"}, "done", after=keep)
    assert moved is not None


async def stored(app: App, id_: str) -> Change:
    change = await app.stores.changes.get(id_)
    assert change is not None
    return change


async def test_a_claim_whose_process_died_before_the_post_is_taken_over(
    play: Testbed, clock: Clock
) -> None:
    """Its change is never shown; the next one of the job gets the card, under the first one's key."""
    assert play.app is not None
    lost, later = renamed(play, "JOB-003", "Lost"), renamed(play, "JOB-003", "Later")
    for change in (lost, later):
        await store_done(play.app, play, change)
    claim = PostedCard(
        *("T0SANDBOX1", "", play.channel(), lost.job_uuid), posted_by=lost.id, claimed_at=clock()
    )
    await play.app.stores.cards.claim(claim, "", 0.0)
    clock.ahead += ABANDONED_AFTER + 1
    await play.app.flows.cards.jobs.show(await stored(play.app, later.id), None)
    [card] = cards(play, "JOB-003")
    assert card.says("Later")
    await play.app.flows.cards.jobs.show(await stored(play.app, lost.id), None)
    assert len(cards(play, "JOB-003")) == 1


async def test_a_claim_whose_process_died_after_the_post_finds_its_card(
    play: Testbed, clock: Clock
) -> None:
    assert play.app is not None
    lost, later = renamed(play, "JOB-003", "Lost"), renamed(play, "JOB-003", "Later")
    for change in (lost, later):
        await store_done(play.app, play, change)
    jobs, stores = play.app.flows.cards.jobs, play.app.stores
    await jobs.show(await stored(play.app, lost.id), None)
    [row] = await stores.cards.for_job("T0SANDBOX1", lost.job_uuid)
    unwritten = PostedCard(
        *("T0SANDBOX1", "", row.channel, row.job_uuid), posted_by=lost.id, claimed_at=clock()
    )
    await stores.cards.put(unwritten)
    clock.ahead += ABANDONED_AFTER + 1
    await play.restart_bot()  # it remembers no message it has posted
    await play.app.flows.cards.jobs.show(await stored(play.app, later.id), None)
    [card] = cards(play, "JOB-003")
    assert card.says("Later")


async def test_a_claim_to_a_card_that_cannot_be_posted_is_given_back(play: Testbed) -> None:
    assert play.app is not None
    change = renamed(play, "JOB-003", "Locked out")
    play.slack.fail("chat.postMessage", "is_archived", times=2, channel=play.channel())
    await play.app.flows.changes.accept(change)
    await dm_saying(play, "can't post its card")
    assert await play.app.stores.cards.for_job("T0SANDBOX1", change.job_uuid) == []
