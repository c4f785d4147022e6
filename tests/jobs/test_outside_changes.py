"""What others did to a job, between what the bot did: by two reads of it and the bot's own changes."""

from typing import Any

import pytest

from bot.jobs.change import Change, Member, change_id
from bot.jobs.model import CaseNote, Commit, Job
from bot.jobs.outcome import FieldChange
from bot.jobs.outside_changes import (
    JobReading,
    Known,
    News,
    authors,
    compared,
    facts,
    is_as_known,
    silently,
)

STATUSES = {1: "New", 2: "In progress", 3: "Complete"}


def stamp(second: int) -> str:
    return f"2026-11-26T10:00:{second:02}Z"


def job(second: int, status: int = 1, **fields: Any) -> Job:
    return Job.model_validate(
        {
            "uuid": "u1",
            "job_ref": "JOB-001",
            "status_id": status,
            "status_name": STATUSES[status],
            "updated_at": stamp(second),
            **fields,
        }
    )


def own(number: int, before: Job | None, after: Job | None, **more: Any) -> Change:
    def kept(state: Job | None) -> dict[str, Any]:
        return {} if state is None else state.model_dump(mode="json", exclude_defaults=True)

    key = f"T1:{number}"
    change = Change(change_id(key), key, "update", Member("", "T1", "U1"), state="done")
    fields: dict[str, Any] = {"status_id": after.status_id} if after and before else {}
    plain = {"before": kept(before), "after": kept(after), "finished_at": float(number)}
    return change.but(**({"fields": fields} | plain | more))


def note(number: int, text: str = "x", by: str = "Ace Gas", second: int = 30) -> CaseNote:
    return CaseNote(number, text, by, stamp(second))


def known(state: Job, *notes: CaseNote) -> Known:
    return Known(job=facts(state), notes=tuple(str(each.id) for each in notes), at=1.0)


def turns(changes: Any) -> list[str]:
    return [f"{each.old} → {each.new}" for each in changes]


def test_what_differs_from_the_last_look_was_done_by_others() -> None:
    found = compared(known(job(1)), JobReading(job(5, 2), [], 2.0), [])
    assert turns(found.changes) == ["New → In progress"]
    assert found.since == stamp(1)
    assert found.known.job == facts(job(5, 2))


def test_what_the_bot_did_was_not() -> None:
    mine = own(1, job(1), job(5, 2))
    assert not compared(known(job(1)), JobReading(job(5, 2), [], 2.0), [mine]).changes


def test_before_between_and_after_our_own() -> None:
    mine = own(1, job(3, 2), job(4, 3)), own(2, job(6, 1), job(7, 2))
    found = compared(known(job(1)), JobReading(job(9, 3), [], 2.0), list(reversed(mine)))
    assert turns(found.changes) == ["New → In progress", "Complete → New", "In progress → Complete"]


def test_a_read_that_is_older_than_our_own_change_is_not_compared_with_it() -> None:
    mine = own(1, job(1), job(5, 2))
    found = compared(known(job(1)), JobReading(job(1), [], 2.0), [mine])
    assert not found.changes
    assert found.known.job == facts(job(5, 2))


def test_our_own_change_that_is_read_again_is_passed_over() -> None:
    mine = own(1, job(1), job(5, 2))
    found = compared(known(job(8, 3)), JobReading(job(9, 1), [], 2.0), [mine])
    assert turns(found.changes) == ["Complete → New"]


def test_a_change_that_waited_long_knows_an_old_state_only() -> None:
    """It was read before its approval; what others did until it was sent is told, what it asked for is not."""
    mine = own(1, job(0), job(5, 2, date_works_start_date="2026-12-01"), fields={"status_id": 2})
    found = compared(
        known(job(1)), JobReading(job(5, 2, date_works_start_date="2026-12-01"), [], 2.0), [mine]
    )
    assert [each.name for each in found.changes] == ["date_works_start_date"]


def test_without_a_look_before_the_first_of_our_own_is_where_it_begins() -> None:
    mine = own(1, None, job(1)), own(2, job(3, 2), job(4, 3))
    found = compared(Known(), JobReading(job(6, 1), [], 2.0), mine)
    assert turns(found.changes) == ["New → In progress", "Complete → New"]
    assert not compared(Known(), JobReading(job(6), [], 2.0), []).changes


def test_amounts_and_texts_are_not_told() -> None:
    after = job(5, job_title="Other", job_total_budget=500, access_details="1234")
    found = compared(known(job(1)), JobReading(after, [], 2.0), [])
    assert not found.changes
    assert found.known.job is not None
    assert not {"job_total_budget", "access_details"} & found.known.job.keys()


