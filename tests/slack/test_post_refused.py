"""Posts that Slack refuses."""

import pickle

import pytest

from bot.errors import CannotPost
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.methods import DEFAULT_SCOPES
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from tests.slack.samples import (
    ARCHIVED,
    JOBS,
    NOT_OURS,
    Words,
    broken,
    keyed,
    words,
)


@pytest.mark.parametrize(
    ("channel", "error"),
    [(NOT_OURS, "not_in_channel"), (ARCHIVED, "is_archived"), ("C0NONE", "channel_not_found")],
)
async def test_a_channel_that_will_not_have_it_is_told(
    slack: SandboxSlack, messenger: Messenger, channel: str, error: str
) -> None:
    slack.grant(*(DEFAULT_SCOPES - {"chat:write.public"}))
    with pytest.raises(CannotPost) as caught:
        await messenger.post(channel, words("hello"), key="k")
    assert (caught.value.channel, caught.value.error) == (channel, error)
    assert len(slack.calls) == 1


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "missing_scope", "odd_one"])
async def test_a_refusal_is_not_repeated(
    slack: SandboxSlack, messenger: Messenger, error: str
) -> None:
    slack.fail("chat.postMessage", error)
    with pytest.raises(CannotPost):
        await messenger.post(JOBS, words("hello"), key="k")
    assert len(slack.calls) == 1


async def test_no_channel_at_all_asks_nobody(slack: SandboxSlack, messenger: Messenger) -> None:
    with pytest.raises(CannotPost):
        await messenger.post("", words("hello"), key="k")
    assert slack.calls == []


async def test_refused_blocks_become_plain_words(slack: SandboxSlack, messenger: Messenger) -> None:
    await messenger.post(JOBS, broken("Job created · JOB-1"), key="k")
    [shown] = keyed(slack, JOBS, "k")
    assert (shown.text, shown.blocks) == ("Job created · JOB-1", [])


async def test_blocks_that_are_no_json_become_plain_words(
    slack: SandboxSlack, messenger: Messenger
) -> None:
    await messenger.post(JOBS, Words("two", [{"type": "section", "text": object()}]), key="2")
    [shown] = keyed(slack, JOBS, "2")
    assert (shown.text, shown.blocks) == ("two", [])


async def test_a_text_too_long_is_shortened(slack: SandboxSlack, messenger: Messenger) -> None:
    slack.fail("chat.postMessage", "msg_too_long")
    await messenger.post(JOBS, words("Ben &amp; Co " * 200), key="k")
    [shown] = keyed(slack, JOBS, "k")
    assert len(shown.text) <= 3_000


async def test_words_refused_as_well_are_told(slack: SandboxSlack, messenger: Messenger) -> None:
    slack.fail("chat.postMessage", "invalid_blocks", times=-1)
    with pytest.raises(CannotPost) as caught:
        await messenger.post(JOBS, words("hello"), key="k")
    assert caught.value.error == "invalid_blocks"


def test_errors_survive_pickling() -> None:
    error = SlackSilent("chat.postMessage", "timeout", maybe_sent=True)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.method, copy.cause, copy.maybe_sent) == ("chat.postMessage", "timeout", True)
