"""What nobody sees is no title, and what is joined stays joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from bot.jobs.characters import plain_characters, trimmed, without_unseen
from bot.jobs.fields import Text
from bot.jobs.quicktext.parser import parse
from bot.jobs.rich_text import tidy, to_html, to_text
from bot.jobs.validation import validated
from bot.views.mrkdwn import clip
from tests.jobs.phrases import WEDNESDAY

_UNSEEN = [
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u2060",
    "\u200d",
    "\u200e",
    "\u2800",
    "\u3164",
    "\u202e",
    "\u180e",
    "\u061c",
    "\u0301",
    "\u0301\u0489\u20dd",
]
_JOINED = [
    "👨\u200d🔧",
    "❤️\u200d🔥",
    "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "🇬🇧",
    "👩🏽\u200d🚒",
    "नि\u200dष",
    "می\u200cخواهم",
    "1️⃣",
]


@pytest.mark.parametrize(
    "text", [*_UNSEEN, " \u200b ", "\ufeff\u00ad", "\n\u2060\t", "\u200b" * 50]
)
def test_a_text_nobody_sees_is_empty(text: str) -> None:
    assert trimmed(text) == ""
    assert validated(Text(), text) == ""
    assert "job_title" not in parse(text, WEDNESDAY, {}).values


@pytest.mark.parametrize("text", _JOINED)
def test_what_is_joined_stays_joined(text: str) -> None:
    line = f"{text} to attend"

    assert tidy(line) == line
    assert to_text(to_html(line)) == line
    assert parse(line, WEDNESDAY, {}).values["job_title"] == line
    assert trimmed(f"\u200b{line}\ufeff") == line


@pytest.mark.parametrize("text", ["🇬🇧🇬🇧🇬🇧", "👨\u200d🔧👨\u200d🔧", _JOINED[2] * 2, "👍🏽👍🏽"])
def test_nothing_joined_is_cut_in_half(text: str) -> None:
    whole = {text[: len(text) * n // 3] for n in range(4)} | {text[: len(text) // 2], text, ""}
    for most in range(1, 40):
        cut = clip(f"{text} and more words after it", most).removesuffix("…")
        assert cut in whole or cut.startswith(text), (most, cut)


def test_a_code_parted_by_joiners_is_still_a_code() -> None:
    quick = parse("leak, key safe 1\u200d2\u200d3\u200d4", WEDNESDAY, {})

    assert quick.values["access_details"] == "key safe 1234"


def test_an_empty_title_is_still_asked_for() -> None:
    with pytest.raises(PydanticCustomError):
        validated(Text(), None)


@given(st.text(max_size=100))
def test_characters_are_replaced_one_by_one(text: str) -> None:
    assert len(plain_characters(text)) == len(text)
    assert without_unseen(without_unseen(text)) == without_unseen(text) or "\u200d" in text
    assert trimmed(trimmed(text)) == trimmed(text)