def test_notes_of_others_by_what_is_new_and_not_ours() -> None:
    written = own(1, job(1), None, action="add_case_note", target={"note_text": "Tenant  is out"})
    notes = [note(3, "<p>Tenant is out</p>", "Priya"), note(2, "Tenant is out"), note(1)]
    found = compared(known(job(1), note(1)), JobReading(job(1), notes, 2.0), [written])
    assert len(found.notes) == 1  # the same words, but only one of them is ours
    approved = note(4, f"Job updated from Slack ({written.id}): asked by Priya, approved by Tom.")
    again = JobReading(job(1), [*notes, approved], 2.0)
    assert not compared(found.known, again, [written]).notes


def test_at_the_first_look_only_notes_since_the_card_are_new() -> None:
    began = 1795687215.0  # 10:00:15
    mine = own(1, None, job(10)).but(finished_at=began)
    notes = [note(1, second=5), note(2, second=15), note(3, second=20)]
    found = compared(Known(), JobReading(job(10), notes, 2.0), [mine])
    assert [each.id for each in found.notes] == [2, 3]


def test_notes_that_cannot_be_read_change_nothing() -> None:
    before = known(job(1), note(1))
    assert is_as_known(before, JobReading(job(1), None, 2.0))
    assert compared(before, JobReading(job(2), None, 2.0), []).known.notes == ("1",)
    assert not is_as_known(before, JobReading(job(1), [note(1), note(2)], 2.0))


def test_silently_takes_it_as_it_is() -> None:
    taken = silently(Known(), JobReading(job(4, 2), [note(1)], 2.0))
    assert is_as_known(taken, JobReading(job(4, 2), [note(1)], 3.0))


def test_authors_are_those_of_the_saves_since_without_our_own() -> None:
    mine = own(1, job(3), job(4, 2))
    found = compared(known(job(1)), JobReading(job(9, 3), [], 2.0), [mine])
    commits = [
        Commit(at=stamp(9), by="Maya", fields={"status_id": 3}),
        Commit(at=stamp(8), by="Lee", fields={"job_title": "Other"}),
        Commit(at=stamp(4), by="Priya", fields={"status_id": 2}),
        Commit(at=stamp(1), by="Sam", fields={"status_id": 1}),
        Commit(at=stamp(7), by="Ann"),
    ]
    assert authors(commits, found, [mine]) == ("Ann", "Maya")


def test_what_is_kept_comes_back_as_it_was() -> None:
    change = FieldChange("status_id", "Status", "New", "Complete")
    kept = known(job(1), note(1)).with_news(
        5.0, 4.0, changes=(change,), by=("Sam",), notes=("Ace",)
    )
    assert Known.read(kept.written()) == kept
    assert kept.news == (News("1-5", 4.0, 5.0, {}, ("Sam",), (change,), ("Ace",)),)


def test_what_others_set_anew_before_our_own_read_is_told_and_what_we_set_is_not() -> None:
    """The change sets *In progress*; by the time that it is read back, it is *Complete*."""
    ours = own(1, job(1), job(3, 3), fields={"status_id": 2}, names={"status_id": "In progress"})
    found = compared(known(job(1)), JobReading(job(3, 3), [], 9.0), [ours])
    assert turns(found.changes) == ["In progress → Complete"]
    again = compared(Known(), JobReading(job(3, 3), [], 9.0), [ours])
    assert turns(again.changes) == ["In progress → Complete"]
    ours = own(1, job(1), job(3, 2), fields={"status_id": 2}, names={"status_id": "In progress"})
    found = compared(known(job(1)), JobReading(job(3, 2), [], 9.0), [ours])
    assert found.changes == []


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("date_works_end_date", {"date_works_end_date": "2026-12-01"}),
        ("date_works_start_date", {"date_works_start_date": "2026-12-01"}),
        ("contractor_id", {"contractor_id": 201, "contractor_name": "Ace Gas"}),
    ],
)
def test_what_we_cleared_is_ours_and_what_others_set_then_is_theirs(
    name: str, of: dict[str, Any]
) -> None:
    mine = own(1, job(1, **of), job(2), fields={name: None})
    found = compared(Known(), JobReading(job(5, 2), [], 2.0), [mine])
    assert turns(found.changes) == ["New → In progress"]
    assert compared(Known(), JobReading(job(5, **of), [], 2.0), [mine]).changes


def test_what_others_set_while_we_wrote_a_note_is_theirs() -> None:
    ours = own(1, job(1), job(3, 2), action="add_case_note", fields={})
    for before in (known(job(1)), Known()):
        found = compared(before, JobReading(job(3, 2), [], 9.0), [ours])
        assert turns(found.changes) == ["New → In progress"]
