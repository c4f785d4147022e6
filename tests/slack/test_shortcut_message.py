"""What a message says, wherever Slack has put it; and that it is kept and read back the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.shortcut_message import MOST_TEXT, ShortcutMessage, mark_of, permalink, read


def body(**message: Any) -> dict[str, Any]:
    return {
        "type": "message_action",
        "channel": {"id": "C1", "name": "maintenance"},
        "message_ts": "1764.000100",
        "message": {"type": "message", "ts": "1764.000100", "user": "U1"} | message,
    }


RICH = [
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Tap & sink drip at "},
                    {"type": "user", "user_id": "U2"},
                    {"type": "emoji", "name": "droplet"},
                ],
            },
            {
                "type": "rich_text_list",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "hot"}]},
                    {
                        "type": "rich_text_section",
                        "elements": [{"type": "link", "url": "https://x", "text": "cold"}],
                    },
                ],
            },
        ],
    }
]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"text": "Tap drips"}, "Tap drips"),
        ({"text": "Tap drips", "blocks": RICH}, "Tap drips"),
        (
            {"text": "", "blocks": RICH},
            "Tap &amp; sink drip at <@U2>:droplet:\n• hot\n• <https://x|cold>",
        ),
        (
            {"bot_id": "B1", "text": "New form", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*What:* leak in the loft"}}]},
            "*What:* leak in the loft",
        ),
        (
            {"text": "", "attachments": [{"pretext": "Form", "title": "Leak", "text": "Loft", "fields": [{"title": "Where", "value": "12 Elm Row"}]}]},
            "Form\nLeak\nLoft\nWhere: 12 Elm Row",
        ),
        ({"text": "", "attachments": [{"fallback": "Leak"}]}, "Leak"),
        (
            {"text": "this one", "attachments": [{"is_msg_unfurl": True, "from_url": "https://x", "text": "Leak in the loft"}]},
            "this one\n\nLeak in the loft",
        ),
        ({"text": "see <https://x>", "attachments": [{"from_url": "https://x", "text": "Preview"}]}, "see <https://x>"),
        (
            {"text": "", "files": [{"id": "F1", "filetype": "email", "subject": "Leak", "from": [{"original": "Jo <jo@x>"}], "plain_text": "It drips"}]},
            "From: Jo <jo@x>\nSubject: Leak\n\nIt drips",
        ),
        ({"text": "", "files": [{"id": "F1", "mimetype": "image/png"}]}, ""),
    ],
)  # fmt: skip
def test_what_it_says_is_found(message: dict[str, Any], text: str) -> None:
    assert read(body(**message)).text == text


def test_its_files_are_its_own_and_those_it_passes_on() -> None:
    passed_on = [{"is_share": True, "text": "look", "files": [{"id": "F2", "secret": "x"}]}]
    message = read(
        body(
            text="", files=[{"id": "F1", "filetype": "email"}, {"id": "F3"}], attachments=passed_on
        )
    )
    assert message.files == [{"id": "F3"}, {"id": "F2"}]


def test_an_app_is_named_and_is_nobody() -> None:
    message = read(body(bot_id="B1", username="Intake", user="U9"))
    assert (message.author, message.app, message.bot) == ("", "Intake", "B1")
    profile = read(body(bot_id="B1", bot_profile={"name": "Intake"}))
    assert profile.app == "Intake"


def test_a_very_long_one_is_cut() -> None:
    assert len(read(body(text="x" * 50_000)).text) == MOST_TEXT


def test_its_address_is_the_one_slack_gives() -> None:
    """[reference/methods/chat.getPermalink]"""
    alone = read(body())
    assert permalink("elm.slack.com", alone) == "https://elm.slack.com/archives/C1/p1764000100"
    reply = read(body(thread_ts="1763.000100"))
    assert permalink("elm.slack.com", reply).endswith("?thread_ts=1763.000100&cid=C1")
    assert mark_of(reply) in permalink("elm.slack.com", reply)
    assert permalink("", alone) == ""


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["type", "text", "elements", "fields", "files", "id", "blocks", "ts", "from", "user"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@given(_json, _json, _json)
def test_whatever_it_is_it_is_read_kept_and_read_back(one: Any, two: Any, three: Any) -> None:
    sent = body(text=one, blocks=two, attachments=three, files=one, thread_ts=two, bot_id=three)
    message = read(sent)
    assert ShortcutMessage.from_json(message.to_json()) == message
    read({"message": one, "channel": two, "message_ts": three})
