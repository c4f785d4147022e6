"""The sandbox's side panel is as strict as Slack's: triggers, identity, silent drops, memory."""

from typing import Any

import pytest

from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.methods import entity
from bot.sandbox.slack.panels import FRESH, Panel
from bot.sandbox.slack.refusals import NotPossible, SlackRefused
from bot.sandbox.slack.world import BOT

REF, URL = {"id": "u-1"}, "https://propops.example.com/jobs/u-1"


class Clock:
    now = 1_764_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> SandboxSlack:
    return SandboxSlack(clock=clock)


def task(**fields: Any) -> dict[str, Any]:
    return {
        "entity_type": "slack#/entities/task",
        "external_ref": REF,
        "url": URL,
        "entity_payload": {
            "attributes": {"title": {"text": "Boiler"}},
            "fields": {"status": {"value": "New"}, **fields},
        },
    }


@pytest.fixture
def panel(slack: SandboxSlack) -> Panel:
    """Priya's panel over a card that shows a task."""
    world = slack.workspace
    card = Message(slack.channel("maintenance").id, world.new_ts(), BOT, world.identity.team)
    card.metadata = {"entities": [task()]}
    world.add(card)
    return world.panels.of(slack.member("priya").id, card)


def present(slack: SandboxSlack, panel: Panel, **args: Any) -> Any:
    trigger = slack.workspace.triggers.issue(panel.owner, panel.id)
    call = Call("entity.presentDetails", {"trigger_id": trigger, **args}, is_json=True)
    return entity.present_details(slack.workspace, call)


def test_what_is_answered_becomes_the_card_of_everybody(slack: SandboxSlack, panel: Panel) -> None:
    present(slack, panel, metadata=task(priority={"value": "High"}))
    assert panel.value("priority") == "High"
    assert panel.message.entities[0]["entity_payload"]["fields"]["priority"] == {"value": "High"}


def test_a_field_that_a_task_has_not_is_left_out_with_a_warning(
    slack: SandboxSlack, panel: Panel
) -> None:
    said = present(slack, panel, metadata=task(colour={"value": "red"}))
    assert "colour" not in panel.fields
    assert said["warning"]


def test_another_object_than_the_one_asked_for_is_refused(
    slack: SandboxSlack, panel: Panel
) -> None:
    for part in ({"url": "https://propops.example.com/x"}, {"external_ref": {"id": "u-2"}}):
        with pytest.raises(SlackRefused, match="entity_metadata_does_not_match_trigger"):
            present(slack, panel, metadata=task() | part)
    assert panel.entity is None


def test_a_broken_entity_is_refused_and_the_card_stays(slack: SandboxSlack, panel: Panel) -> None:
    with pytest.raises(SlackRefused, match="invalid_metadata"):
        present(slack, panel, metadata=task() | {"entity_payload": {}})
    assert panel.message.entities == [task()]


def test_a_trigger_lives_three_seconds_and_works_once(
    slack: SandboxSlack, panel: Panel, clock: Clock
) -> None:
    trigger = slack.workspace.triggers.issue(panel.owner, panel.id)
    call = Call("x", {"trigger_id": trigger, "metadata": task()}, is_json=True)
    entity.present_details(slack.workspace, call)
    with pytest.raises(SlackRefused, match="exchanged_trigger_id"):
        entity.present_details(slack.workspace, call)
    late = slack.workspace.triggers.issue(panel.owner, panel.id)
    clock.now += 3.5
    with pytest.raises(SlackRefused, match="expired_trigger_id"):
        entity.present_details(
            slack.workspace, Call("x", {"trigger_id": late, "metadata": {}}, is_json=True)
        )


def test_an_error_is_one_of_those_that_slack_knows(slack: SandboxSlack, panel: Panel) -> None:
    present(slack, panel, error={"status": "custom", "custom_message": "No right"})
    assert panel.outline() == "No right"
    with pytest.raises(SlackRefused, match="invalid_arguments"):
        present(slack, panel, error={"status": "oops"})


def test_an_error_of_a_save_leaves_the_panel_as_it_is(slack: SandboxSlack, panel: Panel) -> None:
    present(slack, panel, metadata=task())
    present(slack, panel, error={"status": "edit_error", "custom_message": "Waiting"})
    assert panel.value("status") == "New"
    assert panel.edit_error == "Waiting"


def test_a_prompt_to_sign_in_opens_the_panel(slack: SandboxSlack, panel: Panel) -> None:
    present(slack, panel, user_auth_required=True, user_auth_url="https://bot.example/link/x")
    assert panel.is_open
    assert panel.sign_in == "https://bot.example/link/x"


async def test_a_panel_is_remembered_for_ten_minutes(
    slack: SandboxSlack, panel: Panel, clock: Clock
) -> None:
    present(slack, panel, metadata=task())
    priya = slack.member("priya")
    assert (await priya.open_panel(panel.message)).answers == 1
    assert slack.workspace.panels.is_fresh(panel)
    clock.now += FRESH
    assert not slack.workspace.panels.is_fresh(panel)


async def test_only_what_may_be_changed_is_changed(slack: SandboxSlack, panel: Panel) -> None:
    present(slack, panel, metadata=task())
    with pytest.raises(NotPossible, match="can't be changed"):
        await slack.member("priya").save_panel(panel, {"status": "Done"})
    with pytest.raises(NotPossible, match="no \\[Update\\]"):
        await slack.member("priya").press_panel(panel, "Update")
