"""The order of what a job's card shows, and whom a channel without room holds up."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.fernet import Fernet

from bot.jobs.actions import Action
from bot.jobs.change import Change, Place, change_id
from bot.jobs.job_pages import JobPages
from bot.jobs.next_step import Rules
from bot.jobs.statuses import StatusNames
from bot.jobs.undo import UndoWindow
from bot.slack.channel_directory import ChannelDirectory
from bot.slack.messenger import Messenger
from bot.store.cards import CardStore, PostedCard
from bot.store.change_history import ChangeHistory
from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.sent_notices import SentNoticeStore
from bot.workflows.card_channels import CardChannels
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.cards.job_facts import JobFacts
from bot.workflows.work_objects import WorkObjectSwitch
from tests.databases import new_sqlite
from tests.store.samples import ALICE, NOON
from tests.waiting import until


class FakeMessenger:
    """Notes what is sent; posts to a channel in `full` wait until it is taken out."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.full: set[str] = set()
        self._numbers = iter(range(100, 1000))

    async def update(self, channel: str, _ts: str, message: Any, **_: Any) -> bool:
        self.sent.append((f"update {channel}", message.text))
        return True

    async def post(self, channel: str, message: Any, *, key: str, **_: Any) -> str:
        await until(lambda: channel not in self.full)
        self.sent.append((f"{key.partition(':')[2]} {channel}", message.text))
        return f"1.{next(self._numbers)}"


class Internal:
    """A directory in which no channel is shared."""

    async def sharing(self, _channel: str, _patience: float = 0) -> str:
        return "internal"


class Board:
    def __init__(self, db: Database) -> None:
        encryption = Encryption([Fernet.generate_key()])
        self.store = ChangeStore(db, encryption, lambda: NOON)
        self.cards, self.messenger = CardStore(db), FakeMessenger()
        rules = Rules(StatusNames.of((), ()), None, UTC)
        self.job_cards = JobCards(
            self.cards,
            self.store,
            cast("Messenger", self.messenger),
            UndoWindow(600, lambda: NOON),
            facts=JobFacts(ChangeHistory(db, encryption), rules, lambda: NOON),
            channels=CardChannels(cast("ChannelDirectory", Internal()), None),
            work_objects=WorkObjectSwitch(
                SentNoticeStore(db, lambda: NOON), JobPages(None), "auto", lambda: NOON
            ),
        )

    async def done(
        self, number: int, action: Action = "update", title: str = "", channel: str = "C1"
    ) -> Change:
        """A change of the one job that ended `number` seconds after noon."""
        key = f"T1:{number}"
        job = {
            "uuid": "u-1",
            "job_ref": "JOB-1",
            "job_title": title,
            "updated_at": f"2026-{number}",
        }
        change = Change(change_id(key), key, action, ALICE, Place(channel), job_uuid="u-1")
        await self.store.accept(change)
        moved = await self.store.move(
            change.id, {"asked"}, "done", finished_at=NOON + number, after=job
        )
        assert moved is not None
        return moved

    async def card(self, channel: str = "C1") -> PostedCard:
        card = await self.cards.get("T1", channel, "u-1")
        assert card is not None
        return card


@pytest.fixture
async def board(tmp_path: Path) -> AsyncIterator[Board]:
    db = await Database.open(new_sqlite(tmp_path / "bot.db"))
    yield Board(db)
    await db.close()


async def test_an_older_change_shown_late_leaves_the_card_and_tells_the_thread(
    board: Board,
) -> None:
    first, older, newer = [await board.done(n, title=f"As of {n}") for n in (1, 2, 3)]
    for change in (first, newer, older):
        await board.job_cards.show(change, None)
    assert [where for where, _ in board.messenger.sent] == [
        "card C1",
        "update C1",
        "event C1",
        "event C1",
    ]
    card = await board.card()
    assert (card.change_id, card.posted_by, card.job_updated_at) == (newer.id, first.id, "2026-3")


async def test_an_older_notification_shown_late_counts_on_the_newer_card(board: Board) -> None:
    first = await board.done(1, title="As of 1")
    older = await board.done(2, "send_assignment_notification", title="As of 2")
    newer = await board.done(3, title="As of 3")
    for change in (first, newer, older):
        await board.job_cards.show(change, None)
    card = await board.card()
    assert (card.change_id, card.attempt) == (newer.id, 2)
    drawn = [text for where, text in board.messenger.sent if where == "update C1"]
    assert "As of 3" in drawn[-1]


async def test_shown_again_after_a_crash_the_event_is_posted_and_the_attempt_stays(
    board: Board,
) -> None:
    first = await board.done(1)
    notified = await board.done(2, "send_assignment_notification")
    for change in (first, notified, notified, first):
        await board.job_cards.show(change, None)
    card = await board.card()
    assert (card.change_id, card.attempt) == (notified.id, 2)
    events = [where for where, _ in board.messenger.sent if where.startswith("event")]
    assert events == ["event C1", "event C1"]


async def test_a_full_channel_holds_up_the_same_jobs_card_in_no_other(board: Board) -> None:
    here, there = await board.done(1), await board.done(2, channel="C2")
    for change in (here, there):
        await board.job_cards.show(change, None)
    board.messenger.sent.clear()
    board.messenger.full.add("C1")
    showing = asyncio.create_task(board.job_cards.show(await board.done(3), None))
    await until(lambda: "update C2" in dict(board.messenger.sent))
    later = asyncio.create_task(board.job_cards.show(await board.done(4, channel="C2"), None))
    await until(lambda: "event C2" in dict(board.messenger.sent))
    await until(lambda: [where for where, _ in board.messenger.sent].count("update C1") == 2)
    assert not showing.done()
    board.messenger.full.clear()
    await asyncio.gather(showing, later)
    assert (await board.card("C1")).change_id == (await board.card("C2")).change_id


async def test_a_missing_job_counts_though_its_card_is_drawn_between_read_and_count(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    await board.job_cards.show(await board.done(1), None)
    for_job = board.cards.for_job

    async def read_then_drawn(team: str, uuid: str) -> list[PostedCard]:
        found = await for_job(team, uuid)
        card = await board.card()
        assert await board.cards.replace(replace(card, attempt=card.attempt + 1), card)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(board.cards, "for_job", read_then_drawn)
        assert await board.job_cards.note_missing("T1", "u-1") == 0
    card = await board.card()
    assert (card.missing_since, card.attempt) == (NOON, 2)
