"""A sentence that ends with somebody's words has one end: no `….`, no `Ltd..`."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.jobs.actions import WRITES
from bot.views import blocks, promise_outcomes
from bot.views.mrkdwn import stopped
from tests.views.every_message import all_messages
from tests.views.every_view import all_views
from tests.views.samples import STORMS, a_change

_TWO_ENDS = re.compile(r".{0,30}…[*_]*\.(?!\.).{0,10}")


def texts(drawn: Any) -> Iterator[str]:
    if isinstance(drawn, dict):
        for name, value in drawn.items():
            if name == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(drawn, list | tuple):
        for value in drawn:
            yield from texts(value)


@pytest.mark.parametrize("storm", STORMS)
def test_words_that_were_cut_have_no_full_stop_besides(storm: str) -> None:
    drawn = [(name, message.wire()) for name, message in all_messages(storm)]
    drawn += [(name, dict(view)) for name, view in all_views(storm)]
    found = [(name, _TWO_ENDS.findall(text)) for name, each in drawn for text in texts(each)]
    assert [each for each in found if each[1]] == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Boiler not firing", "Boiler not firing."),
        ("*Boiler not firing*", "*Boiler not firing*."),
        ("Smith & Co.", "Smith & Co."),
        ("*No heating!*", "*No heating!*"),
        ("Is it the pump?", "Is it the pump?"),
        ("restarts every few…", "restarts every few…"),
        ("Leak (kitchen)", "Leak (kitchen)."),
        ("Leak (kitchen etc.)", "Leak (kitchen etc.)."),
        ("Try again. (Ask an administrator.)", "Try again. (Ask an administrator.)"),
        ("", ""),
    ],
)
def test_a_sentence_gets_the_end_that_it_lacks(words: str, expected: str) -> None:
    assert stopped(words) == expected


def test_the_end_of_a_title_is_the_end_of_the_sentence() -> None:
    change = a_change(
        "create", job_ref="JOB-001", state="done", fields={"job_title": "Pump failed."}
    )
    said = promise_outcomes.ended(change).text
    assert said.endswith("Pump failed.*")
    assert blocks.escape(WRITES["create"].done) in said
