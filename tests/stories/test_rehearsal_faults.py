"""Faults of PropOps and Slack, one after the other in one installed bot: each is named, and nothing else is."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.propops.faults import Fault, Kind
from bot.sandbox.testbed import Testbed
from tests.stories.test_rehearsal_story import failing, left_behind, quick, rehearsed, verdicts

__all__ = ["quick"]  # a fixture of all tests here
CSRF, NOTES = "/api/security/csrf-token", "POST /api/jobs/case-notes"
Arrange = Callable[[Testbed], None]


def propops(match: str, kind: Kind) -> Arrange:
    return lambda play: play.propops.fail(Fault(match, kind, times=None))


def slack(method: str, error: str) -> Arrange:
    return lambda play: play.slack.fail(method, error, times=-1)


FAULTS: Mapping[str, tuple[Sequence[Arrange], Sequence[str]]] = {
    "no note": ([propops(NOTES, "403")], ["write a note"]),
    "no update": ([propops("update", "400")], ["change a job"]),
    "no form can be written": ([propops(CSRF, "404")], ["PropOps CSRF protection"]),
    "no list": ([propops("GET /api/jobs/statuses", "403")], ["PropOps statuses"]),
    "no update of a card": ([slack("chat.update", "cant_update_message")], ["cards of jobs"]),
    "no posting": ([slack("chat.postMessage", "restricted_action")], ["cards of jobs"]),
    "no profiles": ([slack("users.info", "missing_scope")], ["Slack profiles"]),
    "no delete, no note": (
        [propops("delete", "403"), propops(NOTES, "403")],
        ["write a note", "delete a job"],
    ),
    "no profiles, no restore": (
        [slack("users.info", "missing_scope"), propops("restore_commit", "403")],
        ["Slack profiles", "restore a job"],
    ),
    "no revisions, no posting": (
        [propops("list_commits", "404"), slack("chat.postMessage", "not_in_channel")],
        ["cards of jobs", "restore a job"],
    ),
}


async def test_each_fault_is_named_alone(play: Testbed) -> None:
    wrong = {}
    for name, (faults, named) in FAULTS.items():
        for arrange in faults:
            arrange(play)
        if (found := failing(await rehearsed(play, with_job=True))) != named:
            wrong[name] = found
        play.propops.heal()
        play.slack.heal()
    assert wrong == {}
    assert failing(await rehearsed(play)) == []
    assert left_behind(play) == (0, 0, 0)


@pytest.mark.testbed(propops=SandboxPropOps(update_requires_all=True, missing_clears=True))
async def test_a_job_is_changed_as_the_bot_changes_one(play: Testbed) -> None:
    """All that PropOps requires goes along: here a title alone would be refused."""
    report = await rehearsed(play, with_job=True)
    assert failing(report) == []
    assert verdicts(report)["restore a job"] == "works"


@pytest.mark.testbed(closed_statuses="Nonsense", public_url="http://127.0.0.1:9/elsewhere")
async def test_settings_that_name_nothing_are_named(play: Testbed) -> None:
    report = await rehearsed(play)
    assert failing(report) == ["CLOSED_STATUSES"]
    assert verdicts(report)["PUBLIC_URL"] == "unknown"


UNREADABLE: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "conversations.info": ([], ["channel"]),
    "users.info": (["Slack profiles"], []),
}
"""Method of Slack → what fails, and what works another way."""


@pytest.mark.parametrize("error", ["cut_json", "empty", "missing_scope", "drop_after"])
@pytest.mark.parametrize("method", UNREADABLE)
async def test_what_slack_does_not_tell_is_named(play: Testbed, method: str, error: str) -> None:
    slack(method, error)(play)
    report, (fails, otherwise) = await rehearsed(play), UNREADABLE[method]
    assert failing(report) == fails
    assert [each for each in otherwise if verdicts(report).get(each) != "fallback"] == []
    assert "works" not in {verdicts(report).get(each) for each in fails}


async def test_a_note_that_cannot_be_read_back_was_written_all_the_same(play: Testbed) -> None:
    propops("GET /api/jobs/case-notes", "403")(play)
    report = await rehearsed(play, with_job=True)
    assert failing(report) == []
    assert verdicts(report)["write a note"] == "works"
    assert verdicts(report)["read case notes"] == "fallback"
