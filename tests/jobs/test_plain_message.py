"""What people write in Slack becomes plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.plain_message import mentioned, plain, without_address

NAMES = {"U1": "Priya Shah", "W2": "Nia Lowe"}


@pytest.mark.parametrize(
    ("mrkdwn", "words"),
    [
        ("Leak at <@U1>'s flat", "Leak at Priya Shah's flat"),
        ("ask <@U9|sam> or <@W2>", "ask sam or Nia Lowe"),
        ("ask <@U9>", "ask somebody"),
        ("see <#C1|repairs>, <#C2>", "see #repairs, a channel"),
        ("<!here> and <!channel>: flood", "everyone here and everyone: flood"),
        ("<!subteam^S1|@night-shift> please", "night-shift please"),
        ("by <!date^1764000000^{date_short}|24 Nov>", "by 24 Nov"),
        ("<https://x.example/a?b=1&amp;c=2>", "https://x.example/a?b=1&c=2"),
        ("<https://x.example|the photo>", "the photo (https://x.example)"),
        ("<https://x.example|x.example>", "https://x.example"),
        ("<mailto:jo@x.example|jo@x.example>", "jo@x.example"),
        ("<tel:07700900123|07700 900123>", "07700 900123"),
        ("*urgent* _leak_ ~no~ `boiler`", "urgent leak no boiler"),
        ("*_really_ bad*", "really bad"),
        ("2*3 and 4*5, a_b_c", "2*3 and 4*5, a_b_c"),
        ("```\nF28\n```", "F28"),
        (":fire: alarm beeping :pray:", "fire alarm beeping"),
        (":potable_water: off :thumbsup::skin-tone-3:", "potable water off"),
        ("at 08:15:30, 10:30: nobody in", "at 08:15:30, 10:30: nobody in"),
        ("£5 &amp; &lt;b&gt; &amp;amp;", "£5 & <b> &amp;"),
        ("&lt;b&gt;leak&lt;/b&gt;&lt;br&gt;in bath", "leak\nin bath"),
        ("<b>", ""),
        (":fire::fire::fire: leak :fire: :fire:", "leak"),
        ("a &gt; b", "a > b"),
        ("&gt; quoted", "> quoted"),
        ("3 < 4 > 2 <not a link>", "3 < 4 > 2 <not a link>"),
        ("one\r\n\r\n\r\n\r\ntwo   three", "one\n\ntwo three"),
        ("", ""),
    ],
)
def test_it_is_read_as_people_read_it(mrkdwn: str, words: str) -> None:
    assert plain(mrkdwn, NAMES) == words


def test_who_is_spoken_to_is_left_out_and_who_is_spoken_of_is_not() -> None:
    said = "<@U1> <@W2>: ask <@U3> about the leak, <@U1>"
    assert without_address(said) == "ask <@U3> about the leak, <@U1>"
    assert mentioned(said) == ["U1", "W2", "U3"]


_parts = st.sampled_from(
    [
        "<@U1>",
        "<",
        ">",
        "|",
        "*",
        "_",
        "~",
        "`",
        "&amp;",
        "&",
        ":",
        "fire",
        "\n",
        " ",
        "<!here>",
        "\x00",
        "0",
    ]
)


@given(st.one_of(st.text(), st.lists(_parts, max_size=60).map("".join)))
def test_whatever_is_sent_no_ping_and_no_control_is_left(text: str) -> None:
    words = plain(text, NAMES)
    assert "\x00" not in words
    assert "<!here>" not in words
    assert "<@U1>" not in words
