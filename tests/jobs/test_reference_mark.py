"""The mark a created job carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.reference_mark import mark, mark_of, unmark
from bot.jobs.rich_text import is_html, tidy, to_html, to_text

REF = "S-ABCDEFGHIJ23"
OTHER = "S-ZZZZZZZZZZ22"


def test_a_mark_is_the_last_line_of_plain_text() -> None:
    assert mark("Leak\nin kitchen", REF) == f"Leak\nin kitchen\n\nSlack ref {REF}"
    assert mark("", REF) == f"Slack ref {REF}"


def test_a_mark_is_a_paragraph_of_html() -> None:
    assert mark("<p>Leak</p>", REF) == f"<p>Leak</p><p>Slack ref {REF}</p>"
    assert to_text(mark("<p>Leak</p>", REF)) == f"Leak\n\nSlack ref {REF}"


def test_marking_again_replaces_the_mark() -> None:
    once = mark("<p>Leak</p>", OTHER)
    assert mark(once, REF) == mark("<p>Leak</p>", REF)
    assert OTHER not in mark(once, REF)


@pytest.mark.parametrize(
    "text", ["Leak", "Leak\nin kitchen", "<p>Leak</p>", "<p>a<br>b</p><p>c</p>", ""]
)
def test_unmarking_gives_back_what_was_marked(text: str) -> None:
    assert unmark(mark(text, REF)) == text


@given(st.text(max_size=200))
def test_unmarking_undoes_marking_of_any_text(text: str) -> None:
    html = to_html(text)
    assert unmark(mark(html, REF)) == html
    plain = tidy(text)
    if not is_html(plain):
        assert unmark(mark(plain, REF)) == plain


@pytest.mark.parametrize(
    ("dressed", "bare"),
    [
        (f"<p>Leak<br>Slack ref {REF}</p>", "<p>Leak</p>"),
        (f"<p>Leak</p>\n<p>Slack ref {REF}</p>\n", "<p>Leak</p>"),
        (f"<p>Leak</p><p><span>Slack&nbsp;ref {REF}</span></p>", "<p>Leak</p>"),
        (f"<div><p>Leak</p><p>Slack ref {REF}</p></div>", "<div><p>Leak</p></div>"),
        (f"<p>Leak</p><p>Slack ref {REF}</p><p><br></p>", "<p>Leak</p>"),
        (f"Leak\r\nSlack ref {REF}\r\n", "Leak"),
        (f"Slack ref {REF} was wrong", f"Slack ref {REF} was wrong"),
        ("Leak", "Leak"),
        ("<p>Leak</p> ", "<p>Leak</p> "),
    ],
)
def test_a_mark_is_dropped_however_the_editor_dressed_it(dressed: str, bare: str) -> None:
    assert unmark(dressed) == bare


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        (f"Leak\n\nSlack ref {REF}", REF),
        (f"<p>Slack&nbsp;ref {REF}</p>", REF),
        (f"{OTHER} was wrong\n\nSlack ref {REF}", REF),
        (f"Slack ref {REF}X", None),
        (f"X{REF}", None),
        ("", None),
    ],
)
def test_a_mark_is_read_by_its_whole_reference(text: str, ref: str | None) -> None:
    assert mark_of(text) == ref
