"""Whatever the bot can draw is drawn once more as an example, and Slack would take it."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.cli.rehearsal import example_values
from bot.cli.rehearsal.example_values import NoExample, ways
from bot.cli.rehearsal.examples import Example, drawing_functions, examples, name_of
from bot.sandbox.slack.entities import panel_complaints
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.surfaces import checked_blocks, checked_view

EXAMPLES = list(examples())


def refused(example: Example) -> str:
    content: Mapping[str, Any] = example.content
    if example.kind == "entity":
        return "; ".join(panel_complaints(dict(content)))
    try:
        if example.kind == "message":
            checked_blocks(list(content["blocks"]))
        else:
            checked_view(dict(content), example.kind)
    except SlackRefused as error:
        return f"{example.name}: {error}"
    return ""


def test_slack_takes_each() -> None:
    assert [why for each in EXAMPLES if (why := refused(each))] == []


def test_each_function_that_draws_is_there() -> None:
    drawn = {each.name.partition("(")[0] for each in EXAMPLES}
    functions = {name_of(each) for each in drawing_functions()}
    assert functions <= drawn
    assert {"job_card.job_card", "home.home", "job_form.draw", "approvals.approval_card"} <= drawn
    assert {each.kind for each in EXAMPLES} == {"message", "modal", "home", "entity"}


def test_a_wrong_one_would_be_told() -> None:
    assert refused(Example("wrong", "message", {"text": "", "blocks": [{"type": "sectoin"}]}))
    assert refused(Example("wrong", "modal", {"type": "modal", "blocks": []}))
    assert refused(Example("wrong", "entity", {"entity_type": "task"}))


def test_a_parameter_of_an_unknown_type_is_told() -> None:
    def draw(colour: complex) -> None:
        """Nothing the examples know."""

    with pytest.raises(NoExample, match="colour"):
        list(ways(draw))


def test_other_values_are_tried_one_at_a_time() -> None:
    def draw(job: str, *, money: bool, url: str | None = None) -> None:
        """As the functions of the bot are."""

    names = [how for how, _ in ways(draw)]
    assert names == ["least", "all", "money 2", "url 2"]
    least = dict(ways(draw))["least"]
    assert least == {"job": example_values.UUID, "money": True}
