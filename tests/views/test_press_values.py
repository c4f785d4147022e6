"""What a button carries comes back as it was written."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.card_buttons import CARD_BUTTONS
from bot.views import (
    blocks,
)
from bot.views.buttons import Press
from tests.views.test_slack_limits import wild

uuids = st.uuids().map(str)


actions = st.sampled_from([*CARD_BUTTONS, "claim", "again"])


@given(
    actions, uuids, wild, st.integers(1, 999_999), st.from_regex(r"S-[A-Z2-7]{12}", fullmatch=True)
)
def test_a_press_comes_back_as_it_was_written(
    action: str, job: str, ref: str, attempt: int, change: str
) -> None:
    press = Press(action, job, ref, attempt, change)
    for most, room in ((2_000, 600), (150, 40)):
        value = press.written(most)
        back = Press.read(value)
        assert blocks.size(value) <= most
        assert (back.action, back.job, back.attempt, back.change) == (action, job, attempt, change)
        if blocks.size(ref) <= room and ref.isprintable() and ref.isascii() and '"' not in ref:
            assert back.ref in (ref, "") or len(ref) > 20
    assert press.button("x")["action_id"] == f"card.{action}"


NONSENSE: list[Any] = [
    "",
    "{}",
    "[]",
    "x",
    "null",
    '["notify","u",true,"",""]',
    '["notify","u",0,"",""]',
    '["NOTIFY","u",1,"",""]',
    '["notify","../etc",1,"",""]',
    '["notify","u",1,"","",""]',
    "[" * 1_500,
    "9" * 3_000,
    None,
    7,
]


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_is_no_press(value: Any) -> None:
    with pytest.raises(ValueError):
        Press.read(value)


@given(
    st.one_of(
        st.text(max_size=200),
        st.recursive(st.none() | st.integers() | st.text(), st.lists).map(str),
    )
)
def test_reading_a_press_fails_in_one_way_only(value: str) -> None:
    with contextlib.suppress(ValueError):
        Press.read(value)
