"""Links that end: announced, parked, resumed."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.jobs.working_time import working_hours_after
from bot.sandbox.propops.faults import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    Clock,
    address_for,
    address_in,
    ephemeral_to,
    raised,
)
from tests.stories.test_linking import PUBLIC
from tests.waiting import until


@PUBLIC
async def test_the_last_day_of_a_pasted_token_is_kept(play: Testbed) -> None:
    url = await address_for(play, "tom")
    token = play.propops.token_for("Tom Reilly")
    async with httpx.AsyncClient() as browser:
        wrong = await browser.post(url, data={"token": token, "expires": "2001-01-01"})
        assert wrong.status_code == 422
        assert "has passed" in wrong.text
        await browser.post(url, data={"token": token, "expires": "2099-12-31"})
    await play.slack.member("tom").command("/job whoami")
    said = await ephemeral_to(play, "tom", "The link works until")
    assert "date^4102444799" in said


def at_work_in(days: int) -> float:
    """Seconds from now until the first moment at work after so many days."""
    now = time.time()
    return working_hours_after(now + days * 86400, 0.5, ZoneInfo("Europe/London")) - now


async def test_without_a_known_end_the_latest_possible_one_is_announced(
    play: Testbed, clock: Clock
) -> None:
    assert play.app is not None
    clock.ahead = at_work_in(84)
    assert await play.app.flows.members.expiry_warnings.warn() == 1
    assert "at the latest" in play.slack.member("priya").dms[-1].text


async def test_a_warning_slack_did_not_take_is_given_again(play: Testbed, clock: Clock) -> None:
    assert play.app is not None
    clock.ahead = at_work_in(84)
    play.slack.fail("conversations.open", "account_inactive", times=1)
    play.slack.fail("chat.postMessage", "account_inactive", times=1)
    assert await play.app.flows.members.expiry_warnings.warn() == 0
    assert await play.app.flows.members.expiry_warnings.warn() == 1


@PUBLIC
async def test_a_dead_token_entered_after_a_dead_one_is_reported_again(play: Testbed) -> None:
    await play.link("priya", "Priya Shah")
    card = await raised(play, contractor_id=("Ace", 0))
    play.propops.revoke("Priya Shah")
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    await ephemeral_to(play, "priya", "no longer accepts your link")
    assert play.app is not None
    await play.app.engine.idle()  # that it was told is stored
    told = len(priya.dms) + len(priya.ephemerals)
    await play.app.stores.tokens.put(play.member("priya"), "d" * 64)
    await play.app.flows.members.waiting.resume()
    await play.slack.until(
        lambda: len(priya.dms) + len(priya.ephemerals) > told or None, why="told once more"
    )
    assert await play.app.flows.members.links.linked(play.member("priya")) is None


@PUBLIC
async def test_a_dead_token_parks_the_change_and_linking_again_resumes_it(
    play: Testbed,
) -> None:
    await play.link("priya", "Priya Shah")
    card = await raised(play, contractor_id=("Ace", 0))
    play.propops.revoke("Priya Shah")
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    await ephemeral_to(play, "priya", "no longer accepts your link")
    assert play.propops.notified == []
    url = address_in(priya.dms[-1].blocks)
    async with httpx.AsyncClient() as browser:
        await browser.post(url, data={"token": play.propops.token_for("Priya Shah")})

    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    assert len(play.propops.notified) == 1


@pytest.mark.testbed(linked={})
async def test_a_link_that_ends_is_announced_twice_and_no_more_and_at_work(
    play: Testbed, clock: Clock
) -> None:
    app = play.app
    assert app is not None
    noon = datetime(2026, 6, 8, 12, tzinfo=ZoneInfo("Europe/London")).timestamp() - time.time()
    clock.ahead = noon  # of a Monday
    token = play.propops.token_for("Priya Shah")
    await app.stores.tokens.put(
        play.member("priya"), token, clock() + 8 * 86400, {"name": "Priya Shah"}
    )
    told = []
    for days in (0, 1.6, 2, 3, 7.1, 7.12):  # the second is in the night
        clock.ahead = noon + days * 86400
        told.append(await app.flows.members.expiry_warnings.warn())
    assert told == [0, 0, 1, 0, 1, 0]
    assert "ends on" in play.slack.member("priya").dms[-1].text


async def test_an_app_taken_out_takes_its_links_along(play: Testbed) -> None:
    await play.slack.emit({"type": "app_uninstalled"})
    app = play.app
    assert app is not None

    async def gone() -> bool:
        return not await app.stores.tokens.all()

    await until(gone)
    assert any(k.entry.what == "workspace.cleared" for k in await app.stores.audit.entries())


async def test_what_waited_while_the_app_was_removed_is_reported_on_its_return(
    play: Testbed,
) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    play.propops.fail(Fault("*", "drop_before", times=None))
    await priya.press(card, "Notify contractor")
    await ephemeral_to(play, "priya", "Saved. PropOps is away")
    await play.slack.emit({"type": "app_uninstalled"})
    for method in ("conversations.open", "chat.postMessage", "chat.postEphemeral"):
        play.slack.fail(method, "account_inactive", times=-1)
    play.propops.heal()

    def refused() -> set[str]:
        return {each.method for each in play.slack.calls if each.error == "account_inactive"}

    await play.slack.until(
        lambda: {"chat.postMessage", "chat.postEphemeral"} <= refused() or None,
        why="it is told both ways, and Slack takes neither",
    )
    assert not [m for m in priya.dms if "isn't linked" in m.text]
    play.slack.heal()
    await play.restart_bot()
    await play.slack.until(
        lambda: next((m for m in priya.dms if "isn't linked" in m.text), None),
        why="told on the return",
    )
    await play.link("priya", "Priya Shah")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    assert len(play.propops.notified) == 1


async def test_a_token_that_becomes_invalid_while_somebody_types_is_reported_once(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    play.propops.revoke("Priya Shah")
    for letters in ("xyl", "xylo", "xylop"):
        assert await priya.suggested(form, "tenants_ids", letters) == []
    await ephemeral_to(play, "priya", "no longer accepts your link")
    told = [m for m in [*priya.dms, *priya.ephemerals] if "no longer accepts" in m.text]
    assert len(told) == 1
