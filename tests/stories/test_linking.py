"""Linking resumes what was requested before it."""

import asyncio
import re

import httpx
import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops.faults import Fault
from bot.sandbox.testbed import Testbed
from bot.slack import user_directory
from tests.stories.acting import (
    Clock,
    address_for,
    address_in,
    answer,
    asked,
    ephemeral_to,
    raised,
    unlinked,
)
from tests.waiting import until

PUBLIC = pytest.mark.testbed(link_page=True, linked={})
"""With a link page; nobody is linked."""


@PUBLIC
async def test_linking_by_the_page_finishes_what_was_asked(play: Testbed) -> None:
    url = await address_for(play, "tom", "/job new boiler not firing high")
    token = play.propops.token_for("Tom Reilly")
    async with httpx.AsyncClient() as browser:
        page = await browser.get(url)
        assert page.status_code == 200
        assert "Tom Reilly" in page.text
        assert 'name="token"' in page.text
        done = await browser.post(url, data={"token": token})
    assert "Linked" in done.text
    assert "close this page: whoever" not in done.text  # too late for that
    assert "change your password in PropOps" in done.text
    assert token not in done.text
    tom = play.slack.member("tom")
    told = await answer(play, "tom", "Linked as *Tom Reilly*")
    await tom.press(told, "Open the form")

    form = await tom.modal(having="job_title")
    assert "oiler not firing" in outline_view(form)


@PUBLIC
async def test_signing_in_keeps_the_expiry_and_never_the_password(play: Testbed) -> None:
    url = await address_for(play, "tom")
    async with httpx.AsyncClient() as browser:
        form = await browser.get(url)
        assert "ends the one your account has now" in form.text
        email = play.propops.email_of("Tom Reilly")
        wrong = await browser.post(url, data={"email": email, "password": "no"})
        assert wrong.status_code == 422
        assert "Invalid email or password" in wrong.text
        done = await browser.post(url, data={"email": email, "password": "sandbox"})
        assert "Linked" in done.text
        assert "sandbox" not in done.text
        again = await browser.post(url, data={"email": email, "password": "sandbox"})
    assert again.status_code == 410
    assert play.app is not None
    linked = await play.app.stores.tokens.get(play.member("tom"))
    assert linked is not None
    assert linked.expires_at is not None
    assert linked.linked_as["name"] == "Tom Reilly"


@PUBLIC
async def test_the_page_is_strict(play: Testbed) -> None:
    url = await address_for(play, "tom")
    async with httpx.AsyncClient() as browser:
        page = await browser.get(url)
        for policy in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"):
            assert policy in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        token = play.propops.token_for("Tom Reilly")
        for foreign in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
            assert (
                await browser.post(url, data={"token": token}, headers=foreign)
            ).status_code == 403
        assert (await browser.get(url[:-4] + "AAAA")).status_code == 410
        huge = await browser.post(url, content=b"token=" + b"a" * 9000)
        assert huge.status_code == 413
        for _ in range(5):
            assert (await browser.post(url, data={"token": "f" * 64})).status_code in {410, 422}
        worn = await browser.post(url, data={"token": token})
        assert worn.status_code == 410
    assert play.app is not None
    assert await play.app.stores.tokens.get(play.member("tom")) is None


@PUBLIC
async def test_too_many_at_once_are_asked_to_wait_and_delay_nobody_else(play: Testbed) -> None:
    url = await address_for(play, "tom")
    made_up = url.rpartition("/")[0] + "/x"
    async with httpx.AsyncClient() as browser:
        codes = [(await browser.post(made_up, data={})).status_code for _ in range(121)]
        assert codes[-1] == 429
        codes = [(await browser.post(url, data={})).status_code for _ in range(41)]
        assert codes[-1] == 429
        other = await address_for(play, "dana")
        assert (await browser.get(other)).status_code == 200


@pytest.mark.testbed(link_page=True)
async def test_an_address_works_for_a_quarter_of_an_hour_and_each_is_fresh(
    play: Testbed, clock: Clock
) -> None:
    async with httpx.AsyncClient() as browser:
        first = await address_for(play, "tom")
        second = await address_for(play, "tom")
        assert first != second
        clock.ahead = 16 * 60
        assert (await browser.get(first)).status_code == 410
        assert "/job link" in (await browser.get(second)).text


@pytest.mark.testbed(link_page=True)
async def test_a_press_brings_a_fresh_address_however_old_the_button(
    play: Testbed, clock: Clock
) -> None:
    async with httpx.AsyncClient(follow_redirects=True) as browser:
        old = await address_for(play, "tom")
        clock.ahead = 3 * 86400
        await address_for(play, "dana")  # clears out what is long over
        opening = asyncio.create_task(browser.get(old))
        await asyncio.sleep(0.3)
        assert not opening.done()  # the browser is there before Slack has told of the press
        tom = play.slack.member("tom")
        await tom.press(tom.ephemerals[-1], "Link your account")
        page = await opening
        assert page.status_code == 200
        fresh = str(page.url)
        assert fresh != old
        assert (await browser.get(old)).status_code == 410  # one press, one address
        token = play.propops.token_for("Tom Reilly")
        assert "Linked" in (await browser.post(fresh, data={"token": token})).text
        await ephemeral_to(play, "tom", "Linked as *Tom Reilly*")


