"""Answers of undocumented shape: revisions, notification state, the preview of a delete."""

from typing import Any

import orjson
import pytest

from bot.propops.parse.revisions import MOST_LINES, MOST_WIDE, commits, lines, notice


@pytest.mark.parametrize(
    ("row", "id_"),
    [
        ({"commit_id": 5, "id": 6, "ID": 7, "uuid": "u", "hash": "h"}, "5"),
        ({"id": "6", "ID": 7, "uuid": "u"}, "6"),
        ({"ID": 7, "uuid": "u"}, "7"),
        ({"uuid": "u", "hash": "h"}, "u"),
        ({"hash": "abc123"}, "abc123"),
        ({"commit_id": None, "id": "", "ID": 7}, "7"),
        ({"created_at": "2024-01-15T09:30:00Z"}, None),
    ],
)
def test_a_commit_is_named_by_the_first_key_there_is(row: dict[str, Any], id_: str | None) -> None:
    assert [each.id for each in commits({"data": [row]})] == [id_]


@pytest.mark.parametrize("name", ["commits", "items", "history", "revisions", "rows"])
def test_commits_are_found_in_any_wrapper(name: str) -> None:
    assert [each.id for each in commits({"data": {name: [{"id": 1}, {"id": 2}]}})] == ["1", "2"]
    assert commits({"data": []}) == []


def test_a_commit_tells_who_did_what_when() -> None:
    [commit] = commits(
        {
            "data": [
                {
                    "id": 1,
                    "timestamp": "2024-01-15T09:30:00Z",
                    "user": {"first_name": "Priya", "last_name": "Shah", "email": "p@x.example"},
                    "description": "<i>Job</i> updated",
                    "branch": "Headingley",
                    "ip": None,
                }
            ]
        }
    )
    assert (commit.at, commit.by) == ("2024-01-15T09:30:00Z", "Priya Shah")
    assert commit.message == "Job updated"
    assert commit.rest == ("Branch: Headingley",)


STATE = {"job_title": "Leak", "status_id": "3", "contractor_id": None, "tenants_ids": [1, 2]}
READ = {"job_title": "Leak", "status_id": 3, "contractor_id": None, "tenants_ids": [1, 2]}


@pytest.mark.parametrize("name", ["fields", "snapshot", "data", "job", "changes"])
def test_the_state_of_a_job_is_found_in_its_commit(name: str) -> None:
    [commit] = commits({"data": [{"id": 1, name: STATE}]})
    assert commit.fields == READ
    [commit] = commits({"data": [{"id": 1, name: orjson.dumps(STATE).decode()}]})
    assert commit.fields == READ


def test_the_state_may_stand_in_the_row_itself() -> None:
    [commit] = commits({"data": [{"commit_id": 1, "uuid": "x", "by": "Tom", **STATE}]})
    assert commit.fields == READ
    assert commit.rest == ()


@pytest.mark.parametrize(
    "changes",
    [
        {
            "job_title": {"old": "Drip", "new": "Leak"},
            "contractor_budget": {"from": 1, "to": "180.50"},
        },
        [
            {"field": "job_title", "old_value": "Drip", "new_value": "Leak"},
            {"field_name": "contractor_budget", "before": 1, "after": 180.5},
        ],
    ],
)
def test_a_change_counts_with_its_new_value(changes: Any) -> None:
    [commit] = commits({"data": [{"id": 1, "changes": changes}]})
    assert commit.fields == {"job_title": "Leak", "contractor_budget": 180.5}


def test_a_snapshot_goes_before_a_list_of_changes() -> None:
    row = {
        "id": 1,
        "changes": {"job_title": {"old": "A", "new": "B"}},
        "snapshot": {"job_title": "C"},
    }
    assert commits({"data": [row]})[0].fields == {"job_title": "C"}


