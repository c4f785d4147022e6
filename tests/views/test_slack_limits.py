"""Every view in its extreme states keeps every documented limit of Slack."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SdkView

from bot.jobs.model import Choice
from bot.jobs.quicktext.notes import Note
from bot.views import (
    blocks,
    modals,
)
from bot.views.blocks import Message, View
from bot.views.field_notes import beside_field, read_choice, without_choice
from tests.views.every_message import all_messages
from tests.views.every_view import all_views
from tests.views.samples import (
    JOB,
    STORMS,
)
from tests.views.slack_rules import broken_message, broken_view


@cache
def drawn(storm: str) -> tuple[list[tuple[str, View]], list[tuple[str, Message]]]:
    """For two tests each: to draw takes longer than to look."""
    return list(all_views(storm)), list(all_messages(storm))


@pytest.mark.parametrize("storm", STORMS)
def test_everything_keeps_every_limit(storm: str) -> None:
    views, messages = drawn(storm)
    for name, view in views:
        assert broken_view(view) == [], name
    for name, message in messages:
        assert broken_message(message.wire()) == [], name


@pytest.mark.parametrize("storm", STORMS)
def test_what_is_drawn_is_what_slack_sdk_would_send(storm: str) -> None:
    """Views are plain dicts; here alone slack_sdk's own models validate them."""
    views, messages = drawn(storm)
    for name, view in views:
        assert SdkView(**view).to_dict() == view, name
    for name, message in messages:
        validated = [block.to_dict() for block in Block.parse_all(message.blocks)]
        assert validated == list(message.blocks), name


def test_the_checker_itself_sees_breaches() -> None:
    bad = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "x" * 25},
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>", "verbatim": True}},
            {"type": "input", "block_id": "a", "label": {"type": "mrkdwn", "text": "A"},
             "element": {"type": "static_select", "action_id": "a", "options": []}},
        ],
    }  # fmt: skip
    told = "\n".join(broken_view(bad))
    for word in ("view title", "ping", "no submit", "not plain", "0 options"):
        assert word in told


def test_too_much_metadata_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="metadata"):
        modals.draw(modals.FormView("create", "New job", metadata={"x": "y" * 3_001}))


wild = st.text(st.characters(), max_size=60).flatmap(
    lambda text: st.sampled_from([text, text * 40, text + "<!channel>" + text, "&" * 50 + text])
)


ready = st.lists(
    st.sampled_from(
        ["&amp;", "&lt;", "&gt;", "<@U1>", "<#C1>", "👍🏽", "👩‍👧", "a", " ", "\n", "é"]
    )
).map("".join)


@given(wild)
def test_escaping_leaves_nothing_that_slack_would_read(text: str) -> None:
    escaped = blocks.escape(text)
    assert not set("<>") & set(escaped)
    back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == blocks.tidy(text)


@given(ready, st.integers(1, 60))
def test_clipping_keeps_to_the_length_and_cuts_inside_nothing(text: str, most: int) -> None:
    cut = blocks.clip(text, most)
    assert blocks.size(cut) <= most
    if cut == text:
        return
    assert cut.endswith("…")
    assert text.startswith(cut[:-1])
    rest = text[len(cut) - 1 :].lstrip()
    assert cut.count("<") == cut.count(">")
    assert not rest.startswith(("amp;", "lt;", "gt;", "\u200d", "🏽"))
    assert cut.count("&") == sum(cut.count(each) for each in ("&amp;", "&lt;", "&gt;"))


@given(ready, st.integers(6, 60))
def test_pages_lose_nothing_but_the_space_between_them(text: str, most: int) -> None:
    pages = blocks.pages(text, most)
    assert "".join("".join(pages).split()) == "".join(text.split())
    assert all(blocks.size(page) <= most for page in pages)


def test_a_short_list_that_is_too_heavy_is_searched_instead() -> None:
    heavy = [Choice(at, "🏴󠁧󠁢󠁥󠁮󠁧󠁿" * 30) for at in range(1, 101)]
    form = modals.FormView("create", "New job", options={"statuses": heavy})
    [status] = [
        block for block in modals.draw(form)["blocks"] if block.get("block_id") == "status_id"
    ]
    assert status["element"]["type"] == "external_select"
    assert modals.draw(modals.FormView("create", JOB.job_title))["title"]["text"]


@pytest.mark.parametrize(
    "name", ["Elm Row", "ŵ" * 400, "🏠" * 200, "  ", "O'Dea & <Sons>", '"' * 400]
)
def test_a_choice_beside_a_field_keeps_its_limits_and_comes_back(name: str) -> None:
    note = Note("Which one?", "address_id", choices=(Choice(7, name), Choice(8, "Ash Row")))
    drawn = list(beside_field("address_id", [note]))
    first, second = drawn[-1]["elements"]
    assert 0 < blocks.size(first["text"]["text"].strip()) <= 75
    assert blocks.size(first["value"]) <= 2_000
    field, chosen = read_choice(first["value"])
    assert (field, getattr(chosen, "id", 0)) == ("address_id", 7)
    assert without_choice(drawn, field, chosen)[-1]["elements"] == [second]
