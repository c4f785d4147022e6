"""`propops-bot workspaces`, and what `doctor` says of each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import typer

from bot.cli import workspaces
from bot.cli.doctor_slack import slack
from bot.cli.explain import explained
from bot.cli.one_workspace import one_workspace
from bot.cli.rehearsal import validation
from bot.cli.rehearsal.command import Wanted, run
from bot.cli.rehearsal.report import Report
from bot.sandbox.many import ManyTestbeds
from bot.slack.client import open_session
from bot.store.installations import Installation
from tests.stories.acting import Clock
from tests.stories.workspaces import ELM, GROUP, NORTH, OAK, SOUTH, opened

OWN = Installation("", ELM, token="xoxb-1", expires_at=100.0)


@pytest.fixture
async def many(tmp_path: Path) -> AsyncIterator[ManyTestbeds]:
    async with opened(tmp_path, Clock(), None) as many:
        yield many


async def told(many: ManyTestbeds, team: str = "") -> list[str]:
    session = open_session()
    try:
        return [each.line async for each in slack(many.bot.settings, session, team)]
    finally:
        await session.close()


async def test_doctor_speaks_of_each_workspace(many: ManyTestbeds) -> None:
    assert "nobody has installed the app yet" in (await told(many))[0]
    for where in (ELM, OAK):
        await many.install(where)
    lines = await told(many)
    for where in (ELM, OAK):
        assert f"ok    {where}: Slack sign-in: I am U0PROPBOT1 in {where}" in lines
    assert [line for line in lines if line.startswith("FAIL")] == []
    many.world.oauth.grants[0].is_gone = True
    (wrong,) = [line for line in await told(many) if line.startswith("FAIL")]
    assert wrong.startswith(
        f"FAIL  {ELM}: Slack sign-in: Slack refuses its token (account_inactive)"
    )
    assert wrong.endswith("/slack/install")


async def test_an_installation_is_ended_and_slack_takes_the_app_away(many: ManyTestbeds) -> None:
    for where in (ELM, OAK):
        await many.install(where)
    elm, oak = many.of(ELM), many.of(OAK)
    await elm.link("priya", "Priya Shah")
    await oak.link("priya", "Tom Reilly")
    settings = many.bot.settings
    said = await workspaces._end(settings, ELM)
    assert said is not None
    assert said.startswith(f"{ELM} has ended; ")
    assert "did not take" not in said
    assert await workspaces._end(settings, ELM) is None
    assert await workspaces._end(settings, "T0NOBODY01") is None
    rows = {row.team: row for row in (await workspaces._all(settings))[0]}
    assert rows[ELM].ended_at is not None
    assert (rows[ELM].token, rows[OAK].ended_at) == ("", None)
    assert elm.app is not None
    links = [row.member.team for row in await elm.app.stores.tokens.all()]
    assert links == [OAK]
    gone = {grant.team: grant.is_gone for grant in many.world.oauth.grants}
    assert gone == {ELM: True, OAK: False}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (OWN, "its token has ended: install it again"),
        (Installation("", ELM, token="xoxb-1", expires_at=1_000.0), "installed"),
        (Installation("", ELM, token="xoxb-1"), "installed"),
        (Installation("", ELM), "its token can't be decrypted: install it again"),
        (
            Installation("", ELM, ended_at=1.0, ended_why="app_uninstalled"),
            "ended (app_uninstalled)",
        ),
    ],
)
def test_its_state_is_a_few_words(row: Installation, words: str) -> None:
    assert workspaces.state(row, 500.0) == words


async def test_a_command_about_one_of_many_wants_to_know_which(many: ManyTestbeds) -> None:
    for where in (ELM, OAK):
        await many.install(where)
    session, settings = open_session(), many.bot.settings
    try:
        for team in ("", "T0NOBODY01"):
            with pytest.raises(typer.Exit):
                await one_workspace(settings, session, team)
        client, _ = await one_workspace(settings, session, OAK)
        assert (await client.auth_test())["team_id"] == OAK
    finally:
        await session.close()


async def test_a_rehearsal_is_of_one_of_an_organisations_workspaces(
    many: ManyTestbeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its posts and the links it works with are of that one alone."""
    monkeypatch.setattr(validation, "examples", lambda: ())
    said: list[str] = []
    await many.install(GROUP)
    north, south = many.of(NORTH), many.of(SOUTH)
    assert [each for each in await told(many) if each.startswith("FAIL")] == []
    await north.link("priya", "Priya Shah")
    channel = north.slack.channel("maintenance").id
    for team in (GROUP, SOUTH):
        with pytest.raises(typer.Exit):
            await run(
                north.settings, Wanted(channel, 0.0, team=team), Report(lambda _: None), said.append
            )
    nothing = Report(lambda _: None)
    with pytest.raises(typer.Exit):
        await run(north.settings, Wanted(channel, 0.0), nothing, said.append)
    assert nothing.lines == []  # before anything is checked
    report = Report(lambda _: None)
    await run(north.settings, Wanted(channel, 0.0, with_job=True, team=NORTH), report, said.append)
    assert {line.feature: line.verdict for line in report.lines}["delete a job"] == "works"
    assert [str(line) for line in report.lines if line.verdict == "fails"] == []
    assert north.slack.sent("chat.postMessage") != []
    assert south.slack.sent("chat.postMessage") == []
    assert (north.slack.messages("maintenance"), many.world.oauth.grants[0].team) == ([], "")


