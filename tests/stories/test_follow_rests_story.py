"""What a channel follows rests while nobody's account can look, and goes on where it was."""

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.propops.faults import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, answer
from tests.stories.following import URGENT, cards, follows, looked, opened, raised_there

pytestmark = [
    pytest.mark.testbed(cards_refresh_seconds=60),
    pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"}),
]


def told(play: Testbed, words: str, who: str = "priya") -> int:
    """How often somebody was told this privately."""
    return sum(words in each.text for each in play.slack.member(who).dms)


async def test_who_set_it_up_is_asked_once_when_their_link_ends_and_it_goes_on_when_they_link(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock)
    play.propops.revoke("Priya Shah")
    raised_there(play)
    for _ in range(3):
        await looked(play, clock)
    await answer(play, "priya", "your link to PropOps has ended")
    assert told(play, "your link to PropOps has ended") == 1
    assert cards(play) == []
    await play.link("priya", "Priya Shah")
    assert play.app is not None
    await play.app.flows.cards.follows.resume_linked()
    await looked(play, clock)
    assert len(cards(play)) == 1


async def test_a_colleague_takes_it_over_and_hears_what_happened_meanwhile(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock)
    play.propops.revoke("Priya Shah")
    await looked(play, clock)
    raised_there(play)
    await looked(play, clock)
    tom, form = play.slack.member("tom"), await opened(play, "tom")
    assert "resting: their link to PropOps has ended" in outline_view(form)
    await tom.press(form, "Follow with my account")
    await play.slack.until(lambda: "with your account" in outline_view(form) or None, why="his")
    await looked(play, clock)
    [card] = cards(play)
    assert card.says("Followed here with Tom Reilly's PropOps account")


async def test_without_the_bot_in_the_channel_nothing_is_told_until_it_is_invited_again(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock)
    play.slack.kick("bot", "maintenance")
    raised_there(play)
    for _ in range(3):
        await looked(play, clock, ahead=4000)
    assert told(play, "I can't post there") == 1
    play.slack.invite("bot", "maintenance")
    await looked(play, clock, ahead=4000)
    assert len(cards(play)) == 1


@pytest.mark.parametrize("where", ["maintenance", "general"])
async def test_what_a_channel_followed_without_the_bot_is_ended_there_or_from_any_other(
    play: Testbed, clock: Clock, where: str
) -> None:
    await follows(play, clock)
    play.slack.kick("bot", "maintenance")
    play.slack.invite("bot", "general")
    raised_there(play)
    await looked(play, clock)
    await answer(play, "priya", "to end it, type /job follow in any channel")
    priya = play.slack.member("priya")
    await priya.command("/job follow", channel=where)
    form = await priya.modal(title="Follow jobs")
    text = outline_view(form)
    assert "Priority: Urgent" in text
    assert ("[Change]" in text) is (where == "maintenance")
    await priya.press(form, "End")
    await play.slack.until(lambda: "Priority: Urgent" not in outline_view(form) or None, why="end")
    assert play.app is not None
    assert await play.app.stores.follows.all() == []


async def test_the_account_of_somebody_who_left_the_channel_tells_it_nothing(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock)
    play.slack.kick("priya", "maintenance")
    raised_there(play)
    for _ in range(2):
        await looked(play, clock, ahead=4000)
    [message] = cards(play)
    assert message.says("not looked for at the moment")
    assert told(play, "no longer in that channel") == 1


async def test_an_archived_channel_is_left_alone(play: Testbed, clock: Clock) -> None:
    await follows(play, clock)
    play.slack.archive("maintenance")
    raised_there(play)
    for _ in range(2):
        await looked(play, clock, ahead=4000)
    assert cards(play) == []
    assert told(play, "it is archived") == 1


async def test_while_propops_is_away_nothing_is_lost(play: Testbed, clock: Clock) -> None:
    await follows(play, clock)
    raised_there(play)
    play.propops.fail(Fault("*", "500_before", times=None))
    await looked(play, clock)
    assert cards(play) == []
    play.propops.heal()
    await looked(play, clock)
    assert len(cards(play)) == 1


async def test_nobody_follows_for_a_channel_that_they_or_the_bot_are_not_in(
    play: Testbed, clock: Clock
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job follow", channel="general")
    assert "invite me here" in (await answer(play, "priya", "not in this channel")).text
    form = await opened(play)
    play.slack.kick("priya", "maintenance")
    await priya.fill(form, **URGENT)
    await priya.submit(form)
    assert "join it first" in outline_view(await priya.modal())
    assert play.app is not None
    assert await play.app.stores.follows.all() == []


@pytest.mark.testbed(channel_settings="admins")
async def test_only_admins_follow_where_the_operator_wants_it(play: Testbed) -> None:
    await play.slack.member("priya").command("/job follow")
    assert "Only admins" in (await answer(play, "priya", "Only admins")).text


@pytest.mark.testbed(cards_refresh_seconds=0)
async def test_where_the_bot_never_looks_by_itself_it_says_so(play: Testbed) -> None:
    await play.slack.member("priya").command("/job follow")
    assert "CARDS_REFRESH_SECONDS" in (await answer(play, "priya", "by myself")).text


@pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Rebecca Lister"})
async def test_a_channel_sees_what_the_account_may_see_and_no_more(
    play: Testbed, clock: Clock
) -> None:
    await follows(play, clock, who="tom")  # a letting agent's account
    raised_there(play, "Of another agent", agent_id=302)
    raised_there(play, "Of hers", agent_id=301)
    await looked(play, clock)
    [card] = cards(play)
    assert card.says("Of hers")
