"""Two workspaces and an organisation install the app, and each works as if it were alone."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.many import Browser, ManyTestbeds
from bot.sandbox.propops import Fault
from tests.stories.acting import Clock, raised
from tests.stories.boards import status_id
from tests.stories.comparing import compare
from tests.stories.test_outage_story import CSRF, held
from tests.stories.workspaces import ACK_WITHIN, ELM, GROUP, NORTH, OAK, SOUTH, both_linked, opened
from tests.waiting import until


@pytest.fixture
async def many(
    tmp_path: Path, clock: Clock, new_database: bytes, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ManyTestbeds]:
    monkeypatch.setattr("bot.web.bolt._ACK_WITHIN", ACK_WITHIN)
    async with opened(tmp_path, clock, new_database) as many:
        yield many


async def test_each_workspace_works_as_if_it_were_alone(many: ManyTestbeds) -> None:
    for where in (ELM, OAK, GROUP):
        status, page = await many.install(where)
        assert (status, "Installed" in page) == (200, True)
    titles = {ELM: "Elm boiler", OAK: "Oak gutter", NORTH: "North door", SOUTH: "South lift"}
    for team, title in titles.items():
        play = many.of(team)
        await play.link("priya", "Priya Shah")
        await raised(play, job_title=title)
    for team, title in titles.items():
        said = [each.outline() for each in many.of(team).slack.messages("maintenance")]
        assert len(said) == 1
        assert title in said[0]
    assert [each for each in many.world.calls if each.error] == []


async def test_a_card_says_what_comes_next_in_its_own_workspace_once_the_day_is_over(
    many: ManyTestbeds, clock: Clock
) -> None:
    elm, _ = await both_linked(many)
    card = await raised(elm)
    visit = datetime.fromtimestamp(clock(), ZoneInfo("Europe/London")).date() + timedelta(days=3)
    elm.propops.edit(
        "JOB-061",
        "Tom Reilly",
        contractor_id=201,
        date_works_start_date=visit.isoformat(),
        status_id=status_id(elm, "Assigned"),
    )
    await compare(elm)
    await until(lambda: "Next: visit on" in card.outline())
    clock.ahead += 4 * 86_400
    assert elm.app is not None
    await elm.app.flows.cards.redraws.draw_due()
    await until(lambda: "Next: say how the visit went" in card.outline())
    assert "Next: say how the visit went" in card.outline()


async def test_an_app_that_was_removed_sends_nothing_and_comes_back_when_it_is_installed_anew(
    many: ManyTestbeds,
) -> None:
    elm, oak = await both_linked(many)
    await raised(elm, job_title="Elm boiler")
    elm.propops.fail(Fault(CSRF, "maintenance", times=None))
    await held(elm, "Elm gutter")
    assert elm.app is not None
    assert oak.app is not None
    [waiting] = [each.id for each in await elm.app.stores.changes.open()]

    await many.world.uninstall(ELM)
    await elm.app.bolt.settle(within=60)

    [ended] = [each for each in await elm.app.stores.installations.all() if each.team == ELM]
    assert (ended.token, ended.refresh_token, ended.ended_why) == ("", "", "app_uninstalled")
    assert await elm.app.stores.tokens.get(elm.member("priya")) is None
    assert await oak.app.stores.tokens.get(oak.member("priya")) is not None
    events = [each.what for each in await elm.app.stores.changes.events(waiting)]
    assert "workspace.ended" in events
    sent = len(elm.slack.calls)
    elm.propops.heal()
    await raised(oak, job_title="Oak gutter")
    assert len(elm.slack.calls) == sent
    assert [each.error for each in many.world.calls if each.error] == []

    answer = await elm.slack.member("priya").command("/job help")
    assert "not installed in this Slack workspace" in str(answer.body)

    await many.install(ELM)
    await elm.link("priya", "Priya Shah")
    await raised(elm, job_title="Elm once more")


async def test_a_late_word_of_an_earlier_removal_ends_nothing(many: ManyTestbeds) -> None:
    await many.install(ELM)
    elm = many.of(ELM)
    late = elm.slack._payloads.event({"type": "app_uninstalled"})
    late["event_time"] -= 60
    await elm.slack._courier.event(late)
    assert elm.app is not None
    await elm.app.bolt.settle(within=60)
    [row] = await elm.app.stores.installations.all()
    assert row.ended_at is None
    assert row.url == "https://elm-maintenance.slack.com/"


async def test_tokens_are_renewed_before_they_end(many: ManyTestbeds, clock: Clock) -> None:
    await many.install(ELM)
    elm = many.of(ELM)
    await elm.link("priya", "Priya Shah")
    [grant] = many.world.oauth.grants
    first = grant.token
    clock.ahead += 11 * 3600
    assert elm.app is not None
    assert elm.app.slack.installations is not None
    await elm.app.slack.installations.renew_due()
    assert grant.refreshed == 1
    clock.ahead += 2 * 3600
    await raised(elm)
    assert grant.refreshed == 1
    assert first != grant.token
    [row] = await elm.app.stores.installations.all()
    assert (row.token, row.refresh_token) == (grant.token, grant.refresh)


async def test_a_token_that_has_ended_is_renewed_by_whoever_needs_it(
    many: ManyTestbeds, clock: Clock
) -> None:
    await many.install(ELM)
    elm = many.of(ELM)
    await elm.link("priya", "Priya Shah")
    [grant] = many.world.oauth.grants
    clock.ahead += 13 * 3600
    await raised(elm)
    assert grant.refreshed == 1


async def test_where_slack_gives_no_new_token_readyz_says_so(
    many: ManyTestbeds, clock: Clock
) -> None:
    await many.install(ELM)
    [grant] = many.world.oauth.grants
    grant.refresh = "xoxe-1-somebody-else"
    clock.ahead += 13 * 3600
    app = many.bot.app
    assert app is not None
    assert app.slack.installations is not None
    await app.slack.installations.renew_due()
    wrong = await app.checks["slack"]()
    assert wrong is not None
    assert wrong.startswith(f"{ELM}: its token has ended: an admin of it opens http")
    assert wrong.endswith("/slack/install")


async def test_an_organisation_takes_one_workspace_out(many: ManyTestbeds) -> None:
    await many.install(GROUP)
    north, south = many.of(NORTH), many.of(SOUTH)
    for play in (north, south):
        await play.link("priya", "Priya Shah")
    await north.slack.emit({"type": "team_access_revoked", "team_ids": [SOUTH]})
    assert north.app is not None
    await north.app.bolt.settle(within=60)
    tokens = north.app.stores.tokens
    assert await tokens.get(south.member("priya")) is None
    assert await tokens.get(north.member("priya")) is not None


async def test_the_installing_browser_is_the_one_that_began(many: ManyTestbeds) -> None:
    bot = many.bot.bot_url
    many.world.oauth.signed_in = ELM
    mine, other = Browser({}), Browser({})
    _, slacks, _ = await mine.get(f"{bot}/slack/install")
    _, back, _ = await mine.get(slacks)
    await other.get(f"{bot}/slack/install")

    refused = [await Browser({}).get(back), await other.get(back)]
    assert [status for status, _, _ in refused] == [400, 400]
    kept = dict(mine.cookies)
    status, _, page = await mine.get(back)
    assert (status, "Installed" in page) == (200, True)
    assert kept != mine.cookies

    replayed = await Browser(kept).get(back)
    assert replayed[0] == 401
    assert len(many.world.oauth.grants) == 1


async def test_what_nobody_issued_or_allowed_installs_nothing(
    many: ManyTestbeds, clock: Clock
) -> None:
    bot = many.bot.bot_url
    many.world.oauth.signed_in = ELM
    browser = Browser({})
    forged = "x" * 120
    cookie = {"slack-app-oauth-state": forged}
    assert (await Browser(cookie).get(f"{bot}/slack/oauth_redirect?state={forged}&code=1"))[
        0
    ] == 401

    many.world.oauth.denies = True
    status, page = await many.install(ELM, browser)
    assert (status, "nothing was installed" in page) == (200, True)
    many.world.oauth.denies = False

    evil = "%3Cscript%3Ealert(1)%3C/script%3E"
    status, _, page = await browser.get(f"{bot}/slack/oauth_redirect?error={evil}&state={evil}")
    assert "<script>" not in page

    _, slacks, _ = await browser.get(f"{bot}/slack/install")
    _, back, _ = await browser.get(slacks)
    clock.ahead += 601
    assert (await browser.get(back))[0] == 401

    many.world.oauth.redirects = set()
    _, slacks, _ = await browser.get(f"{bot}/slack/install")
    assert (await browser.get(slacks))[0] == 400
    assert many.world.oauth.grants == []
    assert many.bot.app is not None
    assert await many.bot.app.stores.installations.all() == []


async def test_tokens_lie_encrypted_and_are_in_no_log(
    many: ManyTestbeds, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await many.install(ELM)
    await many.bot.stop_bot()
    [grant] = many.world.oauth.grants
    secrets = [grant.token, grant.refresh]
    data = (tmp_path / "propops-bot.db").read_bytes()
    assert [each for each in secrets if each.encode() in data] == []
    told = "".join(capsys.readouterr())
    assert [each for each in secrets if each in told] == []
    await many.start_bot()
