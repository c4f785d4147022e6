"""Installing, by somebody who means harm, and while Slack answers as it never said it would."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.many import Browser, ManyTestbeds
from bot.store.installations import Installation
from tests.stories.acting import Clock, raised
from tests.stories.workspaces import ACK_WITHIN, ELM, both_linked, opened

Json = dict[str, Any]


@pytest.fixture
async def many(
    tmp_path: Path, clock: Clock, new_database: bytes, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ManyTestbeds]:
    monkeypatch.setattr("bot.web.bolt._ACK_WITHIN", ACK_WITHIN)
    async with opened(tmp_path, clock, new_database) as many:
        yield many


async def rows(many: ManyTestbeds) -> list[Installation]:
    assert many.bot.app is not None
    return await many.bot.app.stores.installations.all()


def with_(**more: Any) -> Callable[[Json], Any]:
    return lambda answer: answer | more


ODD: dict[str, Callable[[Json], Any]] = {
    "no token": with_(access_token=None),
    "empty token": with_(access_token=""),
    "token is a list": with_(access_token=["xoxb-x"]),
    "team null": with_(team=None),
    "team is text": with_(team=ELM),
    "team without id": with_(team={"name": "Elm"}),
    "organisation without id": with_(team=None, enterprise={}, is_enterprise_install=True),
    "ends in words": with_(expires_in="tomorrow"),
    "nothing": lambda _: {},
    "not a mapping": lambda _: ["ok"],
}


async def test_an_odd_answer_installs_nothing_and_says_so(
    many: ManyTestbeds, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    access, given, changes = many.world.oauth.access, list[Json](), iter(ODD.values())

    def changed(*args: Any) -> Any:
        given.append(access(*args))
        return next(changes)(given[-1])

    monkeypatch.setattr(many.world.oauth, "access", changed)
    for name in ODD:
        status, page = await many.install(ELM)
        assert (status >= 400, "Not installed" in page, await rows(many)) == (True, True, []), name
    told = "".join(capsys.readouterr())
    secrets = [each[name] for each in given for name in ("access_token", "refresh_token")]
    assert [each for each in secrets if each in told] == []
    monkeypatch.undo()
    assert (await many.install(ELM))[0] == 200


async def test_a_code_is_good_once_and_a_strangers_state_never(many: ManyTestbeds) -> None:
    """Whoever has got hold of a code uses it from a flow of their own; whoever altered a state gets nowhere."""
    bot = many.bot.bot_url
    many.world.oauth.signed_in = ELM
    installer, other = Browser({}), Browser({})
    _, slacks, _ = await installer.get(f"{bot}/slack/install")
    _, back, _ = await installer.get(slacks)
    assert (await installer.get(back))[0] == 200
    code = back.rpartition("code=")[2]
    _, slacks, _ = await other.get(f"{bot}/slack/install")
    _, theirs, _ = await other.get(slacks)
    state = theirs.partition("state=")[2].partition("&")[0]
    status, _, page = await other.get(f"{bot}/slack/oauth_redirect?state={state}&code={code}")
    assert (status, "Slack didn&#x27;t confirm" in page) == (401, True)
    for altered in (state[:-4] + "AAAA", state[:60], state * 3, "", "%00"):
        url = f"{bot}/slack/oauth_redirect?state={altered}&code=1"
        assert (await Browser({"slack-app-oauth-state": altered}).get(url))[0] in {400, 401, 403}
    assert [each.team for each in await rows(many)] == [ELM]


async def test_installed_anew_by_somebody_else_it_goes_on_with_the_newer_token(
    many: ManyTestbeds,
) -> None:
    await many.install(ELM)
    elm = many.of(ELM)
    await elm.link("priya", "Priya Shah")
    await raised(elm)
    many.world.oauth.installer = "U0DANA0001"
    await many.install(ELM)
    [row] = await rows(many)
    assert (row.installed_by, row.token) == ("U0DANA0001", many.world.oauth.grants[-1].token)
    await raised(elm, job_title="Gutter hangs down")
    assert [each.error for each in many.world.calls if each.error] == []


async def test_a_token_lost_between_slack_and_the_table_is_told_and_mended_by_installing_anew(
    many: ManyTestbeds, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by a crash: Slack has spent the refresh token, and nobody has the new one."""
    await many.install(ELM)
    elm = many.of(ELM)
    await elm.link("priya", "Priya Shah")
    [grant] = many.world.oauth.grants
    many.world.oauth._refreshed(grant.refresh)
    app = many.bot.app
    assert app is not None
    assert app.slack.installations is not None
    clock.ahead += 11 * 3600
    await app.slack.installations.renew_due()
    await raised(elm)  # the old token is good until its end
    clock.ahead += 2 * 3600
    await app.slack.installations.renew_due()
    assert "its token has ended" in str(await app.checks["slack"]())
    said = await elm.slack.member("priya").command("/job help")
    assert said.status == 200
    await many.install(ELM)
    assert await app.checks["slack"]() is None
    await raised(elm, job_title="Elm once more")


async def test_a_press_after_the_end_and_one_from_another_workspace_change_nothing(
    many: ManyTestbeds,
) -> None:
    elm, oak = await both_linked(many)
    card = await raised(elm)
    before = len(elm.propops.writes)
    await oak.slack.member("priya").press(card, "Notify contractor")
    await many.world.uninstall(ELM)
    assert elm.app is not None
    await elm.app.bolt.settle(within=60)
    await elm.slack.member("priya").press(card, "Notify contractor")
    await elm.app.bolt.settle(within=60)
    await elm.app.engine.idle()
    assert len(elm.propops.writes) == before