async def test_doctor_speaks_of_one_workspace_alone_when_it_is_named(many: ManyTestbeds) -> None:
    for where in (ELM, OAK, GROUP):
        await many.install(where)
    await many.of(NORTH).link("priya", "Priya Shah")
    for named, found in ((ELM, ELM), (OAK, OAK), (GROUP, GROUP), (NORTH, GROUP)):
        lines = await told(many, named)
        assert f"ok    {found}: Slack sign-in" in lines[0]
        others = {ELM, OAK, GROUP} - {found}
        assert [line for line in lines if any(other in line for other in others)] == []
    [line] = await told(many, "T0NOBODY01")
    assert line == "FAIL  workspace T0NOBODY01: the app is not installed there"


async def test_doctor_explains_a_person_of_an_organisations_workspace(many: ManyTestbeds) -> None:
    """Of the token of an organisation Slack names no workspace, and the same id may be linked in one alone."""
    await many.install(GROUP)
    north, south = many.of(NORTH), many.of(SOUTH)
    await north.link("priya", "Priya Shah")
    await south.link("dana", "Tom Reilly")
    user = north.slack.member("priya").person.id
    for team, words in ((NORTH, "linked to PropOps as Priya Shah"), (SOUTH, "not linked")):
        lines = [each.line async for each in explained(north.settings, user, "", team)]
        assert [line for line in lines if words in line] != [], lines


async def test_a_rehearsal_names_no_fault_of_another_workspace(
    many: ManyTestbeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody who rehearses in one can mend what is wrong in the other."""
    monkeypatch.setattr(validation, "examples", lambda: ())
    for where in (ELM, OAK):
        await many.install(where)
    elm, oak = many.of(ELM), many.of(OAK)
    await elm.link("priya", "Priya Shah")
    await oak.link("priya", "Tom Reilly")
    many.bot.propops.revoke("Tom Reilly")
    (gone,) = (grant for grant in many.world.oauth.grants if grant.team == OAK)
    gone.is_gone = True
    report = Report(lambda _: None)
    wanted = Wanted(elm.slack.channel("maintenance").id, 0.0, with_job=True, team=ELM)
    await run(elm.settings, wanted, report, lambda _: None)
    assert [str(line) for line in report.lines if line.verdict == "fails" or OAK in str(line)] == []
