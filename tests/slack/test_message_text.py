"""Cutting a message short never breaks it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.message_text import shortened

PIECES = st.sampled_from(
    [
        "&amp;",
        "&lt;",
        "&gt;",
        "<@U0PRIYA001>",
        "<https://x.example/a?b&amp;c|link>",
        "word ",
        "🔧",
        "é",
    ]
)
WHOLE = re.compile(r"(?:&(?:amp|lt|gt);|<[^<>]*>|[^&<>])*")


@given(st.lists(PIECES).map("".join), st.integers(1, 60))
def test_a_cut_text_is_whole_and_fits(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert len(cut) <= limit
    assert WHOLE.fullmatch(cut)
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_a_short_text_stays() -> None:
    assert shortened("a &amp; b", 9) == "a &amp; b"


def test_as_much_as_fits_is_kept() -> None:
    assert shortened("ten &amp; more", 9) == "ten…"
    assert shortened("ten &amp; more", 11) == "ten &amp;…"
    assert shortened("see <https://x.example|here> and more", 20) == "see…"
