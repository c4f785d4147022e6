"""Cards stay true: updates are joined, the newest wins, and what is gone is said to be gone."""

import asyncio
import time
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import CannotPost
from bot.sandbox.slack import SandboxSlack
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from tests.slack.samples import ARCHIVED, JOBS, QUICK, Words, broken, keyed, words
from tests.waiting import until


async def test_a_card_shows_its_new_text_and_blocks(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    ts = await messenger.post(JOBS, words("before"), key="k")
    assert await messenger.update(JOBS, ts, words("after"))
    [card] = keyed(slack, JOBS, "k")
    assert card.text == "after"
    assert card.outline() == "after"


async def test_an_update_without_blocks_takes_the_buttons_away(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    ts = await messenger.post(JOBS, words("before"), key="k")
    assert await messenger.update(JOBS, ts, Words("gone"))
    [card] = keyed(slack, JOBS, "k")
    assert card.blocks == []


async def test_a_burst_of_updates_is_joined_and_the_newest_wins(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    ts = await messenger.post(JOBS, words("0"), key="k")
    updates = [messenger.update(JOBS, ts, words(f"{n}")) for n in range(1, 31)]
    assert all(await asyncio.gather(*updates))
    [card] = keyed(slack, JOBS, "k")
    assert card.text == "30"
    assert len(slack.sent("chat.update")) <= 2


async def test_updates_of_one_card_keep_their_distance(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    messenger = Messenger(client, timing=replace(QUICK, update_gap=0.2))
    ts = await messenger.post(JOBS, words("0"), key="k")
    started = time.monotonic()
    for number in range(3):
        await messenger.update(JOBS, ts, words(f"{number}"))
    assert time.monotonic() - started >= 0.4


async def test_two_cards_do_not_wait_for_each_other(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    messenger = Messenger(client, timing=replace(QUICK, update_gap=600.0))
    async with asyncio.timeout(60):
        for number in range(5):
            ts = await messenger.post(JOBS, words("0"), key=f"{number}")
            assert await messenger.update(JOBS, ts, words("1"))


@pytest.mark.parametrize(
    "fault", ["drop_before", "drop_after", "http_500_after", "garbage", "timeout", "ratelimited"]
)
async def test_a_lost_update_is_sent_again(
    slack: SandboxSlack, messenger: Messenger, fault: str
) -> None:
    ts = await messenger.post(JOBS, words("before"), key="k")
    slack.fail("chat.update", fault, retry_after=0)
    assert await messenger.update(JOBS, ts, words("after"))
    [card] = keyed(slack, JOBS, "k")
    assert card.text == "after"


@pytest.mark.parametrize(
    "error", ["message_not_found", "cant_update_message", "edit_window_closed"]
)
async def test_a_card_that_cannot_be_changed_may_be_posted_anew(
    slack: SandboxSlack, messenger: Messenger, error: str
) -> None:
    ts = await messenger.post(JOBS, words("before"), key="k")
    slack.fail("chat.update", error)
    assert not await messenger.update(JOBS, ts, words("after"))
    assert await messenger.post(JOBS, words("after"), key="k") != ts


async def test_a_deleted_card_is_posted_anew_under_its_old_key(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    since = time.time()
    ts = await messenger.post(JOBS, words("before"), key="k")
    slack.workspace.remove(keyed(slack, JOBS, "k")[0])
    assert not await messenger.update(JOBS, ts, words("after"))
    new = await messenger.post(JOBS, words("after"), key="k", maybe_sent_since=since)
    assert [each.ts for each in keyed(slack, JOBS, "k")] == [new]
    assert new != ts


async def test_refused_blocks_of_a_card_become_plain_words(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    ts = await messenger.post(JOBS, words("before"), key="k")
    assert await messenger.update(JOBS, ts, broken("after"))
    [card] = keyed(slack, JOBS, "k")
    assert (card.text, card.blocks) == ("after", [])


async def test_a_card_with_a_very_long_text_is_updated(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    ts = await messenger.post(JOBS, words("before"), key="k")
    assert await messenger.update(JOBS, ts, Words("&lt;" * 5_000, words("after").blocks))
    [card] = keyed(slack, JOBS, "k")
    assert len(card.text) <= 4_000
    assert card.outline() == "after"


async def test_an_archived_channel_is_told(slack: SandboxSlack, messenger: Messenger) -> None:
    with pytest.raises(CannotPost) as caught:
        await messenger.update(ARCHIVED, _in_archive(slack), words("x"))
    assert caught.value.error == "is_archived"


async def test_a_silent_slack_is_told_and_the_next_update_works(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    messenger = Messenger(client, timing=replace(QUICK, patience=0.2))
    ts = await messenger.post(JOBS, words("before"), key="k")
    slack.fail("chat.update", "http_500", times=-1)
    with pytest.raises(SlackSilent):
        await messenger.update(JOBS, ts, words("after"))
    slack.heal()
    assert await messenger.update(JOBS, ts, words("after"))


async def test_a_rate_limit_holds_all_updates_and_only_once(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    stamps = [await messenger.post(JOBS, words("0"), key=f"{n}") for n in range(6)]
    slack.fail("chat.update", "ratelimited", retry_after=1)
    first = asyncio.create_task(messenger.update(JOBS, stamps[0], words("1")))
    await until(lambda: any(each.error == "ratelimited" for each in slack.calls))
    assert all(await asyncio.gather(*(messenger.update(JOBS, ts, words("1")) for ts in stamps[1:])))
    assert await first
    limited = [each for each in slack.calls if each.error == "ratelimited"]
    assert len(limited) == 1
    assert len([each for each in slack.calls if each.method == "chat.update"]) == 7


def _in_archive(slack: SandboxSlack) -> str:
    """An old message of the bot's own."""
    said = slack.member("tom").say("old", JOBS)
    old = replace(said, channel=ARCHIVED, author=slack.workspace.identity.bot_user)
    slack.channel(ARCHIVED).messages.append(old)
    return old.ts
