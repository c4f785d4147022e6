"""What is one workspace's is never another's: whoever has the same id elsewhere, whatever they send.

One story for every table and every listener there is, so that a new one is in it without a word.
"""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.members.access import STRANGER
from bot.sandbox.many import ManyTestbeds
from bot.sandbox.testbed import Testbed
from bot.store.indexes import METADATA
from bot.views.buttons import Press
from tests.stories.acting import Clock, dm_saying, raised, updated
from tests.stories.every_listener import idle, listeners, payload, post
from tests.stories.workspaces import ACK_WITHIN, ELM, GROUP, NORTH, OAK, opened

Claim = Callable[[dict[str, Any]], dict[str, Any]]
Rows = dict[str, list[tuple[Any, ...]]]
"""By table."""
OURS = "ELM-ONLY"
"""Typed in Elm alone, and never sent to PropOps."""


@pytest.fixture
async def many(
    tmp_path: Path, clock: Clock, new_database: bytes, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ManyTestbeds]:
    monkeypatch.setattr("bot.web.bolt._ACK_WITHIN", ACK_WITHIN)
    quiet = {"board_at": "off", "cards_refresh_seconds": 0}
    rules = {"approvers": ("U0DANA0001",), "approvals_channel": "C0APPROV01"}
    async with opened(tmp_path, clock, new_database, **rules, **quiet) as many:
        for where in (ELM, OAK):
            await many.install(where)
        yield many


async def test_the_same_ids_of_another_workspace_find_and_change_nothing(
    many: ManyTestbeds,
) -> None:
    elm, oak = many.of(ELM), many.of(OAK)
    await _lived_in(elm)
    await oak.link("priya", "Tom Reilly")
    await idle(elm)
    before, shown = await _rows_of(elm, ELM), _shown(elm)
    assert elm.app is not None
    drafts = await elm.app.stores.drafts.of(elm.member("priya"))
    assert OURS in str([each.content for each in drafts])
    assert {"changes", "drafts", "cards", "tokens", "installations"} <= _filled(before)

    ids = await _ids(elm)
    for kind, name in listeners():
        bodies = []
        for who in ("priya", "dana") if "appro" in name or "reject" in name else ("priya",):
            for value, metadata in ids:
                bodies.append(payload(oak, kind, name, who, value=value, metadata=metadata))
        assert {each.status_code for each in await post(oak, *bodies)} == {200}, name
    await idle(oak)

    assert _but_for_profiles(_differences(before, await _rows_of(elm, ELM))) == {}
    assert _shown(elm) == shown
    told = json.dumps([each.args for each in oak.slack.calls], default=str)
    assert OURS not in told


def _shown(play: Testbed) -> list[str]:
    """Every message there, as people read it."""
    channels = play.slack.workspace.channels.values()
    return [each.outline() for channel in channels for each in channel.messages]


def _differences(before: Rows, now: Rows) -> Rows:
    """By table, what is there now and was not, or another way."""
    return {
        name: rows
        for name in now
        if (rows := [row for row in now[name] if row not in before[name]])
    } | {name: before[name] for name in now if len(now[name]) < len(before[name])}


def _but_for_profiles(differ: Rows) -> Rows:
    """Who somebody is, Slack says; it is written down when Slack answers in time, and else when it is asked again."""
    for _, user, team, content, *_ in differ.get("slack_profiles", []):
        profile = json.loads(content)
        assert (user, profile["user"], profile["team"], profile["name"]) == (
            "U0PRIYA001",
            "U0PRIYA001",
            team,
            "Priya Shah",
        )
    return {name: rows for name, rows in differ.items() if name != "slack_profiles"}


def _filled(rows: Rows) -> set[str]:
    return {name for name, each in rows.items() if each}


async def _lived_in(play: Testbed) -> None:
    """A bit of everything: cards, an approval that waits, a draft, a board, settings, a link address."""
    await play.link("priya", "Priya Shah")
    priya, dana = play.slack.member("priya"), play.slack.member("dana")
    await raised(play)
    await updated(play, job_title="Tap dripping still")
    await priya.command("/job delete JOB-003")
    form = await priya.modal(having="job_ref")
    await priya.fill(form, job_ref="JOB-003")
    await priya.submit(form)
    await play.slack.wait_for_message("approvals", "JOB-003")
    await play.slack.wait_for_message("maintenance", "waits for approval")  # the card follows
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title=OURS)
    await priya.close(form)
    await dm_saying(play, "is kept")
    await priya.open_home()
    await dana.command("/job link")
    await idle(play)
    assert play.app is not None
    await play.app.engine.idle()
    await play.app.flows.board.changed.draw()


async def _ids(play: Testbed) -> list[tuple[str, str]]:
    """Values of buttons and metadata of forms that name what there is in this workspace."""
    assert play.app is not None
    stores, found = play.app.stores, list[tuple[str, str]]()
    drafts = [each.id for each in await stores.drafts.of(play.member("priya"))]
    waiting, done, *_ = await stores.changes.recent(10)
    for change in (waiting, done):
        press = Press("notify", change.job_uuid, change.job_ref, 1, change.id).written(2_000)
        form = {"form": drafts[0], "job": change.job_uuid, "ref": change.job_ref}
        found += [(press, press), (change.id, json.dumps(form))]
    return [*found, (drafts[0], json.dumps({"form": drafts[0], "resumed": drafts[0]}))]


