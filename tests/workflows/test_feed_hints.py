"""Whose notification feed is looked at next."""

from typing import cast

import pytest

from bot.errors import NotLinked
from bot.jobs.change import Member
from bot.members.links import Links
from bot.store.sent_notices import SentNoticeStore
from bot.store.watched_jobs import WatchedJobStore
from bot.workflows.cards import feed_hints as module
from bot.workflows.cards.feed_hints import FeedHints


class Ours:
    async def claim_again(self, _key: str, _every: float) -> bool:
        return True


class Unlinked:
    """Answers late: another reader has come meanwhile."""

    def __init__(self) -> None:
        self.hints: FeedHints | None = None

    async def propops(self, _member: Member) -> object:
        assert self.hints is not None
        self.hints.note_reader(Member("", "T1", "U2"))
        raise NotLinked


async def test_who_unlinks_may_have_made_room_for_others_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_MOST_READERS", 1)
    links, now = Unlinked(), 0.0
    stores = cast("WatchedJobStore", None), cast("SentNoticeStore", Ours())
    hints = links.hints = FeedHints(cast("Links", links), *stores, 60.0, lambda: now)
    hints.note_reader(Member("", "T1", "U1"))
    now = 61.0
    assert await hints.ask() == 0
