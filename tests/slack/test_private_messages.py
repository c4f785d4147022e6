"""One person is told, by the best way that works, and nobody else sees it."""

import logging

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import CannotPost
from bot.jobs.change import Member, Place
from bot.sandbox.slack import SandboxSlack
from bot.slack.messenger import Messenger
from tests.slack.samples import JOBS, NOT_OURS, QUICK, Words, broken, words

PRIYA = Member("", "T0SANDBOX1", "U0PRIYA001")
WES = Member("", "T0SANDBOX1", "U0WES00001")
HERE = Place(channel=JOBS)
NOWHERE = Place()


def url_of(slack: SandboxSlack) -> str:
    hook = slack.workspace.hooks.issue(PRIYA.user, JOBS)
    return f"{slack.workspace.base_url}/hooks/{hook.token}"


def heard(slack: SandboxSlack) -> tuple[list[str], list[str]]:
    """What Priya alone was shown: ephemeral messages, direct messages."""
    priya = slack.member("priya")
    return [each.text for each in priya.ephemerals], [each.text for each in priya.dms]


def public(slack: SandboxSlack) -> list[str]:
    return [each.text for each in slack.channel(JOBS).messages if each.only_to is None]


async def test_a_response_url_comes_first(slack: SandboxSlack, messenger: Messenger) -> None:
    await messenger.send_ephemeral(JOBS, PRIYA, words("psst"), url_of(slack))
    assert heard(slack) == (["psst"], [])
    assert [each.method for each in slack.calls] == ["response_url"]
    assert public(slack) == []


async def test_a_used_up_response_url_gives_way(slack: SandboxSlack, messenger: Messenger) -> None:
    url = url_of(slack)
    for _ in range(6):
        await messenger.send_ephemeral(JOBS, PRIYA, words("psst"), url)
    assert heard(slack) == (["psst"] * 6, [])
    assert len(slack.sent("chat.postEphemeral")) == 1


@pytest.mark.parametrize(
    "fault",
    ["http_500", "timeout", "drop_before", "ratelimited", "expired_url", "garbage", "cut_json"],
)
async def test_a_broken_response_url_gives_way(
    slack: SandboxSlack, messenger: Messenger, fault: str
) -> None:
    slack.fail("response_url", fault)
    await messenger.send_ephemeral(JOBS, PRIYA, words("psst"), url_of(slack))
    assert heard(slack) == (["psst"], [])


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/hooks/1",
        "http://hooks.slack.com/1",
        "https://notslack.com/1",
        "nonsense",
    ],
)
async def test_a_foreign_response_url_is_never_called(
    slack: SandboxSlack, messenger: Messenger, url: str
) -> None:
    await messenger.send_ephemeral(JOBS, PRIYA, words("psst"), url)
    assert heard(slack) == (["psst"], [])


async def test_where_the_bot_is_no_member_a_direct_message_goes(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    await messenger.send_ephemeral(NOT_OURS, PRIYA, words("psst"))
    assert heard(slack) == ([], ["psst"])


async def test_in_a_direct_message_an_ephemeral_message_stays(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    await messenger.send_ephemeral(slack.member("priya").dm, PRIYA, words("psst"))
    assert heard(slack) == ([], ["psst"])


async def test_a_crowded_channel_is_waited_for_once(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    slack.fail("chat.postEphemeral", "ratelimited", retry_after=0)
    await messenger.send_ephemeral(JOBS, PRIYA, words("psst"))
    assert heard(slack) == (["psst"], [])


async def test_a_direct_message_is_sent_once_per_key(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    messenger = Messenger(client, timing=QUICK)
    slack.fail("chat.postMessage", "drop_after")
    ts = await messenger.send_dm(PRIYA, words("unsure"), key="S-1:unknown")
    again = await Messenger(client, timing=QUICK).send_dm(
        PRIYA, words("unsure"), key="S-1:unknown", maybe_sent_since=0.0
    )
    assert heard(slack) == ([], ["unsure"])
    assert ts == again


async def test_without_im_write_a_direct_message_still_goes(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    slack.fail("conversations.open", "missing_scope", times=-1)
    await messenger.send_dm(PRIYA, words("psst"))
    assert heard(slack) == ([], ["psst"])


async def test_somebody_who_left_cannot_be_sent_to(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    with pytest.raises(CannotPost):
        await messenger.send_dm(WES, words("psst"))


async def test_tell_takes_exactly_one_way(slack: SandboxSlack, messenger: Messenger) -> None:
    assert await messenger.send_privately(PRIYA, HERE, words("one"), url_of(slack))
    assert await messenger.send_privately(PRIYA, HERE, words("two"))
    assert heard(slack) == (["one"], ["two"])
    assert public(slack) == []


async def test_telling_twice_under_one_key_says_it_once(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    for _ in range(2):
        assert await messenger.send_privately(PRIYA, HERE, words("failed"), key="S-1:failed")
    assert heard(slack) == ([], ["failed"])


async def test_an_ephemeral_message_goes_where_no_direct_message_goes(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    slack.fail("chat.postMessage", "messages_tab_disabled", times=-1)
    assert await messenger.send_privately(PRIYA, HERE, words("psst"))
    assert heard(slack) == (["psst"], [])


@pytest.mark.parametrize("place", [HERE, NOWHERE])
async def test_tell_never_raises(slack: SandboxSlack, messenger: Messenger, place: Place) -> None:
    slack.fail("*", "token_revoked", times=-1)
    slack.fail("response_url", "http_500", times=-1)
    assert not await messenger.send_privately(PRIYA, place, words("psst"), url_of(slack))


async def test_refused_blocks_are_sent_as_words(slack: SandboxSlack, messenger: Messenger) -> None:
    await messenger.send_ephemeral(JOBS, PRIYA, broken("psst"), url_of(slack))
    assert heard(slack) in [(["psst"], []), ([], ["psst"])]


async def test_nothing_said_is_logged(
    slack: SandboxSlack,
    messenger: Messenger,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = Words("key safe 4711")
    url = url_of(slack)
    slack.fail("response_url", "drop_before")
    slack.fail("chat.postEphemeral", "drop_before")
    slack.fail("chat.postMessage", "drop_after")
    await messenger.send_ephemeral(JOBS, PRIYA, secret, url)
    await messenger.send_ephemeral(JOBS, PRIYA, broken("key safe 4711"), url)
    await messenger.post(JOBS, broken("key safe 4711"), key="k")
    said = caplog.text + "".join(capsys.readouterr())
    assert "a post was lost" in said
    assert "safe 4711" not in said
    assert url.rpartition("/")[2] not in said
    assert "xoxb" not in said
