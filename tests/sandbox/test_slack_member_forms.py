"""A member in a form."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.slack import (
    BadAnswer,
    NotPossible,
)
from tests.sandbox.form_bot import Bot, field_of, filled, job_form, opened, plain, seen, top


async def test_a_view_shows_what_the_bot_sent(bot: Bot) -> None:
    view = await opened(bot)
    assert view.title == "New job"
    assert view.callback_id == "job.new"
    assert view.private_metadata == "draft 7"
    assert view.value("job_title") == "Boiler"
    assert view.value("address_id") is None
    assert view.value("tenants_ids") == []
    with pytest.raises(NotPossible, match="there: job_title, priority_id"):
        view.block("nope")


async def test_what_a_client_does_not_take(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"job_title": "x" * 21}, "takes 20 characters, not 21"),
        ({"job_title": "two\nlines"}, "single line"),
        ({"priority_id": "Urgent"}, "not offered; there: High, Low"),
        ({"address_id": "e"}, "searches from 2 characters"),
        ({"address_id": "elm"}, "not offered; there: 12 Elm Row, 14 Elm Row"),
        ({"address_id": ("oak", 4)}, "not offered; there: 3 Oak Street"),
        ({"address_id": "zzz"}, "not offered; there: nothing"),
        ({"date_works_start_date": "tomorrow"}, "datepicker cannot give"),
        ({"job_total_budget": "lots"}, "not a number"),
        ({"nope": "x"}, "no block 'nope'"),
    ]
    for values, why in refused:
        with pytest.raises(NotPossible, match=why):
            await priya.fill(view, values)
    assert view.value("job_title") == "Boiler"


async def test_a_client_holds_back_what_is_missing_or_wrong(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    await priya.fill(view, job_total_budget=-1, job_title=None)
    with pytest.raises(NotPossible) as held:
        await priya.submit(view)
    assert str(held.value) == (
        "job_title is required; priority_id is required; address_id is required; "
        "job_total_budget must lie between 0 and -1"
    )
    assert seen(bot, "view_submission") == []


async def test_a_tampered_client_sends_anything(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    bot.answer = {"response_action": "errors", "errors": {"priority_id": "Choose one"}}
    await priya.fill(view, force=True, priority_id="Nope", job_title="x" * 30, address_id="9")
    await priya.submit(view, force=True)
    [body] = seen(bot, "view_submission")
    values = body["view"]["state"]["values"]
    assert values["priority_id"]["value"]["selected_option"]["value"] == "Nope"
    assert values["address_id"]["value"]["selected_option"]["value"] == "9"
    assert len(values["job_title"]["value"]["value"]) == 30


async def test_options_are_chosen_by_text_value_or_place(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    for wanted, value in [("High", "1"), ("2", "2"), (0, "1")]:
        await priya.fill(view, priority_id=wanted)
        assert view.value("priority_id") == value
    assert await priya.type_ahead(view, "address_id", "elm") == ["12 Elm Row", "14 Elm Row"]
    [body] = seen(bot, "block_suggestion")
    assert (body["action_id"], body["block_id"], body["value"]) == ("value", "address_id", "elm")
    assert body["container"] == {"type": "view", "view_id": view.id}
    assert body["view"]["id"] == view.id


async def test_a_dispatching_input_sends_an_action(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await opened(bot)
    await priya.fill(view, vat="Low", job_title="Tap")
    [body] = seen(bot, "block_actions")
    [action] = body["actions"]
    assert action.pop("action_ts")
    assert action == {
        "type": "radio_buttons",
        "action_id": "value",
        "block_id": "vat",
        "selected_option": {"text": {**plain("Low"), "emoji": True}, "value": "2"},
    }
    assert body["container"] == {"type": "view", "view_id": view.id}
    assert "response_url" not in body
    assert "channel" not in body


async def test_errors_stay_beside_their_fields(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    bot.answer = {"response_action": "errors", "errors": {"job_title": "Say more"}}
    outcome = await priya.submit(view)
    assert (outcome.action, outcome.errors, outcome.accepted) == (
        "errors",
        {"job_title": "Say more"},
        False,
    )
    assert view.is_open
    assert "! Say more" in view.outline()
    bot.answer = {}
    assert (await priya.submit(view)).accepted
    assert view.errors == {}


async def test_an_update_keeps_what_was_entered(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    form = job_form()
    form["blocks"][0]["element"]["initial_value"] = "Another"
    form["blocks"][1]["block_id"] = "priority_again"
    before = view.hash
    bot.answer = {"response_action": "update", "view": form}
    outcome = await priya.submit(view)
    assert outcome.view is view
    assert view.hash != before
    assert view.value("job_title") == "Boiler"
    assert view.value("address_id") == "14 ELM ROW"
    assert view.value("priority_again") is None


async def test_a_push_covers_and_a_close_uncovers(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    bot.answer = {"response_action": "push", "view": job_form()}
    upper = (await priya.submit(view)).view
    assert upper is not None
    assert upper is not view
    assert upper.wire()["previous_view_id"] == view.id
    assert upper.wire()["root_view_id"] == view.id
    with pytest.raises(NotPossible, match="covered"):
        await priya.submit(view)
    await priya.close(upper)
    assert priya.top is view
    [body] = seen(bot, "view_closed")
    assert (body["view"]["id"], body["is_cleared"]) == (upper.id, False)
    with pytest.raises(NotPossible, match="closed"):
        await priya.submit(upper)


async def test_the_stack_holds_three(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    await filled(bot)
    bot.answer = {"response_action": "push", "view": job_form()}
    for _ in range(2):
        await priya.fill(top(bot), priority_id="Low", address_id="14 Elm")
        await priya.submit(top(bot))
    await priya.fill(top(bot), priority_id="Low", address_id="14 Elm")
    with pytest.raises(BadAnswer, match="push_limit_reached"):
        await priya.submit(top(bot))
    await priya.close(top(bot), whole_stack=True)
    assert priya.top is None
    assert [body["is_cleared"] for body in seen(bot, "view_closed")] == [True] * 3


async def test_clear_closes_the_whole_stack(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    bot.answer = {"response_action": "clear"}
    outcome = await priya.submit(view)
    assert (outcome.action, outcome.view, priya.top) == ("clear", None, None)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"response_action": "errors", "errors": {"value": "no"}}, "no inputs: value"),
        ({"response_action": "update", "view": {"type": "modal"}}, "missing required field"),
        ({"response_action": "explode"}, "no answer to a submission"),
    ],
)
async def test_a_bad_answer_to_a_submission(bot: Bot, answer: dict[str, Any], why: str) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    bot.answer = answer
    with pytest.raises(BadAnswer, match=why):
        await priya.submit(view)
    assert priya.top is view


async def test_only_the_owner_acts_in_a_modal(bot: Bot) -> None:
    view = await opened(bot)
    with pytest.raises(NotPossible, match="another member"):
        await bot.slack.member("tom").fill(view, job_title="Mine")


async def test_a_form_can_be_sent_twice_only_by_force(bot: Bot) -> None:
    priya, view = bot.slack.member("priya"), await filled(bot)
    first = asyncio.create_task(priya.submit(view))
    await asyncio.sleep(0)
    with pytest.raises(NotPossible, match="being sent already"):
        await priya.submit(view)
    await first
    await priya.submit(view, force=True)
    assert len({body["view"]["id"] for body in seen(bot, "view_submission")}) == 1
    assert len(seen(bot, "view_submission")) == 2


async def test_a_chosen_channel_can_be_answered_through_its_url(bot: Bot) -> None:
    priya = bot.slack.member("priya")
    select = {"type": "conversations_select", "response_url_enabled": True}
    source = {**job_form(), "blocks": [field_of("where", select)]}
    view = bot.slack.workspace.open_view(priya.id, source)
    await priya.fill(view, where="general")
    bot.answer = {"response_action": "clear"}
    await priya.submit(view)
    [url] = seen(bot, "view_submission")[0]["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == (
        "where",
        "value",
        "C0GENERAL1",
    )
