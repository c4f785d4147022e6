"""What was entered in an open form is stored beside what becomes of the form, and never behind it."""

import asyncio
from typing import Any, cast

import pytest

from bot.jobs.change import Member, Place
from bot.store.drafts import Draft, DraftStore
from bot.workflows.drafts import unsent_forms
from bot.workflows.drafts.unsent_forms import OpenForm, UnsentForms

PRIYA = Member("", "T0SANDBOX1", "U0PRIYA001")


class SlowDrafts:
    """A statement that has left is done, whether somebody waits for it or not."""

    def __init__(self) -> None:
        self.rows: dict[str, Draft] = {}
        self.begun, self.may_end = asyncio.Event(), asyncio.Event()

    async def put(self, draft: Draft) -> None:
        await asyncio.shield(asyncio.create_task(self._put(draft)))

    async def _put(self, draft: Draft) -> None:
        self.begun.set()
        await self.may_end.wait()
        self.rows[draft.id] = draft

    async def get(self, id_: str) -> Draft | None:
        return self.rows.get(id_)

    async def drop(self, id_: str) -> bool:
        return self.rows.pop(id_, None) is not None


def note(text: str) -> OpenForm:
    values: dict[str, Any] = {
        "note_text": {"note_text": {"type": "plain_text_input", "value": text}}
    }
    metadata = {"job": "u-1", "ref": "JOB-003", "channel": "C1"}
    return OpenForm(PRIYA, Place("C1"), "V1", "note.send", metadata, "{}", values, {})


def forms(store: SlowDrafts) -> UnsentForms:
    return UnsentForms(cast(DraftStore, store), cast(Any, None), lambda: 1_000.0)


async def test_a_form_sent_while_it_is_stored_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unsent_forms, "KEPT_WITHIN", 0.0)
    store = SlowDrafts()
    unsent = forms(store)
    unsent.entered(note("Rang the tenant"))
    await asyncio.wait_for(store.begun.wait(), 10)
    sending = asyncio.create_task(unsent.sent(note("Rang the tenant")))
    await asyncio.sleep(0)
    store.may_end.set()
    await asyncio.wait_for(sending, 10)
    await asyncio.sleep(0)
    assert store.rows == {}
