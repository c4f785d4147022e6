"""Rich text to plain text and back, and the mark of a created job."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.rich_text import has_mark, is_html, mark, tidy, to_html, to_text, unmark

REF = "S-ABCDEFGHIJ23"
OTHER = "S-ZZZZZZZZZZ22"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>Hello &amp; <b>you</b></p>", "Hello & you"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One</p>\n<p>Two</p>\n", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\n\nTwo"),
        ("<p>One<br>Two<br/>Three</p>", "One\nTwo\nThree"),
        ("<p>See:</p><ul><li>tap</li><li>sink</li></ul><p>End</p>", "See:\n\n• tap\n• sink\n\nEnd"),
        ("<ol><li>off</li><li>on</li></ol>", "1. off\n2. on"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "• a\n• b"),
        ('<p>See <a href="https://a.example/x">this</a></p>', "See this (https://a.example/x)"),
        ('<p><a href="https://a.example/">https://a.example</a></p>', "https://a.example"),
        ('<p><a href="mailto:a@b.example">a@b.example</a></p>', "a@b.example"),
        ('<p><a href="javascript:alert(1)">press</a></p>', "press"),
        ("<p>a</p><script>alert('x')</script><style>p{}</style><p>b</p>", "a\n\nb"),
        ("<p>a<!-- hidden <b --></p>", "a"),
        ("<p>5 <6</p>", "5 <6"),
        ("<p>a<script>if (a<b) c()</script>b</p>", "ab"),
        ("<p>caf&eacute;&nbsp;&#163;5 &lt;b&gt;</p>", "café £5 <b>"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc"),
        ("<p>one\n   two</p>", "one two"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<P>Loud</P>", "Loud"),
        ("<p>never closed", "never closed"),
        ("<p></p><p><br></p>", ""),
        ('<p><img src="x" alt="leak photo"></p>', "[leak photo]"),
        ("Plain text", "Plain text"),
        ("temp < 5 & pressure > 3", "temp < 5 & pressure > 3"),
        ("press <b> twice, then <enter>", "press <b> twice, then <enter>"),
        ("Tom &amp; Co", "Tom & Co"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a  b \n\n\n\n c", "a b\n\nc"),
        ("", ""),
    ],
)
def test_text_is_read_from_what_the_editor_wrote(raw: str, text: str) -> None:
    assert to_text(raw) == text


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("One", "<p>One</p>"),
        ("One\nTwo\n\nThree", "<p>One<br>Two</p><p>Three</p>"),
        ("5 < 6 & <b>", "<p>5 &lt; 6 &amp; &lt;b&gt;</p>"),
        ("", ""),
    ],
)
def test_html_is_plain_escaped_paragraphs(text: str, raw: str) -> None:
    assert to_html(text) == raw


@given(st.text(max_size=300))
def test_text_comes_back_from_its_html(text: str) -> None:
    assert to_text(to_html(text)) == tidy(text)


@given(st.text(alphabet="<>/&;pbrdivsculistyle =\"'!-\n ax#3", max_size=120))
def test_any_markup_is_survived(raw: str) -> None:
    assert tidy(to_text(raw)) == to_text(raw)


@given(st.text(max_size=300))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_a_huge_description_is_read_in_reasonable_time() -> None:
    assert to_text("<p>" * 100_000) == ""
    assert len(to_text("<p>x</p>" * 20_000)) > 1000


@pytest.mark.timeout(20)  # a second pass over the rest of the text for each takes minutes
@pytest.mark.parametrize("unit", ["<i ", "<p</i", "<b", "<!--", "</p", "&#", "<p a='", "<![CDATA["])
def test_half_open_markup_is_read_in_one_pass(unit: str) -> None:
    assert to_text("<p>x</p>" + unit * 30_000).startswith("x")


def test_a_mark_is_the_last_line_of_plain_text() -> None:
    assert mark("Leak\nin kitchen", REF) == f"Leak\nin kitchen\n\nSlack ref {REF}"
    assert mark("", REF) == f"Slack ref {REF}"


def test_a_mark_is_a_paragraph_of_html() -> None:
    assert mark("<p>Leak</p>", REF) == f"<p>Leak</p><p>Slack ref {REF}</p>"
    assert to_text(mark("<p>Leak</p>", REF)) == f"Leak\n\nSlack ref {REF}"


def test_marking_again_replaces_the_mark() -> None:
    once = mark("<p>Leak</p>", OTHER)
    assert mark(once, REF) == mark("<p>Leak</p>", REF)
    assert not has_mark(mark(once, REF), OTHER)


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
    ("text", "carried"),
    [
        (f"Leak\n\nSlack ref {REF}", True),
        (f"<p>Slack&nbsp;ref {REF}</p>", True),
        (f"<p>slack ref {REF.lower()}</p>", True),
        (f"Slack ref {OTHER}", False),
        (f"Slack ref {REF}X", False),
        (f"X{REF}", False),
        ("", False),
    ],
)
def test_a_mark_is_known_by_its_whole_reference(text: str, carried: bool) -> None:
    assert has_mark(text, REF) is carried
