"""What was entered in an open form is stored beside what becomes of the form, and never behind it."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest

from bot.jobs.change import Member, Place
from bot.store.drafts import Draft, DraftStore
from bot.workflows.drafts import sent_forms, unsent_forms
from bot.workflows.drafts.unsent_forms import OpenForm, UnsentForms
from tests.waiting import until

PRIYA = Member("", "T0SANDBOX1", "U0PRIYA001")


class SlowDrafts:
    """A statement that has left is done, whether somebody waits for it or not."""

    def __init__(self) -> None:
        self.rows: dict[str, Draft] = {}
        self.looks: list[list[str]] = []
        self.begun, self.may_end = asyncio.Event(), asyncio.Event()
        self.may_look = asyncio.Event()
        self.may_look.set()

    async def put(self, draft: Draft) -> None:
        await asyncio.shield(asyncio.create_task(self._put(draft)))

    async def _put(self, draft: Draft) -> None:
        self.begun.set()
        await self.may_end.wait()
        self.rows[draft.id] = draft

    async def get(self, id_: str) -> Draft | None:
        return self.rows.get(id_)

    async def get_many(self, ids: Sequence[str]) -> list[Draft]:
        self.looks.append(list(ids))
        await self.may_look.wait()
        return [self.rows[each] for each in ids if each in self.rows]

    async def drop(self, id_: str) -> bool:
        return self.rows.pop(id_, None) is not None

    async def of(self, member: Member) -> list[Draft]:
        return [each for each in self.rows.values() if each.member == member]


class DirectMessages:
    """Takes everything."""

    async def post_dm(self, member: Member, message: object, *, key: str) -> tuple[str, str]:
        return "D1", "1.0"

    async def update(self, channel: str, ts: str, message: object) -> bool:
        return True


def note(text: str, view_id: str = "V1", resumed: str = "") -> OpenForm:
    values: dict[str, Any] = {
        "note_text": {"note_text": {"type": "plain_text_input", "value": text}}
    }
    metadata = {"job": "u-1", "ref": "JOB-003", "channel": "C1", "resumed": resumed}
    return OpenForm(PRIYA, Place("C1"), view_id, "note.send", metadata, "{}", values, {})


def forms(store: SlowDrafts) -> UnsentForms:
    return UnsentForms(cast(DraftStore, store), cast(Any, DirectMessages()), lambda: 1_000.0)


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


@pytest.mark.parametrize("stored", ["before it is sent", "just after"])
async def test_what_another_process_stores_of_a_sent_form_goes(
    monkeypatch: pytest.MonkeyPatch, stored: str
) -> None:
    monkeypatch.setattr(unsent_forms, "KEPT_WITHIN", 0.05)
    monkeypatch.setattr(sent_forms, "LOOK_AFTER", 0.2)
    store = SlowDrafts()
    store.may_end.set()
    entered_at, sent_at = forms(store), forms(store)
    entered_at.entered(note("Rang the tenant"))
    if stored == "before it is sent":
        await until(lambda: store.rows)
    await sent_at.sent(note("Rang the tenant"))
    await until(lambda: store.begun.is_set() and store.looks and not store.rows)
    assert store.rows == {}


async def test_fifty_forms_sent_within_seconds_are_looked_for_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sent_forms, "LOOK_AFTER", 0.0)
    store = SlowDrafts()
    unsent = forms(store)
    for number in range(50):
        await unsent.sent(note("Rang the tenant", f"V{number}"))
        assert store.looks == []
    await until(lambda: store.looks)
    assert store.looks == [[f"F-V{number}" for number in range(50)]]
    await unsent.sent(note("Rang the tenant", "V50"))
    await until(lambda: len(store.looks) > 1)
    assert store.looks[1:] == [["F-V50"]]


async def test_a_form_that_is_open_again_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsent_forms, "KEPT_WITHIN", 0.0)
    monkeypatch.setattr(sent_forms, "LOOK_AFTER", 0.0)
    store = SlowDrafts()
    store.may_end.set()
    unsent = forms(store)
    await unsent.sent(note("Rang the tenant", "V1"))
    await unsent.sent(note("Rang the tenant", "V2"))
    unsent.entered(note("Rang the tenant again", "V1"))
    await until(lambda: store.looks and store.rows)
    assert store.looks == [["F-V2"]]
    assert list(store.rows) == ["F-V1"]


async def test_a_process_that_ends_looks_at_once() -> None:
    store = SlowDrafts()
    store.may_end.set()
    entered_at, sent_at = forms(store), forms(store)
    entered_at.entered(note("Rang the tenant"))
    await entered_at.write_all()
    assert store.rows
    await sent_at.sent(note("Rang the tenant"))
    await sent_at.write_all()
    assert store.rows == {}


async def test_what_another_process_stores_behind_a_form_that_went_on_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unsent_forms, "KEPT_WITHIN", 0.0)
    store = SlowDrafts()
    entered_at, sent_at = forms(store), forms(store)
    entered_at.entered(note("Rang the tenant", "V2", "F-V1"))
    await asyncio.wait_for(store.begun.wait(), 10)
    await sent_at.sent(note("Rang the tenant", "V2", "F-V1"))
    store.may_end.set()
    await until(lambda: store.rows)
    await sent_at.write_all()
    assert store.rows == {}


async def test_a_process_that_ends_waits_for_a_look_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sent_forms, "LOOK_AFTER", 0.0)
    store = SlowDrafts()
    store.may_end.set()
    entered_at, sent_at = forms(store), forms(store)
    entered_at.entered(note("Rang the tenant"))
    await entered_at.write_all()
    store.may_look.clear()
    await sent_at.sent(note("Rang the tenant"))
    await until(lambda: store.looks)
    ending = asyncio.create_task(sent_at.write_all())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not ending.done()
    store.may_look.set()
    await asyncio.wait_for(ending, 10)
    assert store.rows == {}


def rejecting(why: str, view_id: str) -> OpenForm:
    """A reason for the same no, in a form of its own."""
    values: dict[str, Any] = {"reason": {"reason": {"type": "plain_text_input", "value": why}}}
    return OpenForm(PRIYA, Place("C1"), view_id, "approval.reject", {}, "S-1", values, {})


@pytest.mark.parametrize(
    ("entered", "closed"),
    [
        ("after the other was sent", "where that was heard of"),
        ("after the other was sent", "where it was entered"),
        ("before the other was sent", "where it was entered"),
    ],
)
async def test_a_form_closed_soon_after_another_of_the_same_was_sent_is_kept(
    monkeypatch: pytest.MonkeyPatch, entered: str, closed: str
) -> None:
    monkeypatch.setattr(unsent_forms, "KEPT_WITHIN", 0.0)
    monkeypatch.setattr(unsent_forms, "_LATE", 0.0)
    store = SlowDrafts()
    store.may_end.set()
    sent_at, entered_at = forms(store), forms(store)
    closed_at = sent_at if closed == "where that was heard of" else entered_at
    if entered == "after the other was sent":
        await sent_at.sent(rejecting("Too dear", "V1"))
    entered_at.entered(rejecting("Ask Ace Gas first", "V2"))
    await until(lambda: store.rows)
    if entered == "before the other was sent":
        await sent_at.sent(rejecting("Too dear", "V1"))
    await closed_at.closed(rejecting("", "V2"))
    await sent_at.write_all()
    (kept,) = (each.content["text"] for each in store.rows.values() if each.kind == "unsent")
    assert kept == "Ask Ace Gas first"
