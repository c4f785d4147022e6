"""Linking, when somebody's standing has changed, an e-mail has gone to another account, or too many ask."""

import asyncio

import pytest

from bot.sandbox.testbed import Testbed
from tests.stories.acting import address_for, answer, dm_saying
from tests.stories.test_linking_attacks import PRIYA, TOM, name_of_link, question, send
from tests.waiting import until

pytestmark = pytest.mark.testbed(link_page=True, linked={})
CHECK = "couldn't check with Slack who you are"


@pytest.mark.parametrize("fault", ["missing_scope", "ratelimited", "empty"])
async def test_nobody_links_while_slack_cannot_vouch_for_them(play: Testbed, fault: str) -> None:
    """However well known: they may have been made a guest this minute."""
    url = await address_for(play, "tom")
    play.slack.fail("users.info", fault, times=-1, retry_after=30)
    page = await send(url, TOM)
    assert page.status_code == 503
    assert CHECK in page.text.replace("&#x27;", "'")
    assert not play.propops.requests
    assert await name_of_link(play, "tom") is None


async def test_who_was_made_a_guest_a_moment_ago_links_nothing(play: Testbed) -> None:
    url = await address_for(play, "tom")
    play.slack.workspace.people["U0TOM00001"].is_restricted = True
    page = await send(url, TOM)
    assert page.status_code == 403
    assert "Guests" in page.text
    assert await name_of_link(play, "tom") is None


@pytest.mark.testbed(link_page=False, linked={})
async def test_nor_by_the_form_in_slack(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await tom.command("/job link")
    await tom.press(await answer(play, "tom", "Link your account"), "Link your account")
    form = await tom.modal(having="token")
    await tom.fill(form, token=play.propops.token_for("Tom Reilly"))
    play.slack.fail("users.info", "ratelimited", times=-1, retry_after=30)
    await tom.submit(form)
    await play.slack.until(lambda: tom.top and CHECK in str(tom.top.source), why="told so")
    assert await name_of_link(play, "tom") is None


async def test_an_e_mail_that_was_once_mine_is_no_key_to_its_next_account(play: Testbed) -> None:
    assert play.app is not None
    owners = play.app.stores.account_owners
    tom, priya = play.member("tom"), play.member("priya")
    await owners.record(tom, ["id:5", "email:office@x.example", "token:a"])
    await owners.record(priya, ["id:7", "email:office@x.example", "token:b"])
    account = ["id:7", "email:office@x.example", "token:b"]
    assert await owners.others(tom, account) == [priya]
    assert await owners.missing(tom, account) == [priya]
    assert await owners.claim(tom, account) == [priya]
    assert await owners.claim(priya, account) == []


async def test_who_shares_an_account_need_not_ask_for_its_next_token(play: Testbed) -> None:
    assert play.app is not None
    owners = play.app.stores.account_owners
    tom, priya = play.member("tom"), play.member("priya")
    for member in (priya, tom):
        await owners.record(member, ["id:7", "email:office@x.example", "token:a"])
    await owners.claim(priya, ["id:7", "email:office@x.example", "token:b"])
    assert await owners.claim(tom, ["id:7", "email:office@x.example", "token:b"]) == []


async def test_who_comes_second_to_an_account_is_not_told_of_a_question_nobody_got(
    play: Testbed,
) -> None:
    urls = [await address_for(play, who) for who in ("tom", "priya")]
    token = {"token": play.propops.token_for("Priya Shah")}
    pages = await asyncio.gather(*(send(url, token) for url in urls))
    assert sorted(page.status_code for page in pages) == [200, 422]
    first = "tom" if pages[0].status_code == 200 else "priya"
    await question(play, first)


async def test_a_colleague_is_invited_once_an_hour_however_often_i_ask(play: Testbed) -> None:
    priya, tom = play.slack.member("priya"), play.slack.member("tom")
    for number in range(1, 5):
        await priya.command("/job link @tom")
        await until(lambda: len(priya.ephemerals) == number)  # noqa: B023 - awaited here
        assert "told them how to link" in priya.ephemerals[-1].text
    await dm_saying(play, "asks you to link", "tom")
    assert len([m for m in tom.dms if "asks you to link" in m.text]) == 1


async def test_a_page_of_somebody_else_after_a_no_links_nothing(play: Testbed) -> None:
    """A *no* is not asked about again for its quarter of an hour."""
    assert (await send(await address_for(play, "priya"), PRIYA)).status_code == 200
    url = await address_for(play, "tom")
    assert (await send(url, PRIYA)).status_code == 422
    await play.slack.member("priya").press(await question(play), "No, that's not me")
    await dm_saying(play, "They said no", "tom")
    again = await send(url, PRIYA)
    assert again.status_code == 422
    assert len([m for m in play.slack.member("priya").dms if "Is that you too?" in m.text]) <= 1
    assert await name_of_link(play, "tom") is None


async def test_a_yes_for_one_account_links_no_other_of_its_owner(play: Testbed) -> None:
    assert play.app is not None
    owners = play.app.stores.account_owners
    tom, priya = play.member("tom"), play.member("priya")
    hers, office = ["id:7", "email:priya@x.example"], ["id:9", "email:office@x.example"]
    await owners.record(priya, hers)
    await owners.record(priya, office)
    request = await owners.request(tom, priya, office[1:])
    assert request is not None
    assert await owners.request(tom, priya, office) is None  # asked already
    assert await owners.answer(request.id, priya, "yes")
    assert await owners.missing(tom, hers) == [priya]
    assert await owners.claim(tom, [*hers, "token:a"]) == [priya]
    assert await owners.request(tom, priya, hers) is not None  # that is another question
    assert await owners.claim(tom, [*office, "token:b"]) == []


async def test_the_question_names_the_account(play: Testbed) -> None:
    assert (await send(await address_for(play, "priya"), PRIYA)).status_code == 200
    await send(await address_for(play, "tom"), {**PRIYA, "email": PRIYA["email"].upper()})
    assert PRIYA["email"] in (await question(play)).text
