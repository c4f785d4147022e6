"""Whatever goes wrong in whatever order: one message a key, as long as the channel can be read."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import SandboxSlack
from bot.slack.client import open_session
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from tests.slack.samples import JOBS, PATIENCE, QUICK, keyed, words

POSTS = [
    "drop_before",
    "drop_after",
    "timeout_after",
    "http_500",
    "http_500_after",
    "garbage",
    "internal_error",
    "ratelimited",
]
READS = ["http_503", "drop_before", "garbage", "ratelimited", "fatal_error"]


UNHURRIED = replace(QUICK, patience=60.0)
"""The last process must get through, however many answers were lost and however busy the machine."""


@pytest.fixture(scope="module", autouse=True)
def repeated_soon() -> Iterator[None]:
    """A reading that fails is repeated as often as ever, but sooner."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.slack.web_api._FIRST_PAUSE", 0.01)
        yield


@dataclass(frozen=True)
class PostLifecycle:
    """One process: the faults it meets, and after how many seconds it is killed, if at all."""

    posts: tuple[str, ...]
    reads: tuple[str, ...]
    killed: float | None


lives = st.builds(
    PostLifecycle,
    st.lists(st.sampled_from(POSTS), max_size=3).map(tuple),
    st.lists(st.sampled_from(READS), max_size=2).map(tuple),
    st.none() | st.floats(0.0, 0.3),
)


@given(st.lists(lives, min_size=1, max_size=3), st.booleans())
@settings(max_examples=25)
@example(
    [
        PostLifecycle(("drop_after",), (), 0.01),
        PostLifecycle(("timeout_after",), ("http_503",), None),
    ],
    False,
)
@example(
    [PostLifecycle(("http_500_after", "drop_before"), (), 0.05), PostLifecycle((), (), None)], True
)
def test_one_key_is_one_message(story: list[PostLifecycle], threaded: bool) -> None:
    asyncio.run(_live(story, threaded))


async def _live(story: list[PostLifecycle], threaded: bool) -> None:
    slack = SandboxSlack()
    async with slack.serving() as url, open_session(timeout=PATIENCE) as session:
        client = AsyncWebClient(
            token="xoxb-sandbox", base_url=url + "/api/", session=session, retry_handlers=[]
        )
        thread = await Messenger(client).post(JOBS, words("card"), key="card") if threaded else ""
        began = time.time()
        stamps = set()
        for number, life in enumerate([*story, PostLifecycle((), (), None)]):
            slack.heal()
            for fault in life.posts:
                slack.fail("chat.postMessage", fault, retry_after=0)
            for fault in life.reads:
                for method in ("conversations.history", "conversations.replies"):
                    slack.fail(method, fault, retry_after=0)
            messenger = Messenger(client, timing=UNHURRIED)
            since = began if number else None
            keys = ("one", "two")
            posts = [
                messenger.post(JOBS, words(key), key=key, thread=thread, maybe_sent_since=since)
                for key in keys
            ]
            try:
                async with asyncio.timeout(life.killed):
                    stamps.add(tuple(await asyncio.gather(*posts)))
            except (TimeoutError, SlackSilent):
                continue
        assert len(stamps) == 1
        for key, ts in zip(keys, stamps.pop(), strict=True):
            assert [each.ts for each in keyed(slack, JOBS, key)] == [ts]
