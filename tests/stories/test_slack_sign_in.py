"""With *Sign in with Slack* only the member's own browser links for them."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bot.sandbox.slack.sign_in import CLIENT_ID, CLIENT_SECRET
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, address_for

pytestmark = pytest.mark.testbed(
    link_page=True, linked={}, slack_client_id=CLIENT_ID, slack_client_secret=CLIENT_SECRET
)
FORM = 'name="token"'


def browser() -> httpx.AsyncClient:
    return httpx.AsyncClient(follow_redirects=True)


async def callback_of(play: Testbed, page: httpx.AsyncClient, url: str, who: str) -> str:
    """The address that Slack leads a browser back to, not opened yet."""
    play.slack.sign_in(who)
    begun = await page.get(f"{url}/slack", follow_redirects=False)
    answer = await page.get(begun.headers["location"], follow_redirects=False)
    return answer.headers["location"]


async def test_the_member_signs_in_and_links(play: Testbed) -> None:
    url, token = await address_for(play, "tom"), play.propops.token_for("Tom Reilly")
    async with browser() as mine:
        page = await mine.get(url)
        assert "Sign in with Slack" in page.text
        assert FORM not in page.text
        early = await mine.post(url, data={"token": token})
        assert early.status_code == 403
        play.slack.sign_in("tom")
        assert FORM in (await mine.get(f"{url}/slack")).text
        assert (await mine.post(url, data={"token": token})).status_code == 200


async def test_a_colleague_led_to_somebody_elses_page_is_told_so(play: Testbed) -> None:
    url = await address_for(play, "tom")
    async with browser() as hers:
        play.slack.sign_in("priya")
        page = await hers.get(f"{url}/slack")
        assert page.status_code == 403
        assert "U0PRIYA001" in page.text
        assert "U0TOM00001" in page.text
        linked = await hers.post(url, data={"token": play.propops.token_for("Priya Shah")})
        assert linked.status_code == 403
    assert play.app is not None
    assert await play.app.stores.tokens.all() == []


async def test_a_sign_in_of_one_browser_is_of_no_use_in_another(play: Testbed) -> None:
    """Tom signs in himself and sends Priya what he was led to, or the page after it."""
    url = await address_for(play, "tom")
    async with browser() as his, browser() as hers:
        callback = await callback_of(play, his, url, "tom")
        assert (await hers.get(callback)).status_code == 403
        hers.cookies.set("propops-link-browser", "made-up", path="/link")
        assert (await hers.get(callback)).status_code == 403
        assert FORM in (await his.get(callback)).text
        assert (await his.get(callback)).status_code == 403  # once
        assert FORM not in (await hers.get(url)).text


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another-app"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"exp": None},
        {"https://slack.com/user_id": "U0PRIYA001"},
    ],
)
async def test_a_token_that_is_not_for_this_sign_in_counts_for_nothing(
    play: Testbed, claims: dict[str, object]
) -> None:
    url = await address_for(play, "tom")
    play.slack.falsify_sign_in(**claims)
    async with browser() as mine:
        play.slack.sign_in("tom")
        page = await mine.get(f"{url}/slack")
    assert page.status_code == 403
    assert "did not confirm" in page.text


@pytest.mark.parametrize("method", ["openid.connect.token", "openid.connect.userInfo"])
@pytest.mark.parametrize("fault", ["http_500", "empty", "garbage", "ratelimited", "invalid_code"])
async def test_while_slack_cannot_say_nobody_is_let_through(
    play: Testbed, method: str, fault: str
) -> None:
    url = await address_for(play, "tom")
    play.slack.fail(method, fault, times=-1)
    play.slack.sign_in("tom")
    async with browser() as mine:
        assert (await mine.get(f"{url}/slack")).status_code == 403
        assert FORM not in (await mine.get(url)).text


async def test_it_is_over_after_a_while_and_made_up_ones_are_refused(
    play: Testbed, clock: Clock
) -> None:
    url = await address_for(play, "tom")
    async with browser() as mine:
        late = await callback_of(play, mine, url, "tom")
        clock.ahead = 601
        assert (await mine.get(late)).status_code == 403
        home = late.partition("?")[0]
        for query in (
            "",
            "?state=x&code=y",
            "?error=access_denied&state=x",
            "?state=" + "a" * 5000,
        ):
            assert (await mine.get(home + query)).status_code == 403
        fresh = await address_for(play, "tom")
        assert FORM in (await mine.get(await callback_of(play, mine, fresh, "tom"))).text
        clock.ahead += 901
        assert FORM not in (await mine.get(await address_for(play, "tom"))).text


async def test_slack_is_told_no_address_of_ours_but_the_one_it_leads_back_to(
    play: Testbed,
) -> None:
    url = await address_for(play, "tom")
    async with browser() as mine:
        begun = await mine.get(f"{url}/slack", follow_redirects=False)
    assert url.rpartition("/")[2] not in begun.headers["location"]
    asked = parse_qs(urlsplit(begun.headers["location"]).query)
    assert asked["team"] == ["T0SANDBOX1"]
    cookie = begun.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_it_stays_one_workspace_and_the_installing_page_says_so(play: Testbed) -> None:
    here = urlsplit(await address_for(play, "tom"))
    async with browser() as anybody:
        for path in ("/slack/install", "/slack/oauth_redirect?code=x&state=y"):
            page = await anybody.get(f"{here.scheme}://{here.netloc}{path}")
            assert page.status_code == 403
            assert "serves one workspace" in page.text
            assert "SLACK_BOT_TOKEN" in page.text
            assert "set-cookie" not in page.headers
