"""Commands with an effect that come in again, signed anew: Slack's own retry, or another replica."""

import pytest

from bot.sandbox.testbed import Testbed
from tests.stories.acting import ephemeral_to
from tests.stories.at_rest import at_rest

PUBLIC = pytest.mark.testbed(link_page=True, linked={})


@PUBLIC
async def test_a_link_that_comes_twice_gives_one_address(play: Testbed) -> None:
    tom = play.slack.member("tom")
    sent = await tom.command("/job link")
    await ephemeral_to(play, "tom", "PropOps")
    for _ in range(3):
        await play.slack.redeliver(sent)
    await at_rest(play)
    assert len([each for each in tom.ephemerals if "link/" in str(each.blocks)]) == 1


async def test_an_unlink_that_comes_again_asks_once_and_deletes_nothing(play: Testbed) -> None:
    priya = play.slack.member("priya")
    sent = await priya.command("/job unlink")
    await ephemeral_to(play, "priya", "Delete your link to *Priya Shah*")
    await play.slack.redeliver(sent)
    await at_rest(play)
    assert len(priya.ephemerals) == 1
    assert play.app is not None
    assert await play.app.stores.tokens.get(play.member("priya")) is not None


async def test_the_same_words_typed_again_count_again(play: Testbed) -> None:
    priya = play.slack.member("priya")
    for asked in (1, 2):
        await priya.command("/job unlink")

        def told(asked: int = asked) -> bool | None:
            words = [each.text for each in priya.ephemerals]
            return sum("Delete your link" in text for text in words) == asked or None

        await play.slack.until(told, why="the question")
    await priya.press(priya.ephemerals[-1], "Unlink")
    await ephemeral_to(play, "priya", "Your link to PropOps is gone")
    assert play.app is not None
    assert await play.app.stores.tokens.get(play.member("priya")) is None


async def test_commands_are_forgotten_after_an_hour_and_notices_are_not(play: Testbed) -> None:
    assert play.app is not None
    notices = play.app.stores.sent_notices
    assert await notices.claim("a notice")
    assert await notices.claim_command("1.2.3")
    assert not await notices.claim_command("1.2.3")
    assert await notices.purge(9e12, 0) == 1
    assert await notices.claim_command("1.2.3")
    assert not await notices.claim("a notice")