@pytest.mark.testbed(link_page=True)
async def test_somebody_elses_press_does_not_freshen_an_address(
    play: Testbed, clock: Clock
) -> None:
    async with httpx.AsyncClient() as browser:
        toms = await address_for(play, "tom")
        clock.ahead = 16 * 60
        assert play.app is not None
        tickets = play.app.flows.members.invitations.tickets
        mark = re.findall(r"[0-9a-f]{64}", str(play.slack.member("tom").ephemerals[-1].blocks))[-1]
        await tickets.record_press(play.member("dana"), mark)
        assert (await browser.get(toms)).status_code == 410


@pytest.mark.parametrize(
    ("label", "then"),
    [
        ("Restore", "Open the form"),
        ("Add note", "Open the form"),
        ("Show", "Go on"),
        ("Delete", "Open the form"),
    ],
)
@PUBLIC
async def test_a_press_without_a_link_is_kept_and_resumed(
    play: Testbed, label: str, then: str
) -> None:
    await play.link("priya", "Priya Shah")
    card = await raised(play)
    tom = play.slack.member("tom")
    await tom.press(card, label)
    await ephemeral_to(play, "tom", "What you asked for is kept")
    async with httpx.AsyncClient() as browser:
        url = address_in([*tom.ephemerals, *tom.dms][-1].blocks)
        await browser.post(url, data={"token": play.propops.token_for("Tom Reilly")})
    said = await answer(play, "tom", "You had asked for")
    assert "JOB-" in said.text
    before = len(tom.ephemerals)
    await tom.press(said, then)
    if then == "Go on":
        await play.slack.until(lambda: len(tom.ephemerals) > before or None, why="an answer")
    else:
        await play.slack.until(lambda: tom.top, why="a form")


@PUBLIC
async def test_linking_again_while_a_change_runs_resumes_it(play: Testbed) -> None:
    """Signing in ends the token that the running change still holds."""
    await play.link("priya", "Priya Shah")
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    url = await address_for(play, "priya")
    email = play.propops.email_of("Priya Shah")
    play.propops.fail(Fault("get", "slow", seconds=0.8))
    await priya.press(card, "Notify contractor")
    await until(lambda: any(each["fault"] == "slow" for each in play.propops.requests))
    async with httpx.AsyncClient() as browser:
        await browser.post(url, data={"email": email, "password": "sandbox"})
    play.propops.heal()
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")
    assert len(play.propops.notified) == 1


async def test_a_change_nobody_linked_for_expires_also_for_who_links_later(
    play: Testbed, clock: Clock
) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    play.propops.revoke("Priya Shah")
    await play.slack.member("priya").press(card, "Notify contractor")
    await ephemeral_to(play, "priya", "no longer accepts your link")
    clock.ahead = 30 * 86400
    await play.link("priya", "Priya Shah")
    await ephemeral_to(play, "priya", "Nobody linked in time")
    assert play.propops.notified == []


@PUBLIC
async def test_who_has_left_meanwhile_changes_nothing_and_links_nothing(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_directory, "CACHED_FOR", 0.0)
    url = await address_for(play, "tom")
    await play.link("priya", "Priya Shah")
    for who in ("U0TOM00001", "U0PRIYA001"):
        play.slack.workspace.people[who].deleted = True
    assert play.app is not None
    async with httpx.AsyncClient() as browser:
        page = await browser.post(url, data={"token": play.propops.token_for("Tom Reilly")})
    assert page.status_code == 403
    assert "switched off" in page.text
    change = await asked(play, "send_assignment_notification", "JOB-003")

    store = play.app.stores.changes

    async def refused() -> bool:
        row = await store.get(change)
        return row is not None and row.state == "refused"

    await until(refused)
    assert play.propops.notified == []
    refusals = [k.entry for k in await play.app.stores.audit.entries() if k.entry.what == "refused"]
    assert [line.place for line in refusals] == ["page"]


async def test_without_a_page_a_form_takes_the_token_with_a_warning(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await tom.command("/job new boiler")
    await ephemeral_to(play, "tom", "isn't linked")
    await tom.press(tom.ephemerals[-1], "Link your account")
    form = await tom.modal(having="token")
    assert "passes through Slack" in outline_view(form)
    await tom.fill(form, token=play.propops.token_for("Tom Reilly"))
    await tom.submit(form)

    told = await answer(play, "tom", "Linked as *Tom Reilly*")
    assert "Open the form" in outline(told.blocks)


@pytest.mark.testbed(linked={}, link_in_slack=False)
async def test_operators_can_switch_the_form_off(play: Testbed) -> None:
    await play.slack.member("tom").command("/job link")
    said = await ephemeral_to(play, "tom", "Link your account")
    assert "propops-bot tokens set" in said


async def test_whoami_and_unlink(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job whoami")
    said = await ephemeral_to(play, "priya", "linked to PropOps as *Priya Shah*")
    assert "read and change jobs" in said
    await unlinked(play)
    await priya.command("/job whoami")
    await ephemeral_to(play, "priya", "isn't linked")
