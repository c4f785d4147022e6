"""A job is deleted in PropOps itself: its card says so, and nothing on it can be pressed."""

import contextlib

import pytest

from bot.errors import BotError
from bot.sandbox.propops.faults import Fault, Kind
from bot.sandbox.testbed import Testbed
from bot.workflows.cards import reconciler
from tests.stories.acting import raised, updated
from tests.stories.comparing import compare


async def test_the_card_of_a_job_deleted_in_propops_loses_its_buttons(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.delete("JOB-003")
    await compare(play)
    assert "Notify contractor" in card.buttons  # once is not believed
    await compare(play)
    assert card.says("No longer visible in PropOps")
    assert card.says("JOB-003 · Boiler leaks")
    assert card.buttons == []
    assert "card.more" not in str(card.blocks)


@pytest.mark.parametrize("kind", ["404_page", "404_gateway", "403", "html", "maintenance"])
async def test_only_the_404_of_propops_itself_is_believed(play: Testbed, kind: Kind) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.fail(Fault("*", kind, times=None))
    for _ in range(3):
        with contextlib.suppress(BotError):
            await compare(play)
    play.propops.heal()
    assert "Notify contractor" in card.buttons


async def test_nothing_counts_as_deleted_for_whoever_has_no_link_any_more(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    assert play.app is not None
    await play.app.stores.tokens.remove(play.member("priya"))
    play.propops.delete("JOB-003")
    for _ in range(3):
        await compare(play)
    assert "Notify contractor" in card.buttons


async def test_no_card_is_never_looked_at(play: Testbed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Far more cards than one run looks at: the oldest come round too."""
    monkeypatch.setattr(reconciler, "NEWEST", 1)
    monkeypatch.setattr(reconciler, "LONGEST", 2)
    oldest = await updated(play, job_title="Boiler leaks")
    for _ in range(6):
        await raised(play, "approvals")
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    for _ in range(5):
        await compare(play)
    assert oldest.says("Changed there")
    play.propops.delete("JOB-003")
    for _ in range(6):
        await compare(play)
    assert oldest.says("No longer visible in PropOps")
    assert oldest.buttons == []


async def test_a_job_that_is_gone_is_not_asked_for_again_and_again(play: Testbed) -> None:
    await updated(play, job_title="Boiler leaks")
    play.propops.delete("JOB-003")
    for _ in range(3):
        await compare(play)
    asked = len(play.propops.requests)
    assert play.app is not None
    await play.app.flows.cards.reconciler.compare_due()
    assert (await play.app.stores.watched_jobs.count()).open == 0
    assert len(play.propops.requests) == asked


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_who_lost_sight_of_a_job_does_not_make_it_gone(play: Testbed) -> None:
    """Tom worked on it earlier; Priya, who did last, can't be asked."""
    tom = play.slack.member("tom")
    await tom.command("/job update JOB-003")
    form = await tom.modal(having="job_title")
    await tom.fill(form, job_title="Boiler drips")
    await tom.submit(form)
    card = await updated(play, job_title="Boiler leaks")
    assert play.app is not None
    await play.app.stores.tokens.remove(play.member("priya"))
    play.propops.fail(Fault("get", "404", times=None))
    for _ in range(3):
        await compare(play)
    assert "Notify contractor" in card.buttons


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
async def test_whoever_still_sees_it_keeps_the_card_true(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await tom.command("/job update JOB-003")
    form = await tom.modal(having="job_title")
    await tom.fill(form, job_title="Boiler drips")
    await tom.submit(form)
    card = await updated(play, job_title="Boiler leaks")
    assert play.app is not None
    await play.app.stores.tokens.remove(play.member("priya"))
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    await compare(play)
    assert card.says("Changed there")
