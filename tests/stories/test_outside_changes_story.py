"""What others do to a job in PropOps itself is told in the thread of its card: once, and nothing of our own."""

from typing import Any

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.store.schema import watched_jobs
from tests.stories.acting import card_saying, raised, updated
from tests.stories.comparing import compare, told
from tests.without_ids import without_ids

QUIET = pytest.mark.testbed(cards_refresh_seconds=0)
pytestmark = QUIET


def named(play: Testbed, table: str, name: str) -> int:
    return next(int(row["ID"]) for row in play.propops.rows(table) if name in str(row.values()))


async def only(play: Testbed, card: Message) -> Message:
    [message] = told(play, card)
    return message


CHANGES: list[tuple[dict[str, Any], list[str]]] = [
    ({"status_id": ("statuses", "In progress")}, ["Status: ", "→ In progress"]),
    ({"priority_id": ("priorities", "Low")}, ["Priority: ", "→ Low"]),
    ({"contractor_id": None}, ["Contractor: ", "→ —"]),
    ({"date_works_start_date": "2026-12-03"}, ["start", "Thu 3 December 2026"]),
    ({"date_works_end_date": "2026-12-04"}, ["end", "Fri 4 December 2026"]),
]


@pytest.mark.parametrize(("edit", "said"), CHANGES)
async def test_each_kind_of_change_is_told_once(
    play: Testbed, edit: dict[str, Any], said: list[str]
) -> None:
    card = await updated(play, job_title="Boiler leaks", contractor_id=("Ace", 0))
    await compare(play)
    fields = {
        name: named(play, *value) if isinstance(value, tuple) else value
        for name, value in edit.items()
    }
    play.propops.edit("JOB-003", by="Sam Carter", **fields)
    for _ in range(3):
        await compare(play)
    message = await only(play, card)
    assert message.text.startswith("🔄 Changed in PropOps: JOB-003 · Boiler leaks")
    assert "by Sam Carter" in message.text
    for words in said:
        assert words in message.text
        assert words.replace(": ", "*: ") in outline(message.blocks) or words in outline(
            message.blocks
        )
    assert "<@" not in str(message.blocks)
    assert card.says("Changed in PropOps")


async def test_several_changes_between_two_looks_are_one_message(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    status = named(play, "statuses", "In progress")
    play.propops.edit("JOB-003", by="Sam Carter", status_id=status)
    play.propops.edit("JOB-003", by="Maya Lin", date_works_start_date="2026-12-03")
    play.propops.add_note("JOB-003", "Maya Lin", "The tenant's key safe is 4321")
    await compare(play)
    message = await only(play, card)
    assert "by Sam Carter, Maya Lin" in message.text
    for words in ("Status", "Works start", "New note: Maya Lin"):
        assert words in message.text
    assert "4321" not in without_ids(message.blocks) + message.text
    read_back = {"conversations.replies", "conversations.history"}
    assert not read_back & {each.method for each in play.slack.calls}, "nothing can be there yet"


async def test_of_a_case_note_the_thread_learns_who_wrote_it_and_no_more(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.add_note("JOB-003", "Ace Gas", "Private: ring Mrs Hill")
    for _ in range(2):
        await compare(play)
    message = await only(play, card)
    assert message.text.startswith("📝 New note: JOB-003 · Boiler leaks · ")
    assert message.text.endswith("by Ace Gas")
    assert "Hill" not in str(message.blocks)
    play.propops.add_note("JOB-003", "Ace Gas", "one")
    play.propops.add_note("JOB-003", "Maya Lin", "two")
    await compare(play)
    assert told(play, card)[1].text.startswith("📝 2 new notes: ")
    assert told(play, card)[1].text.endswith("by Ace Gas, Maya Lin")


async def test_notes_of_before_the_card_are_no_news(play: Testbed) -> None:
    play.propops.add_note("JOB-003", "Maya Lin", "long ago", at="2024-01-01T10:00:00Z")
    card = await updated(play, job_title="Boiler leaks")
    await compare(play)
    assert told(play, card) == []


async def test_nothing_that_the_bot_did_is_told_again(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks", status_id="In progress")
    await compare(play)
    await updated(play, status_id="New", contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    await priya.command("/job note JOB-003 tenant is out")
    form = await priya.modal(having="note_text")
    await priya.submit(form)
    await play.slack.until(lambda: play.propops.notes("JOB-003") or None, why="the note")
    await compare(play)
    await priya.press(card, "Notify contractor")
    await play.slack.until(lambda: play.propops.notified or None, why="told")
    await compare(play)
    assert told(play, card) == []


async def test_what_others_did_between_two_of_our_own_is_told_without_ours(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    await compare(play)
    play.propops.edit("JOB-003", by="Sam Carter", priority_id=named(play, "priorities", "Low"))
    await updated(play, status_id="In progress")
    play.propops.edit("JOB-003", by="Sam Carter", date_works_start_date="2026-12-03")
    await compare(play)
    message = await only(play, card)
    assert "Priority" in message.text
    assert "Works start" in message.text
    assert "Status" not in message.text


async def test_a_deletion_is_told_once_and_ours_is_not(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.delete("JOB-003")
    for _ in range(4):
        await compare(play)
    message = await only(play, card)
    assert message.text.startswith("🗑️ No longer visible in PropOps: JOB-003 · Boiler leaks")
    assert card.buttons == []


@pytest.mark.testbed(undo_minutes=0, approval_actions="none")
async def test_a_deletion_from_here_is_told_by_who_did_it_alone(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-003")
    form = await priya.modal(having="job_ref")
    await priya.fill(form, job_ref="JOB-003")
    await priya.submit(form)
    await card_saying(play, "Job deleted")
    for _ in range(3):
        await compare(play)
    assert told(play, card) == []


async def test_amounts_and_words_are_on_the_card_alone(play: Testbed) -> None:
    card = await updated(play, job_title="Boiler leaks")
    play.propops.edit(
        "JOB-003", by="Sam Carter", job_total_budget=777, job_title="Leak, 0207 946 0000"
    )
    await compare(play)
    assert card.says("£777")
    assert told(play, card) == []


async def test_an_update_of_the_bot_tells_nothing_of_cards_that_stood_before(play: Testbed) -> None:
    """As the migration leaves them: what happened before is not told all at once."""
    card = await updated(play, job_title="Boiler leaks")
    assert play.app is not None
    silent = watched_jobs.update().where(watched_jobs.c.look_at > 0).values(silent=True)
    await play.app.stores.database.call(lambda each: each.execute(silent).rowcount)
    play.propops.edit("JOB-003", by="Sam", status_id=named(play, "statuses", "In progress"))
    await compare(play)
    assert told(play, card) == []
    play.propops.edit("JOB-003", by="Sam", status_id=named(play, "statuses", "New"))
    await compare(play)
    assert "→ New" in (await only(play, card)).text


async def test_a_job_raised_here_is_watched_from_the_first(play: Testbed) -> None:
    card = await raised(play)
    ref = play.propops.jobs[-1]["job_ref"]
    play.propops.edit(ref, by="Sam", status_id=named(play, "statuses", "In progress"))
    play.propops.add_note(ref, "Ace Gas", "on my way")
    await compare(play)
    message = await only(play, card)
    assert "→ In progress" in message.text
    assert "New note: Ace Gas" in message.text
