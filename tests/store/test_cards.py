from dataclasses import replace

from bot.store.cards import CardStore, PostedCard
from bot.store.database import Database

CARD = PostedCard("T1", "E1", "C1", "u-1", ts="1.5", change_id="S-1", digest="d")


async def test_a_card_is_found_by_job_and_by_message(db: Database) -> None:
    cards = CardStore(db)
    assert await cards.get("T1", "C1", "u-1") is None
    await cards.put(CARD)
    assert await cards.get("T1", "C1", "u-1") == CARD
    assert await cards.by_message("T1", "C1", "1.5") == CARD
    assert await cards.by_message("T1", "C2", "1.5") is None
    assert await cards.by_message("T2", "C1", "1.5") is None


async def test_there_is_one_card_for_a_job_in_a_channel(db: Database) -> None:
    cards = CardStore(db)
    await cards.put(CARD)
    later = replace(CARD, ts="2.5", digest="e", gone=True, attempts=3, change_id="S-2")
    await cards.put(later)
    elsewhere = replace(CARD, channel="C0")
    await cards.put(elsewhere)
    await cards.put(replace(CARD, job_uuid="u-2"))
    await cards.put(replace(CARD, team="T2"))
    assert await cards.for_job("T1", "u-1") == [elsewhere, later]
    assert await cards.by_message("T1", "C1", "1.5") == replace(CARD, job_uuid="u-2")


async def test_a_forgotten_card_is_gone(db: Database) -> None:
    cards = CardStore(db)
    await cards.put(CARD)
    assert await cards.forget("T1", "C1", "u-1")
    assert not await cards.forget("T1", "C1", "u-1")
    assert await cards.for_job("T1", "u-1") == []
