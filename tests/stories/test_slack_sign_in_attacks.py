"""*Sign in with Slack* between those who flood it, replay it, or plant something in a browser."""

import asyncio

import httpx
import pytest

from bot.sandbox.slack.sign_in import CLIENT_ID, CLIENT_SECRET, SignIn
from bot.sandbox.testbed import Testbed
from tests.stories.acting import address_for
from tests.stories.test_linking_attacks import audit
from tests.stories.test_slack_sign_in import FORM, browser, callback_of

pytestmark = pytest.mark.testbed(
    link_page=True, linked={}, slack_client_id=CLIENT_ID, slack_client_secret=CLIENT_SECRET
)


async def test_made_up_callbacks_delay_nobody_who_signs_in(play: Testbed) -> None:
    url = await address_for(play, "tom")
    async with browser() as his, browser() as stranger:
        real = await callback_of(play, his, url, "tom")
        home = real.partition("?")[0]
        codes = [(await stranger.get(f"{home}?state={n}&code=x")).status_code for n in range(125)]
        assert codes[0] == 403
        assert codes[-1] == 429
        assert FORM in (await his.get(real)).text


async def test_a_state_sent_again_and_again_is_asked_to_wait(play: Testbed) -> None:
    url = await address_for(play, "tom")
    async with browser() as his, browser() as hers:
        mine = await callback_of(play, his, url, "tom")
        codes = [(await hers.get(mine)).status_code for _ in range(41)]
        assert codes[0] == 403
        assert codes[-1] == 429
        other = await callback_of(play, hers, await address_for(play, "priya"), "priya")
        assert FORM in (await hers.get(other)).text


async def test_sign_ins_are_not_begun_without_end(play: Testbed) -> None:
    """Each is a row in the database."""
    url = await address_for(play, "tom")
    async with httpx.AsyncClient() as his:
        codes = [(await his.get(f"{url}/slack")).status_code for _ in range(41)]
        assert codes[0] == 303
        assert codes[-1] == 429
        other = await address_for(play, "dana")
        assert (await his.get(f"{other}/slack")).status_code == 303
        made_up = url.rpartition("/")[0] + "/x/slack"
        codes = [(await his.get(made_up)).status_code for _ in range(121)]
        assert codes[0] == 410
        assert codes[-1] == 429
        assert (await his.get(f"{other}/slack")).status_code == 303


async def test_somebody_of_no_workspace_is_nobody(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(self: SignIn, token: str) -> dict[str, str]:
        del self, token
        return {"https://slack.com/user_id": "U0TOM00001", "https://slack.com/team_id": ""}

    monkeypatch.setattr(SignIn, "_user_info", nowhere)
    url = await address_for(play, "tom")
    play.slack.sign_in("tom")
    async with browser() as his:
        assert (await his.get(f"{url}/slack")).status_code == 403
        assert FORM not in (await his.get(url)).text


async def test_the_wrong_person_again_and_again_is_folded_in_the_audit(play: Testbed) -> None:
    url = await address_for(play, "tom")
    play.slack.sign_in("priya")
    async with browser() as hers:
        for _ in range(5):
            assert (await hers.get(f"{url}/slack")).status_code == 403
    (entry,) = await audit(play, "link.refused")
    assert entry.subject == "U0PRIYA001"


async def test_a_state_works_once_however_many_come_at_once(play: Testbed) -> None:
    url = await address_for(play, "tom")
    async with browser() as his:
        callback = await callback_of(play, his, url, "tom")
        pages = await asyncio.gather(*(his.get(callback) for _ in range(5)))
        assert sorted(page.status_code for page in pages) == [200, 403, 403, 403, 403]


async def test_on_https_no_other_host_of_the_domain_can_plant_the_cookie(play: Testbed) -> None:
    """`__Host-`: only this host can set it, only over TLS."""
    url = await address_for(play, "tom")
    assert play.app is not None
    play.app.flows.members.invitations.public_url = "https://bot.example"
    async with httpx.AsyncClient() as his:
        begun = await his.get(f"{url}/slack")
    cookie = begun.headers["set-cookie"]
    assert cookie.startswith("__Host-propops-link-browser=")
    assert "Path=/;" in f"{cookie};"
    assert "Secure" in cookie
    assert "omain" not in cookie
