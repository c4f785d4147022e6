"""Rich text to plain text and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.rich_text import formatting, read, tidy, to_html, to_text
from bot.jobs.updates import same
from tests.steps import steps


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
    assert to_text("<p>" * 100_000) == "…"
    assert len(to_text("<p>x</p>" * 20_000)) > 1000


def test_lists_in_lists_are_told_apart_eight_deep() -> None:
    lines = to_text("<ul><li>x" * 6_000).splitlines()
    assert lines[3].startswith("• x")
    assert len("\n".join(lines)) < 25_000


@pytest.mark.parametrize(
    "unit", ["<ul><li>", "<ol><li>x", "<a href='https://x.example/1'>", "<td>"]
)
def test_time_goes_with_the_length(unit: str) -> None:
    few, many = unit * 1_000, unit * 5_000
    assert steps(lambda: read.__wrapped__(many)) < 6 * steps(lambda: read.__wrapped__(few))
    assert steps(lambda: read.__wrapped__(unit * 100_000)) < 1_000_000


@pytest.mark.parametrize(
    "text", ["<p>a<![CDA b", "<p>a<![if x]>b", "<p>a<!x", "<p>a<?b c?>d", "<p><!["]
)
def test_a_strange_declaration_is_no_text_and_no_failure(text: str) -> None:
    assert to_text(text)[:1] in {"a", ""}


def test_what_is_too_long_says_so_and_is_not_compared_by_its_beginning() -> None:
    one, other = "x " * 40_000 + "one", "x " * 40_000 + "other"
    assert to_text(one).endswith("…")
    assert not read(one).whole
    assert not same("job_description", one, other)
    picture = f"<p>before <img src='data:image/png;base64,{'iVBO' * 50_000}'> after</p>"
    assert read(picture) == ("before after", True)


@pytest.mark.timeout(60)  # a second pass over the rest of the text for each takes minutes
@pytest.mark.parametrize("unit", ["<i ", "<p</i", "<b", "<!--", "</p", "&#", "<p a='", "<![CDATA["])
def test_half_open_markup_is_read_in_one_pass(unit: str) -> None:
    assert to_text("<p>x</p>" + unit * 30_000).startswith("x")


@pytest.mark.parametrize(
    ("html", "lost"),
    [
        ("Boiler <b>not</b> firing", ("bold",)),
        ("<p>No hot water<br>since Sunday</p>", ()),
        ("<div>One</div><div>Two</div>", ()),
        ("<p>See <a href='https://x.example'>plan</a></p><ul><li><b>Stopcock</b></li></ul>", ("bold", "lists", "links")),
        ("<h2>Access</h2><p style='color:red'>Gate</p>", ("headings", "colours or sizes")),
        ("<table><tr><td>1</td></tr></table><img alt='x' src='y'>", ("tables", "pictures")),
        ("use <b> for bold", ()),
        ("2 < 3 and <i", ()),
        ("<p>a</p><!-- <b>x</b> -->", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_what_a_form_would_lose_is_named(html: str, lost: tuple[str, ...]) -> None:
    assert formatting(html) == lost


@pytest.mark.parametrize(
    ("html", "lost"),
    [
        ('<img src="https://x.example/a.png">', "pictures"),
        ("<IMG alt='damp' src=a.png />", "pictures"),
        ("<p>above</p><hr><p>below</p>", "dividing lines"),
        ("<p>see</p><iframe src='https://x.example'></iframe>", "films or embedded pages"),
        ("<p>see <video src=a.mp4></video></p>", "films or embedded pages"),
        ("<center>x</center>", "centred or right-hand text"),
        ("<p align=center>x</p>", "centred or right-hand text"),
        ("<p class='ql-align-right'>x</p>", "centred or right-hand text"),
    ],
)
def test_so_is_what_has_no_words(html: str, lost: str) -> None:
    assert formatting(html) == (lost,)
    assert "<" not in to_text(html)


@pytest.mark.parametrize(
    "text", ["<img> is missing", "right align = no", "use <img src> here", "3 < img src=2"]
)
def test_words_about_pictures_are_words(text: str) -> None:
    assert formatting(text) == ()
    assert to_text(text) == text


@given(st.text(max_size=200))
def test_what_a_form_makes_itself_loses_nothing(text: str) -> None:
    assert formatting(to_html(text)) == ()
