"""No member, linked or not, makes a table grow without bound."""

import pytest

from bot.jobs.change import Member, Place
from bot.store import drafts, link_tickets
from bot.store.database import Database
from bot.store.drafts import Draft, DraftStore
from bot.store.encryption import Encryption
from bot.store.link_tickets import LinkTicketStore

EVE, PRIYA = Member("", "T1", "UEVE"), Member("", "T1", "UPRIYA")


@pytest.fixture
def clock() -> list[float]:
    return [1_000_000.0]


async def test_the_newest_drafts_of_a_member_are_kept(db: Database, encryption: Encryption) -> None:
    store = DraftStore(db, encryption)
    await store.put(Draft("mine", PRIYA, "command", created_at=1.0, expires_at=9e9))
    for number in range(drafts.MOST_OF_ONE + 30):
        await store.put(
            Draft(f"d{number}", EVE, "command", "", {"n": number}, Place(), float(number), 9e9)
        )
    kept = await store.of(EVE)
    assert len(kept) == drafts.MOST_OF_ONE
    assert kept[0].content == {"n": drafts.MOST_OF_ONE + 29}
    assert kept[-1].content == {"n": 30}
    assert [draft.id for draft in await store.of(PRIYA)] == ["mine"]


async def test_the_newest_addresses_of_a_member_are_kept(
    db: Database, encryption: Encryption, clock: list[float]
) -> None:
    store = LinkTicketStore(db, encryption, lambda: clock[0])
    own = await store.issue(PRIYA)
    issued = []
    for _ in range(link_tickets.MOST_OF_ONE + 10):
        clock[0] += 1
        issued.append(await store.issue(EVE))
    valid = [url for url in issued if await store.find_valid(url.text) is not None]
    assert valid == issued[10:]
    assert await store.find_valid(own.text) is not None
