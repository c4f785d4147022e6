"""The switches: one sees the bot tell the truth."""

import pytest

from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_lost_answer_is_checked_and_the_job_is_there_once(visitor: Visitor) -> None:
    await visitor.turn("PropOps", "Loses its answers")
    await visitor.form()
    await visitor.fill_in()
    await visitor.send()
    await visitor.sees("checking", visitor.modal)
    await visitor.sees("Priya Shah created JOB-061", visitor.panel)

    await visitor.sees("Job created", visitor.modal)
    await visitor.close()
    await visitor.message("JOB-061").wait_for()
    assert len(visitor.play.propops.writes) == 1


async def test_a_refusal_brings_the_form_back_and_it_goes_through_later(visitor: Visitor) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.turn_behind("propops", "refuses")
    await visitor.send()
    await visitor.sees("administrator", form)
    assert await form.get_by_label("Description").input_value() == "No hot water since Sunday."
    assert visitor.play.propops.writes == []

    await visitor.turn_behind("propops", "well")
    await visitor.send()
    await visitor.went_through()
    assert len(visitor.play.propops.writes) == 1


async def test_while_propops_is_down_nothing_is_lost(visitor: Visitor) -> None:
    form = await visitor.form()
    await visitor.fill_in()
    await visitor.turn_behind("propops", "down")
    await visitor.send()
    await form.get_by_label("Description").wait_for(state="detached")
    await visitor.turn_behind("propops", "well")
    await visitor.page.get_by_text("JOB-061").first.wait_for()
    assert len(visitor.play.propops.writes) == 1


async def test_slack_limits_delay_the_card_and_never_double_it(visitor: Visitor) -> None:
    await visitor.turn("Slack", "Rate-limits")
    await visitor.form()
    await visitor.fill_in()
    await visitor.send()
    await visitor.sees("Priya Shah created JOB-061", visitor.panel)
    assert await visitor.message("JOB-061").count() == 0

    await visitor.turn_behind("slack", "well")
    await visitor.message("JOB-061").wait_for()
    assert await visitor.page.locator("#messages .message").count() == 1


async def test_a_bot_that_does_not_answer_is_told_as_slack_tells_it(visitor: Visitor) -> None:
    visitor.play.slack.deliver_to("http://127.0.0.1:9/slack/events")
    await visitor.say("/job help")
    await visitor.sees("operation_timeout")
    assert await visitor.page.locator("#composer textarea").input_value() == "/job help"
