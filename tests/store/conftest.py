"""An open database, an encryption key and a clock that only moves when told to."""

from collections.abc import AsyncIterator

import pytest
from cryptography.fernet import Fernet

from bot.store.changes import ChangeStore
from bot.store.database import Database
from bot.store.encryption import Encryption
from bot.store.runs import RunStore
from bot.store.tokens import TokenStore
from tests.store.samples import Clock


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    db = await Database.open(database_url)
    yield db
    await db.close()


@pytest.fixture
def encryption() -> Encryption:
    return Encryption([Fernet.generate_key()])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(db: Database, encryption: Encryption, clock: Clock) -> ChangeStore:
    return ChangeStore(db, encryption, clock)


@pytest.fixture
def runs(db: Database, encryption: Encryption, clock: Clock) -> RunStore:
    return RunStore(db, encryption, TokenStore(db, encryption, clock), clock)
