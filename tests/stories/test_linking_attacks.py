"""Linking that somebody tries to turn against a colleague."""

import asyncio

import httpx
import pytest

from bot.sandbox.propops.faults import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.store.audit_log import AuditEntry
from bot.store.sign_in_limits import MOST_FAILED
from tests.stories.acting import Clock, address_for, answer, dm_saying, ephemeral_to, unlinked
from tests.waiting import until

pytestmark = pytest.mark.testbed(link_page=True, linked={})
PRIYA = {"email": "priya.shah@harrowfield.example", "password": "sandbox"}
TOM = {"email": "tom.reilly@harrowfield.example", "password": "sandbox"}
ALREADY = "already linked to another Slack member"


async def send(url: str, fields: dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient(timeout=60) as browser:
        return await browser.post(url, data=fields)


async def linked(play: Testbed, who: str, fields: dict[str, str]) -> None:
    page = await send(await address_for(play, who), fields)
    assert page.status_code == 200, page.text


async def name_of_link(play: Testbed, who: str) -> str | None:
    assert play.app is not None
    link = await play.app.flows.members.links.linked(play.member(who))
    return str(link.linked_as.get("name")) if link is not None else None


async def audit(play: Testbed, what: str) -> list[AuditEntry]:
    assert play.app is not None
    entries = await play.app.stores.audit.entries()
    return [each.entry for each in entries if each.entry.what == what]


async def ready(play: Testbed) -> None:
    await until(lambda: play.app and play.app.slack.identity.installed)


@pytest.fixture(autouse=True)
async def _ready(play: Testbed) -> None:
    await ready(play)


async def restarted(play: Testbed) -> None:
    await play.restart_bot()
    await ready(play)


async def question(play: Testbed, who: str = "priya") -> Message:
    return await dm_saying(play, "Is that you too?", who)


async def test_the_page_names_more_than_a_name_anybody_can_choose(play: Testbed) -> None:
    play.slack.workspace.people["U0TOM00001"].real_name = "Priya Shah"
    async with httpx.AsyncClient() as browser:
        page = (await browser.get(await address_for(play, "tom"))).text
    for fact in ("U0TOM00001", "@tom", "elm-maintenance.slack.com", "@harrowfield.example"):
        assert fact in page
    assert page.index("U0TOM00001") < page.index("Priya Shah")


async def test_a_colleague_led_to_my_page_does_not_make_me_them(play: Testbed) -> None:
    """Tom calls himself Priya Shah and sends Priya his address; she signs in on it."""
    await linked(play, "priya", PRIYA)
    play.slack.workspace.people["U0TOM00001"].real_name = "Priya Shah"
    page = await send(await address_for(play, "tom"), PRIYA)
    assert page.status_code == 422
    assert ALREADY in page.text
    assert await name_of_link(play, "tom") is None
    asked = await question(play)
    assert "member U0TOM00001" in asked.text
    await play.slack.member("priya").command("/job show JOB-003")
    await ephemeral_to(play, "priya", "JOB-003")  # her own link still works


async def test_with_the_owners_yes_it_is_linked_once_and_they_are_told(play: Testbed) -> None:
    await linked(play, "priya", PRIYA)
    url = await address_for(play, "tom")
    await send(url, PRIYA)
    asked = await question(play)
    await restarted(play)
    await play.slack.member("priya").press(asked, "Yes, it's me too")
    await dm_saying(play, "They said yes", "tom")
    assert (await send(url, PRIYA)).status_code == 200
    assert await name_of_link(play, "tom") == "Priya Shah"
    await dm_saying(play, "is now linked to another Slack account too")
    assert [each.outcome for each in await audit(play, "link.shared")] == ["yes"]
    await linked(play, "tom", PRIYA)  # again, without asking: it is his too by now
    play.slack.member("dana")
    page = await send(await address_for(play, "dana"), PRIYA)
    assert ALREADY in page.text  # the yes was for Tom


async def test_a_no_or_a_late_yes_or_somebody_elses_links_nothing(
    play: Testbed, clock: Clock
) -> None:
    await linked(play, "priya", PRIYA)
    url = await address_for(play, "tom")
    await send(url, PRIYA)
    asked = await question(play)
    assert play.app is not None
    owners = play.app.flows.members.account_owners
    value = next(
        element["value"]
        for block in asked.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "link.share_yes"
    )
    for who in ("tom", "dana"):
        assert "Nothing was changed" in await owners.answer(play.member(who), value, "yes")
    await play.slack.member("priya").press(asked, "No, that's not me")
    await dm_saying(play, "They said no", "tom")
    assert "Nothing was changed" in await owners.answer(play.member("priya"), value, "yes")
    assert ALREADY in (await send(url, PRIYA)).text
    clock.ahead = 16 * 60
    assert ALREADY in (await send(await address_for(play, "tom"), PRIYA)).text
    again = await question(play)
    clock.ahead = 2 * 16 * 60
    await play.slack.member("priya").press(again, "Yes, it's me too")
    await dm_saying(play, "too long ago")
    assert ALREADY in (await send(await address_for(play, "tom"), PRIYA)).text
    assert await name_of_link(play, "tom") is None


async def test_one_question_stands_however_often_it_is_tried(play: Testbed) -> None:
    await linked(play, "priya", PRIYA)
    for _ in range(2):
        url = await address_for(play, "tom")
        for _ in range(3):
            await send(url, PRIYA)
    await question(play)
    questions = [m for m in play.slack.member("priya").dms if "Is that you too?" in m.text]
    assert len(questions) == 1


@pytest.mark.parametrize("ended", ["unlinked", "dead"])
async def test_an_account_linked_before_is_asked_about_too(play: Testbed, ended: str) -> None:
    await linked(play, "priya", PRIYA)
    if ended == "unlinked":
        await unlinked(play)
    else:
        assert play.app is not None
        await play.app.stores.tokens.mark_dead(play.member("priya"), 1.0)
    page = await send(
        await address_for(play, "tom"), {"token": play.propops.token_for("Priya Shah")}
    )
    assert ALREADY in page.text
    await question(play)
    await linked(play, "priya", PRIYA)  # herself she needs ask nobody


async def test_a_link_of_an_earlier_release_is_known_by_the_next_start(play: Testbed) -> None:
    assert play.app is not None
    token = play.propops.token_for("Priya Shah")
    await play.app.stores.tokens.put(play.member("priya"), token, None, {"name": "Priya Shah"})
    page = await send(await address_for(play, "tom"), PRIYA)
    assert ALREADY in page.text
    await question(play)


async def test_a_colleague_who_has_left_need_not_be_asked(play: Testbed) -> None:
    await linked(play, "priya", PRIYA)
    play.slack.workspace.people["U0PRIYA001"].deleted = True
    await restarted(play)
    await linked(play, "tom", PRIYA)


@pytest.mark.testbed(link_page=False, linked={})
async def test_the_form_in_slack_asks_the_owner_too(play: Testbed) -> None:
    for who in ("priya", "tom"):
        member = play.slack.member(who)
        await member.command("/job link")
        said = await answer(play, who, "Link your account")
        await member.press(said, "Link your account")
        form = await member.modal(having="token")
        await member.fill(form, token=play.propops.token_for("Priya Shah"))
        await member.submit(form)
        if who == "priya":
            await dm_saying(play, "Linked as *Priya Shah*")
    await question(play)
    assert await name_of_link(play, "tom") is None


async def test_two_at_once_do_not_both_get_one_account(play: Testbed) -> None:
    urls = [await address_for(play, who) for who in ("tom", "dana")]
    token = {"token": play.propops.token_for("Priya Shah")}
    pages = await asyncio.gather(*(send(url, token) for url in urls))
    assert sorted(page.status_code for page in pages) == [200, 422]


async def test_another_e_mail_than_slacks_is_told_and_recorded(play: Testbed) -> None:
    await linked(play, "tom", TOM)
    page = await send(await address_for(play, "dana"), PRIYA)
    assert "not the one Slack has for you" in page.text
    await dm_saying(play, "not the one Slack has for you", "dana")
    assert [each.detail for each in await audit(play, "link.made")] == [{}, {"emails": "differ"}]
    assert not [m for m in play.slack.member("tom").dms if "not the one" in m.text]


# guessing passwords


async def failed_as(play: Testbed, who: str, email: str, times: int) -> list[int]:
    codes: list[int] = []
    while len(codes) < times:
        url = await address_for(play, who)
        guess = {"email": email, "password": "guess"}
        codes += [(await send(url, guess)).status_code for _ in range(min(4, times - len(codes)))]
    return codes


def logins(play: Testbed) -> int:
    return sum(row["path"] == "/api/auth/login" for row in play.propops.requests)


async def test_a_member_guesses_ten_times_an_hour_and_no_more(play: Testbed, clock: Clock) -> None:
    await failed_as(play, "dana", PRIYA["email"], 7)
    await failed_as(play, "dana", TOM["email"], 7)
    assert logins(play) == MOST_FAILED
    await restarted(play)
    page = await send(await address_for(play, "dana"), PRIYA)
    assert "too many wrong sign-ins" in page.text
    assert logins(play) == MOST_FAILED
    refused = {each.outcome for each in await audit(play, "link.refused")}
    assert refused == {"login refused", "too many sign-ins"}
    await linked(play, "priya", PRIYA)  # seven for her e-mail leave her three
    clock.ahead = 3601
    await linked(play, "dana", {**PRIYA, "email": "margaret.ellison@harrowfield.example"})


async def test_an_e_mail_is_guessed_ten_times_an_hour_by_however_many(play: Testbed) -> None:
    for who, times in (("dana", 5), ("tom", 4), ("nia", 4)):
        await failed_as(play, who, PRIYA["email"].upper(), times)
    assert logins(play) == MOST_FAILED
    assert PRIYA["email"] not in str(await audit(play, "link.refused"))


async def test_sign_ins_that_propops_did_not_answer_count_for_nothing(play: Testbed) -> None:
    play.propops.fail(Fault("/api/auth/login", "500_before", times=None))
    await failed_as(play, "tom", TOM["email"], MOST_FAILED + 2)
    play.propops.heal()
    await linked(play, "tom", TOM)


# two presses


async def test_a_second_press_ends_in_the_link_of_the_first(play: Testbed) -> None:
    url = await address_for(play, "tom")
    play.propops.fail(Fault("/api/auth/login", "slow", seconds=0.5))
    first = asyncio.create_task(send(url, TOM))
    await until(lambda: logins(play) == 1)
    second = await send(url, TOM)
    pages = [await first, second]
    assert [page.status_code for page in pages] == [200, 200]
    assert all("Tom Reilly" in page.text for page in pages)
    assert logins(play) == 1
    await play.slack.member("tom").command("/job show JOB-003")
    await ephemeral_to(play, "tom", "JOB-003")


async def test_presses_on_two_addresses_are_one_at_a_time_too(play: Testbed) -> None:
    urls = [await address_for(play, "tom") for _ in range(2)]
    play.propops.fail(Fault("/api/auth/login", "slow", seconds=0.5))
    first = asyncio.create_task(send(urls[0], TOM))
    await until(lambda: logins(play) == 1)
    await send(urls[1], TOM)
    assert (await first).status_code == 200
    assert logins(play) == 1


async def test_a_refused_press_gives_the_address_back_and_a_crash_does_so_later(
    play: Testbed, clock: Clock
) -> None:
    url = await address_for(play, "tom")
    assert (await send(url, {**TOM, "password": "no"})).status_code == 422
    assert play.app is not None
    tickets = play.app.stores.link_tickets
    ticket = await tickets.find_valid(url.rpartition("/")[2])
    assert ticket is not None
    assert await tickets.begin_try(ticket) == "begun"  # and then the process dies
    await restarted(play)
    assert await play.app.stores.link_tickets.is_busy(play.member("tom"))
    clock.ahead = 200
    assert (await send(url, TOM)).status_code == 200
