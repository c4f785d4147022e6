"""Listeners get what they name, and everything that a member can press, send or type is heard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import handlers
from bot.cli.rehearsal.examples import examples
from bot.jobs.actions import BUTTON_COMMANDS, JOB_PRESSES, SUBCOMMANDS, WRITE_OF_COMMAND
from bot.jobs.card_buttons import CARD_BUTTONS, MOST_IN_MENU, CardButton, Confirm
from bot.jobs.shortcuts import SHORTCUTS
from bot.sandbox.in_memory_engine import InMemoryEngine
from bot.sandbox.testbed import open_testbed
from bot.views.buttons import Press
from bot.views.card_buttons import MORE
from bot.web.payloads import COMMENT, PANEL, kind_and_names
from bot.web.routes import Routes
from handlers import FEATURES
from handlers.commands import CommandTable
from handlers.request import Request
from tests.views.test_slack_limits import drawn

_HEARD_WHERE_DISPATCHED = {"plain_text_input", "static_select", "datepicker", "radio_buttons"}
"""Elements that Slack tells of only where their input block has `dispatch_action`."""
STORM = "entities"


@pytest.fixture
def routes() -> Routes:
    routes = Routes()
    handlers.register(routes)
    return routes


def everything() -> Iterator[dict[str, Any]]:
    """Every view and every message the bot can make."""
    views, messages = drawn(STORM)
    for _, view in views:
        yield view
    for _, message in messages:
        yield {"blocks": list(message.blocks)}
    for example in examples():
        if example.kind != "entity":
            yield dict(example.content)


def elements(view: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each element that has an action id, with its block."""
    for block in view["blocks"]:
        parts = [*block.get("elements", ()), block.get("element"), block.get("accessory")]
        for part in parts:
            if part and "action_id" in part:
                yield block, part


async def test_the_bot_starts_so_every_listener_and_command_is_given_what_it_names(
    tmp_path: Path,
) -> None:
    """Each side refuses to be built otherwise; Bolt alone would pass None to a misspelt name."""
    async with open_testbed(tmp_path, engine=InMemoryEngine) as here:
        assert here.app is not None


def test_a_command_that_names_what_nobody_gives_is_refused() -> None:
    async def ask(request: Request, typed: str, jobs: object, poeple: object) -> None: ...

    with pytest.raises(ValueError, match="no part is named poeple"):
        CommandTable({"ask": ask}, {"jobs": 1, "people": 2}, approvals=None)  # type: ignore[arg-type]


def test_every_word_after_job_starts_something_and_nothing_else_does() -> None:
    started = [name for feature in FEATURES for name in getattr(feature, "COMMANDS", {})]
    assert sorted(started) == sorted([*SUBCOMMANDS, *JOB_PRESSES, *SHORTCUTS])
    assert set(WRITE_OF_COMMAND) <= set(started)


def test_every_button_of_a_card_is_listened_to(routes: Routes) -> None:
    heard = set(routes.names("action"))
    assert {f"card.{name}" for name in CARD_BUTTONS} <= heard


def test_everything_that_can_be_pressed_is_listened_to(routes: Routes) -> None:
    heard = set(routes.names("action"))
    shown = {
        element["action_id"]
        for view in everything()
        for block, element in elements(view)
        if block.get("dispatch_action") or block["type"] != "input"
    }
    assert shown - heard == set()
    in_menu = {f"card.{name}" for name, button in CARD_BUTTONS.items() if button.overflow}
    may_start = {f"card.{name}" for name in BUTTON_COMMANDS}
    in_menu |= {
        Press.read(option["value"]).action_id
        for view in everything()
        for _, element in elements(view)
        for option in element.get("options", ())
        if element["type"] == "overflow"
    }
    assert {name for name in heard if name.startswith("card.")} - shown <= in_menu | may_start


def test_the_menu_of_a_card_holds_what_slack_takes_and_asks_nothing() -> None:
    menu = [name for name, button in CARD_BUTTONS.items() if button.overflow]
    assert len(menu) <= MOST_IN_MENU, f"{menu}: make one of them a button, or leave one out"
    with pytest.raises(ValueError, match="can't confirm"):
        CardButton("Close job", overflow=True, confirm=Confirm("Close?", "It ends {job}.", "Close"))


def test_an_entry_of_a_menu_reaches_the_listener_of_its_name() -> None:
    chosen = {"value": Press("close", "u-1", "JOB-001").written(150)}
    action = {"type": "overflow", "action_id": MORE, "selected_option": chosen}
    kind, names = kind_and_names({"type": "block_actions", "actions": [action]})
    assert (kind, names) == ("action", ("card.close", MORE))
    action["selected_option"] = {"value": "no press"}
    assert kind_and_names({"type": "block_actions", "actions": [action]})[1] == (MORE,)


def test_every_form_that_can_be_sent_is_listened_to(routes: Routes) -> None:
    sent = {view["callback_id"] for view in everything() if view.get("submit")}
    panels = {PANEL, COMMENT}  # Slack draws those
    assert sent | panels == set(routes.names("submission"))


def test_every_field_that_is_searched_is_listened_to(routes: Routes) -> None:
    searched = {
        element["action_id"]
        for view in everything()
        for _, element in elements(view)
        if "external" in element["type"]
    }
    assert searched <= set(routes.names("options"))