def test_private_details_stay_out_of_what_is_shown() -> None:
    [commit] = commits(
        {
            "data": [
                {
                    "id": 1,
                    "message": "Key safe changed to 1234",
                    "note": "call 07700 900123",
                    "private_contact_name": "Ann",
                    "tenant_email": "a@x.example",
                    "snapshot": {"access_details": "Key safe code 1234."},
                }
            ]
        }
    )
    assert commit.message == ""
    assert commit.rest == ("Note: (not shown here)",)
    assert "1234" not in repr(commit)


@pytest.mark.parametrize(
    ("data", "sent", "at"),
    [
        ({"is_notified": True, "last_notified_at": "T"}, True, "T"),
        ({"is_notified": False, "last_notified_at": None, "notifications_sent": 0}, False, ""),
        ({"sent": "1"}, True, ""),
        ({"sent_at": "T"}, True, "T"),
        ({"notifications_sent": 2}, True, ""),
        ({"count": 0}, False, ""),
        ({"state": "sent"}, True, ""),
        ({"status": "not sent"}, False, ""),
        ({"state": "pending"}, False, ""),
        ({"state": "who knows"}, None, ""),
        ({"notification": {"sent": True, "sent_at": "T"}}, True, "T"),
        ([], False, ""),
        ([{"sent_at": "A"}, {"sent_at": "B"}], True, "B"),
        (True, True, ""),
        (False, False, ""),
        ("sent", True, ""),
        (None, None, ""),
        ({}, None, ""),
        ("", None, ""),
    ],
    ids=str,
)
def test_the_notification_state_is_read_in_any_form(data: Any, sent: bool | None, at: str) -> None:
    told = notice({"success": True, "data": data, "message": "Operation completed successfully"})
    assert (told.sent, told.at) == (sent, at)


def test_a_notification_state_without_data_is_read_from_the_body() -> None:
    told = notice({"success": True, "message": "Fine", "sent": False, "contractor_name": "Ace Gas"})
    assert told.sent is False
    assert told.rest == ("Contractor name: Ace Gas",)


def test_a_preview_becomes_short_lines() -> None:
    payload = {
        "success": True,
        "data": {
            "job_ref": "JOB-001",
            "can_delete": True,
            "will_delete": {
                "case_notes": 4,
                "photos": [{"id": 1}, {"id": 2}],
                "tags": ["gas", "void"],
            },
            "jobTitle": "Smoke alarm chirping",
            "empty": None,
            "none_of_these": [],
            "access_details": "Key safe 1234",
            "tenant_name": "Jade",
            "uuid": "x",
        },
        "message": "Operation completed successfully",
    }
    assert lines(payload) == [
        "Job ref: JOB-001",
        "Can delete: yes",
        "Will delete, case notes: 4",
        "Will delete, photos: 2",
        "Will delete, tags: gas, void",
        "Job Title: Smoke alarm chirping",
        "None of these: none",
    ]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (
            {"success": True, "data": ["3 photos", "<b>2</b> documents"]},
            ["3 photos", "2 documents"],
        ),
        ({"success": True, "data": [{"ID": 1, "name": "report.pdf"}]}, ["report.pdf"]),
        ({"success": True, "data": "Everything"}, ["Everything"]),
        ({"success": True, "photos": 3, "message": "ok"}, ["Photos: 3"]),
        ({"success": True, "data": []}, []),
        ({"success": True}, []),
        (["3 photos"], ["3 photos"]),
    ],
    ids=str,
)
def test_a_preview_of_any_shape_is_readable(payload: Any, expected: list[str]) -> None:
    assert lines(payload) == expected


def test_lines_are_few_and_short() -> None:
    told = lines({"data": {f"thing {n}": "word " * 100 for n in range(40)}, "success": True})
    assert len(told) == MOST_LINES + 1
    assert told[-1] == "and 28 more"
    assert all(len(line) <= MOST_WIDE for line in told)


def test_a_deep_answer_does_not_break() -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    assert lines({"success": True, "data": deep}) == []
    assert lines({"success": True, "data": {"a": {"b": {"c": {"d": 1}}}}}) == ["A, b, c: 1"]
