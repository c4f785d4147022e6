"""What one change costs: so many transactions of our own, so many of the engine, and no more.

Each is a commit on disk. Whoever needs one more reads or writes in one of these instead.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.engine import Engine

from bot.sandbox.testbed import Testbed, open_testbed
from bot.store import tokens
from bot.store.schema import metadata
from bot.wiring.waits import Waits
from bot.workflows.changes import dispatcher
from bot.workflows.drafts import sent_forms, unsent_forms
from tests.stories.acting import SIX, card_saying

OWN = (
    "INSERT INTO changes",  # accepted
    "UPDATE changes",  # a run enters
    "INSERT INTO attempts",  # about to be sent
    "UPDATE attempts",  # answered
    "INSERT INTO audit_log",  # the result
    "UPDATE cards",  # shown
)
"""What each of our own is known by."""
ENGINE = 2
"""The start of a run, and its end."""
OUR_TABLES = re.compile(rf"\b(FROM|INTO|UPDATE|JOIN) ({'|'.join(metadata.tables)})\b")
NEVER = 1e6


class Transactions:
    """The statements of each transaction that has ended, of every engine, and their values."""

    def __init__(self) -> None:
        self._under_way: dict[int, str] = {}
        self._ended: list[str] = []

    @contextmanager
    def noted(self) -> Iterator[None]:
        heard: dict[str, Callable[..., Any]] = {
            "before_cursor_execute": self._note,
            "commit": self._end,
            "rollback": self._end,
        }
        for name, listener in heard.items():
            sa.event.listen(Engine, name, listener)
        try:
            yield
        finally:
            for name, listener in heard.items():
                sa.event.remove(Engine, name, listener)

    def taken(self) -> list[str]:
        taken, self._ended = self._ended, []
        return taken

    def _note(
        self, connection: sa.Connection, _: object, text: str, values: Any, *_more: object
    ) -> None:
        if not text.startswith("BEGIN"):
            at = id(connection.connection.dbapi_connection)
            self._under_way[at] = f"{self._under_way.get(at, '')}{text} {values}\n"

    def _end(self, connection: sa.Connection) -> None:
        text = self._under_way.pop(id(connection.connection.dbapi_connection), "")
        if text:
            self._ended.append(text)


async def settle(play: Testbed) -> None:
    """Until the run has ended, and the dispatcher would have looked for the next."""
    assert play.app is not None
    await play.app.engine.idle()
    for _ in range(20):
        await asyncio.sleep(0)
        await play.app.stores.database.call(lambda _: None)


def check(transactions: list[str], change: str) -> None:
    own = [each for each in transactions if OUR_TABLES.search(each)]
    of_engine = [each for each in transactions if each not in own and change in each]
    assert len(own) == len(OWN), "\n".join(own)
    for known_by, each in zip(OWN, own, strict=True):
        assert known_by in each
    assert len(of_engine) == ENGINE, "\n".join(of_engine)


async def newest(play: Testbed) -> str:
    assert play.app is not None
    [change] = await play.app.stores.changes.recent(1)
    return change.id


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_a_change_costs_eight_transactions(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    url: str = request.getfixturevalue(f"{kind}_url")
    monkeypatch.setattr(dispatcher, "IDLE", NEVER)
    # by the clock: what is typed is kept, and what another process kept is dropped
    monkeypatch.setattr(unsent_forms, "KEPT_WITHIN", NEVER)
    monkeypatch.setattr(sent_forms, "LOOK_AFTER", NEVER)
    monkeypatch.setattr(tokens, "_CACHED_FOR", NEVER)
    transactions = Transactions()
    waits = Waits(deferred_tasks=NEVER, tokens=NEVER, sign_of_life=NEVER)
    given: dict[str, Any] = {"database_url": url, "token_keys": Fernet.generate_key().decode()}
    with transactions.noted():
        async with open_testbed(tmp_path, waits=waits, **given) as play:
            assert play.app is not None
            await play.app._scheduler.stop()
            await play.link("priya", "Priya Shah")
            priya = play.slack.member("priya")

            await priya.command("/job new")
            form = await priya.modal(having="job_title")
            await priya.fill(form, **SIX, contractor_id=("Ace", 0))
            await settle(play)
            transactions.taken()
            await priya.submit(form)
            await card_saying(play, "Job created")
            await settle(play)
            made = transactions.taken()
            check(made, await newest(play))

            await priya.command("/job update JOB-061")
            form = await priya.modal(having="job_title")
            await priya.fill(form, job_title="Boiler leaks")
            await settle(play)
            transactions.taken()
            await priya.submit(form)
            await card_saying(play, "Job updated")
            await settle(play)
            made = transactions.taken()
            check(made, await newest(play))

            [card, *_] = play.slack.messages("maintenance")
            transactions.taken()
            await priya.press(card, "Notify contractor")
            await card_saying(play, "Contractor notified")
            await settle(play)
            made = transactions.taken()
            check(made, await newest(play))

            await settle(play)
            transactions.taken()
            await play.app.flows.unsent.write_all()  # as by the clock, for all forms that were sent
            looks = transactions.taken()
            assert ["FROM drafts" in each for each in looks] == [True], "\n".join(looks)
