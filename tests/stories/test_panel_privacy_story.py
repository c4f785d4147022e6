"""Whoever does whatever in a side panel: no private word reaches the card that Slack draws from it."""

import random

import pytest

from bot.sandbox.slack.panels import Panel
from bot.sandbox.testbed import Testbed
from tests.stories.panels import PAGES, PRIVATE, opened_with_secrets
from tests.without_ids import without_ids


@pytest.mark.testbed(
    propops_job_url=PAGES,
    work_objects_comments="on",
    linked={"priya": "Priya Shah", "tom": "Tom Reilly"},
)
@pytest.mark.parametrize("channel", ["maintenance", "elm-contractors"])
async def test_any_two_people_and_any_panel_action(play: Testbed, channel: str) -> None:
    chance = random.Random(channel)
    card = (await opened_with_secrets(play, channel)).message
    for _ in range(14):
        who = chance.choice(["priya", "tom", "nia", "gil"])
        member = play.slack.member(who)
        panel = await member.open_panel(card, refresh=chance.random() < 0.7)
        if panel.entity is not None and not panel.sign_in:
            await act(play, who, panel, chance)
        assert_clean(play, channel)


async def act(play: Testbed, who: str, panel: Panel, chance: random.Random) -> None:
    member = play.slack.member(who)
    match chance.choice(["save", "press", "comments", "comment", "nothing"]):
        case "save" if "status" in panel.editable:
            status = chance.choice(["New", "In progress"])
            await member.save_panel(panel, {"status": status}, whole=chance.random() < 0.5)
        case "press":
            await member.press_panel(panel, chance.choice(["Show", "History"]))
        case "comments":
            await member.open_comments(panel)
        case "comment":
            await member.open_comments(panel)
            if panel.may_comment:
                await member.comment(panel, f"Canary note {chance.random()}")


def assert_clean(play: Testbed, channel: str) -> None:
    """Neither in what the bot answered, nor in what the channel shows of work objects."""
    records = [each for each in play.slack.calls if each.method.startswith("entity.")]
    assert [each.answer for each in records if each.error or "warning" in each.answer] == []
    answered = [
        without_ids(each.get("metadata")) for each in play.slack.sent("entity.presentDetails")
    ]
    cards = [without_ids(each.metadata) for each in play.slack.messages(channel)]
    for text in (*answered, *cards):
        for secret in PRIVATE:
            assert secret not in text
    if channel == "elm-contractors":
        assert not any("7,501" in text or "7501" in text for text in (*answered, *cards))