async def _rows_of(play: Testbed, team: str) -> Rows:
    """Every row of every table that says whose it is."""
    assert play.app is not None

    def read(connection: sa.Connection) -> Rows:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    sa.select(table).where(table.c.team == team).order_by(*table.primary_key)
                )
            ]
            for table in METADATA.tables.values()
            if "team" in table.c
        }

    return await play.app.stores.database.call(read)


ORGANISATION = {"id": GROUP, "name": "Group"}


def _in_view(**more: Any) -> Claim:
    return lambda body: body | {"view": body.get("view", {}) | more}


def _as_it_is(body: dict[str, Any]) -> dict[str, Any]:
    return body


CLAIMS: dict[str, Claim] = {
    "no team": lambda body: body | {"team": None},
    "no team, an organisation": lambda body: (
        body | {"team": None, "enterprise": ORGANISATION, "is_enterprise_install": True}
    ),
    "an organisation beside": lambda body: body | {"enterprise": ORGANISATION},
    "another team around": lambda body: body | {"team": {"id": ELM}},
    "another person's team": lambda body: body | {"user": body["user"] | {"team_id": ELM}},
    "another organisation's person": lambda body: (
        body | {"user": body["user"] | {"team_id": GROUP}, "enterprise": ORGANISATION}
    ),
    "installed elsewhere": _in_view(app_installed_team_id=ELM, team_id=ELM),
    "text in place of objects": lambda body: body | {"team": ELM, "enterprise": GROUP},
    "in another's context": lambda body: body | {"context_team_id": ELM},
}
"""What stands in a payload of Oak's Priya about whose it is; none of it makes her Elm's, or the organisation's."""


async def test_a_payload_that_claims_to_be_of_another_workspace_finds_and_changes_nothing(
    many: ManyTestbeds,
) -> None:
    await many.install(GROUP)
    elm, oak, north = many.of(ELM), many.of(OAK), many.of(NORTH)
    await _lived_in(elm)
    await oak.link("priya", "Tom Reilly")
    await north.link("priya", "Nia Lowe")
    await idle(elm)
    theirs = (ELM, GROUP, NORTH)
    before = [await _rows_of(elm, team) for team in theirs]
    shown, sent = _shown(elm), len(elm.propops.writes)
    assert elm.app is not None
    ids, claims = await _ids(elm), list(CLAIMS.values())
    for number, (kind, name) in enumerate(listeners()):
        if kind == "command":
            continue  # it names one team and one person, and is that person's
        bodies = []
        for at in range(number, number + 2):
            value, metadata = ids[at % len(ids)]
            made = payload(oak, kind, name, value=value, metadata=metadata)
            bodies.append(claims[at % len(claims)](made))
        assert {each.status_code for each in await post(oak, *bodies)} == {200}, name
    await idle(oak)

    for team, rows in zip(theirs, before, strict=True):
        differ = _but_for_profiles(_differences(rows, await _rows_of(elm, team)))
        audited = differ.pop("audit_log", [])  # whom it names was refused, wherever they are from
        assert ({row[2] for row in audited} <= {"refused"}, differ) == (True, {})
    new = {each for each in _shown(elm) if each not in shown}
    assert new <= {
        STRANGER
    }  # whoever comes from elsewhere is told so, by the app of the place they are in
    assert [each for each in _shown(elm) if each != STRANGER] == shown
    assert len(elm.propops.writes) == sent
    assert _shown(north) == []
    told = json.dumps(
        [each.args for play in (oak, north) for each in play.slack.calls], default=str
    )
    assert OURS not in told


async def test_what_an_organisation_has_is_not_a_workspaces_and_the_other_way_round(
    many: ManyTestbeds,
) -> None:
    """One of the two is there without a team of its own in many payloads."""
    await many.install(GROUP)
    elm, north = many.of(ELM), many.of(NORTH)
    await _lived_in(north)
    await elm.link("priya", "Tom Reilly")
    await idle(north)
    before, shown = await _rows_of(north, NORTH), _shown(north)
    assert {"changes", "drafts", "cards", "tokens"} <= _filled(before)
    ids = await _ids(north)
    claims = (CLAIMS["an organisation beside"], CLAIMS["no team"], _as_it_is)
    for number, (kind, name) in enumerate(listeners()):
        value, metadata = ids[number % len(ids)]
        claim = _as_it_is if kind == "command" else claims[number % len(claims)]
        body = claim(payload(elm, kind, name, value=value, metadata=metadata))
        (answer,) = await post(elm, body)
        assert answer.status_code == 200, name
    await idle(elm)
    assert _but_for_profiles(_differences(before, await _rows_of(north, NORTH))) == {}
    assert _shown(north) == shown
    told = json.dumps([each.args for each in elm.slack.calls], default=str)
    assert OURS not in told
