"""Of which workspace a payload is, for a bot of many."""

from typing import Any

import pytest

from bot.errors import Busy, NotWelcome
from bot.slack.web_api import NoBotToken
from bot.slack.workspace import (
    NoWorkspace,
    WorkspaceKey,
    current,
    is_here,
    per_workspace,
    working_for,
)
from bot.store.database import DatabaseDown
from bot.store.installations import Installation
from bot.web.installations import Installations

ELM = Installation("", "T0ELM00001", bot_user="U0BOT", bot="B0ELM", token="xoxb-elm")
GROUP = Installation("E0GROUP001", "", bot_user="U0BOT", bot="B0GROUP", token="xoxb-group")
NORTH = Installation("E0GROUP001", "T0NORTH001", bot_user="U0BOT", bot="B0NORTH", token="xoxb-n")
GONE = Installation("", "T0GONE0001", token="", ended_at=1.0)


class Table:
    def __init__(self, *rows: Installation) -> None:
        self.rows, self.is_down = list(rows), False

    async def all(self) -> list[Installation]:
        if self.is_down:
            raise DatabaseDown("gone")
        return list(self.rows)


def knowing(*rows: Installation) -> tuple[Installations, Table]:
    table: Any = Table(*rows)
    rotation: Any = None
    page = "https://bot.example.com/slack/install"
    return Installations(table, rotation, page, lambda: 0.0), table


@pytest.mark.parametrize(
    ("team", "enterprise", "found"),
    [
        ("T0ELM00001", None, WorkspaceKey("", "T0ELM00001")),
        ("T0SOUTH001", "E0GROUP001", WorkspaceKey("E0GROUP001", "T0SOUTH001")),
        ("T0NORTH001", "E0GROUP001", WorkspaceKey("E0GROUP001", "T0NORTH001")),
        ("E0GROUP001", None, WorkspaceKey("E0GROUP001", "")),
        (None, "E0GROUP001", WorkspaceKey("E0GROUP001", "")),
    ],
)
async def test_a_payload_is_of_its_workspace_or_its_organisation(
    team: str | None, enterprise: str | None, found: WorkspaceKey
) -> None:
    known, _ = knowing(ELM, GROUP, NORTH, GONE)
    assert await known.workspace_of(team, enterprise, {}) == found


@pytest.mark.parametrize(
    ("team", "enterprise"),
    [
        ("T0OTHER001", None),
        ("T0GONE0001", None),
        ("T0OTHER001", "E0OTHER001"),
        (None, None),
        ("", ""),
    ],
)
async def test_nobody_else_is_served(team: str | None, enterprise: str | None) -> None:
    known, _ = knowing(ELM, GROUP, GONE)
    with pytest.raises(NotWelcome, match="not installed"):
        await known.workspace_of(team, enterprise, {})


async def test_while_nobody_knows_everybody_is_asked_to_wait() -> None:
    known, table = knowing(ELM)
    table.is_down = True
    with pytest.raises(Busy):
        await known.workspace_of("T0ELM00001", None, {})
    with pytest.raises(NoBotToken) as refused:
        await known.token(WorkspaceKey("", "T0ELM00001"))
    assert not refused.value.for_good
    table.is_down = False
    await known.refresh()
    assert await known.token(WorkspaceKey("", "T0ELM00001")) == "xoxb-elm"


async def test_another_installations_card_is_not_pressed_in_a_shared_channel() -> None:
    known, _ = knowing(ELM)
    body = {"type": "block_actions", "message": {"bot_id": "B0OAK"}}
    with pytest.raises(NotWelcome, match="another Slack workspace"):
        await known.workspace_of("T0ELM00001", None, body)
    own = {"type": "block_actions", "message": {"bot_id": "B0ELM"}}
    assert await known.workspace_of("T0ELM00001", None, own)


async def test_an_organisations_card_is_pressed_by_whichever_of_its_bot_ids() -> None:
    known, _ = knowing(GROUP, ELM)
    here = ("T0SOUTH001", "E0GROUP001")
    message = {"bot_id": "B0SOUTH", "user": "U0BOT"}
    assert await known.workspace_of(*here, {"type": "block_actions", "message": message})
    foreign = message | {"user": "U0ELSE"}
    with pytest.raises(NotWelcome):
        await known.workspace_of(*here, {"type": "block_actions", "message": foreign})


async def test_what_another_replica_has_just_installed_is_known_at_once() -> None:
    known, table = knowing(GROUP)
    await known.refresh()
    table.rows.append(ELM)
    assert await known.workspace_of("T0ELM00001", None, {}) == WorkspaceKey("", "T0ELM00001")
    table.rows.append(Installation("", "T0OAK00001", token="xoxb-oak"))
    assert await known.token(WorkspaceKey("", "T0OAK00001")) == "xoxb-oak"


async def test_an_organisations_token_names_the_workspace_and_an_ended_one_is_none() -> None:
    known, _ = knowing(ELM, GROUP, GONE)
    await known.refresh()
    assert known.identity(WorkspaceKey("", "T0ELM00001")).only_team == ""
    assert known.identity(WorkspaceKey("E0GROUP001", "T0SOUTH001")).only_team == "T0SOUTH001"
    with pytest.raises(NoBotToken) as refused:
        await known.token(WorkspaceKey("", "T0GONE0001"))
    assert refused.value.for_good


def test_work_that_says_for_nobody_reaches_nobody() -> None:
    parts = per_workspace(lambda where: where.team)
    with pytest.raises(NoWorkspace):
        parts.lower()
    assert current() is None
    assert is_here(ELM)
    with working_for(ELM):
        assert parts.lower() == "t0elm00001"
        assert (is_here(ELM), is_here(NORTH)) == (True, False)
        with working_for(NORTH):
            assert parts.lower() == "t0north001"
        assert parts.lower() == "t0elm00001"
