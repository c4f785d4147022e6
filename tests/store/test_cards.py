from dataclasses import replace

from bot.store.cards import CardStore, PostedCard
from bot.store.database import Database

CARD = PostedCard("T1", "E1", "C1", "u-1", ts="1.5", change_id="S-1", job_updated_at="d")


async def test_a_card_is_found_by_job_and_channel(db: Database) -> None:
    cards = CardStore(db)
    assert await cards.get("T1", "C1", "u-1") is None
    await cards.put(CARD)
    assert await cards.get("T1", "C1", "u-1") == CARD
    assert await cards.get("T1", "C2", "u-1") is None
    assert await cards.get("T2", "C1", "u-1") is None


async def test_there_is_one_card_for_a_job_in_a_channel(db: Database) -> None:
    cards = CardStore(db)
    await cards.put(CARD)
    later = replace(
        CARD, ts="2.5", job_updated_at="e", job_deleted=True, attempt=3, change_id="S-2"
    )
    await cards.put(later)
    elsewhere = replace(CARD, channel="C0")
    await cards.put(elsewhere)
    await cards.put(replace(CARD, job_uuid="u-2"))
    await cards.put(replace(CARD, team="T2"))
    assert await cards.for_job("T1", "u-1") == [elsewhere, later]
    assert await cards.get("T1", "C1", "u-2") == replace(CARD, job_uuid="u-2")
