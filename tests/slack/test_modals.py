"""Modals open once per trigger; a closed one is not an error."""

from typing import Any

import pytest

from bot.sandbox.slack import SandboxSlack
from bot.slack.messenger import Messenger
from bot.slack.web_api import Ok, SlackRefused
from tests.slack.samples import modal

PRIYA = "U0PRIYA001"


def trigger(slack: SandboxSlack, view: str | None = None) -> str:
    return slack.workspace.triggers.issue(PRIYA, view)


async def test_a_modal_opens_and_changes(slack: SandboxSlack, messenger: Messenger) -> None:
    view_id = await messenger.open_view(trigger(slack), modal())
    assert view_id is not None
    assert await messenger.update_view(view_id, modal("Edit job"))
    top = slack.workspace.top(PRIYA)
    assert top is not None
    assert top.source["title"]["text"] == "Edit job"


async def test_a_used_trigger_opens_nothing(slack: SandboxSlack, messenger: Messenger) -> None:
    one = trigger(slack)
    assert await messenger.open_view(one, modal())
    assert await messenger.open_view(one, modal()) is None


@pytest.mark.parametrize("error", ["expired_trigger_id", "trigger_expired", "trigger_exchanged"])
async def test_a_spent_trigger_is_no_error(
    slack: SandboxSlack, messenger: Messenger, error: str
) -> None:
    slack.fail("views.open", error)
    assert await messenger.open_view(trigger(slack), modal()) is None


@pytest.mark.parametrize("fault", ["drop_after", "http_500", "garbage", "ratelimited"])
async def test_a_trigger_is_never_sent_twice(
    slack: SandboxSlack, messenger: Messenger, fault: str
) -> None:
    slack.fail("views.open", fault)
    assert await messenger.open_view(trigger(slack), modal()) is None
    assert len(slack.calls) == 1


async def test_a_view_that_slack_will_not_draw_is_our_mistake(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    with pytest.raises(SlackRefused) as caught:
        await messenger.open_view(trigger(slack), modal("x" * 25))
    assert caught.value.error == "invalid_arguments"
    view_id = await messenger.open_view(trigger(slack), modal())
    assert view_id is not None
    with pytest.raises(SlackRefused):
        await messenger.update_view(view_id, modal("x" * 25))


async def test_a_modal_is_pushed_on_top_of_another(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    view_id = await messenger.open_view(trigger(slack), modal())
    assert await messenger.push_view(trigger(slack, view_id), modal("History"))
    assert len(slack.workspace.stacks[PRIYA]) == 2


async def test_a_closed_modal_is_not_updated(slack: SandboxSlack, messenger: Messenger) -> None:
    view_id = await messenger.open_view(trigger(slack), modal())
    assert view_id is not None
    slack.workspace.stacks[PRIYA].clear()
    assert not await messenger.update_view(view_id, modal())


async def test_an_older_update_loses(slack: SandboxSlack, messenger: Messenger) -> None:
    view_id = await messenger.open_view(trigger(slack), modal())
    assert view_id is not None
    assert not await messenger.update_view(view_id, modal("Old"), hash="1.old")


@pytest.mark.parametrize("fault", ["drop_before", "drop_after", "http_500_after"])
async def test_a_lost_update_is_sent_again(
    slack: SandboxSlack, messenger: Messenger, fault: str
) -> None:
    view_id = await messenger.open_view(trigger(slack), modal())
    top = slack.workspace.top(PRIYA)
    assert view_id is not None
    assert top is not None
    slack.fail("views.update", fault)
    assert await messenger.update_view(view_id, modal("Edit job"), hash=top.hash)
    assert top.source["title"]["text"] == "Edit job"


async def test_a_view_slack_refuses_is_an_error(slack: SandboxSlack, messenger: Messenger) -> None:
    view_id = await messenger.open_view(trigger(slack), modal())
    assert view_id is not None
    with pytest.raises(SlackRefused):
        await messenger.update_view(view_id, modal("x" * 25))


async def test_a_slack_that_stays_away_updates_nothing(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    view_id = await messenger.open_view(trigger(slack), modal())
    assert view_id is not None
    slack.fail("views.update", "ratelimited")
    assert not await messenger.update_view(view_id, modal())
    slack.fail("views.update", "http_503", times=-1)
    assert not await messenger.update_view(view_id, modal())


async def test_a_redraw_on_its_way_is_no_answer_to_a_submission(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    view_id = await messenger.open_view(trigger(slack), modal())
    assert view_id is not None
    answer = messenger.answer(view_id)
    assert not await messenger.update_view(view_id, modal("As typed before"))
    assert await messenger.show_outcome(view_id, modal("Job created"))
    shown = await answer.within(1)
    assert shown is not None
    assert shown["title"]["text"] == "Job created"
    top = slack.workspace.top(PRIYA)
    assert top is not None
    assert top.title != "As typed before"


async def test_an_outcome_after_the_answer_is_drawn(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    view_id = await messenger.open_view(trigger(slack), modal())
    assert view_id is not None
    messenger.answer(view_id).end()
    assert await messenger.show_outcome(view_id, modal("Job created"))
    top = slack.workspace.top(PRIYA)
    assert top is not None
    assert top.title == "Job created"


@pytest.mark.parametrize(
    "body", [{}, {"view": None}, {"view": []}, {"view": {}}, {"view": {"id": None}}]
)
def test_an_answer_without_the_part_that_was_expected_is_none(body: dict[str, Any]) -> None:
    assert Ok(body).text("view", "id") == ""
