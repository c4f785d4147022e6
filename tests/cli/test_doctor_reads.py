"""What `propops-bot doctor` says of each read that no page describes, on instances that differ."""

from pathlib import Path

import pytest

from bot.cli.finding import Finding
from bot.sandbox.propops import Fault
from bot.sandbox.propops.faults import Kind
from tests.cli.test_doctor import Surgery, surgery, told

READS: dict[str, tuple[str, str, bool]] = {
    "list of jobs": ("list", "api.jobs.manage", True),
    "priorities": ("/api/jobs/priorities", "PROPOPS_PRIORITIES", True),
    "statuses": ("/api/jobs/statuses", "PROPOPS_STATUSES", True),
    "job types": ("/api/jobs/types", "PROPOPS_JOB_TYPES", True),
    "agents": ("/api/agents/list", "Forms offer none", False),
    "contractors": ("/api/contractors/list", "Forms offer none", False),
    "tenants": ("/api/tenants/list", "PROPOPS_TENANTS_PATH", False),
    "permissions": ("/api/users/permissions", "refusal is told instead", False),
    "profile": ("/api/users/profile", "their tokens alone", False),
    "people who raised jobs": ("get_creators", "/job mine", False),
    "search over everything": ("/api/search", "/job find", False),
    "CSRF protection": ("/api/security/csrf-token", "Nothing can be written", True),
    "one job": ("get", "Nothing can be shown", True),
    "saved revisions": ("list_commits", "PROPOPS_COMMIT_PARAM", False),
    "notification state": ("get_assignment_notification_state", "its member is asked", False),
    "what a delete takes along": ("preview_delete", "PROPOPS_DELETE_WITHOUT_PREVIEW", False),
    "archived files": ("get", "PROPOPS_FILE_PARAM", False),
    "notification feed": ("/api/system/notifications", "comparing each card in its turn", False),
    "case notes": ("/api/jobs/case-notes", "api.jobs.case-notes.manage", False),
}
"""What the line is about → the read, what it says to do, and whether the bot can't do without."""
ANSWERS: dict[Kind, str] = {
    "403": "refused to this account",
    "404_page": "absent",
    "200_gateway": "another shape (it has message, request_id)",
    "html": "unreadable",
}


@pytest.fixture(autouse=True)
def repeated_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that fails is tried as often as ever, but not after ever longer pauses."""
    monkeypatch.setattr("bot.propops.http.transport._backoff", lambda _: 0.0)


async def examined(here: Surgery) -> list[Finding]:
    await here.link("priya", here.propops.token_for("Priya Shah"))
    return [each for each in await here.examine() if each.about.startswith("PropOps ")]


async def test_on_an_instance_like_the_pages_every_read_works_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    async with surgery(tmp_path) as here:
        found = await examined(here)
        assert {each["method"] for each in here.propops.requests} == {"GET"}
    assert [each.line for each in found if each.ok is not True] == []
    about = {each.about.removeprefix("PropOps ") for each in found}
    assert about == {*READS, "search in the list of jobs"}
    assert "each named by commit_id" in told(found, "PropOps saved revisions").words
    assert "restore names one as file_id" in told(found, "PropOps archived files").words


@pytest.mark.parametrize("kind", list(ANSWERS))
async def test_each_read_that_is_missing_or_strange_names_what_follows(
    tmp_path: Path, kind: Kind
) -> None:
    async with surgery(tmp_path) as here:
        for match, _, _ in READS.values():
            if match not in {"list", "get"}:
                here.propops.fail(Fault(match, kind, times=None))
        found = await examined(here)
    for about, (match, follows, must) in READS.items():
        if match in {"list", "get"}:
            continue
        finding = told(found, f"PropOps {about}")
        assert finding.ok is (False if must else None), finding.line
        assert ANSWERS[kind] in finding.words
        assert follows in finding.words


@pytest.mark.parametrize("kind", list(ANSWERS))
async def test_a_job_that_can_not_be_read_fails(tmp_path: Path, kind: Kind) -> None:
    async with surgery(tmp_path) as here:
        here.propops.fail(Fault("get", kind, times=None))
        found = await examined(here)
    assert told(found, "PropOps one job").ok is False
    assert "PROPOPS_FILE_PARAM" in told(found, "PropOps archived files").words
    assert ANSWERS[kind] in told(found, "PropOps one job").words


async def test_a_list_of_the_settings_takes_the_place_of_one_that_is_missing(
    tmp_path: Path,
) -> None:
    async with surgery(tmp_path) as here:
        here.propops.fail(Fault("/api/jobs/priorities", "404_page", times=None))
        known = here.with_(propops_priorities=((1, "Urgent"),))
        assert known.settings.static_lists["priorities"]
        await known.link("priya", here.propops.token_for("Priya Shah"))
        finding = told(await known.examine(), "PropOps priorities")
    assert finding.ok is None


async def test_a_list_that_ignores_the_name_of_the_search_is_found_out(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        await here.link("priya", here.propops.token_for("Priya Shah"))
        found = await here.with_(propops_search_param="q").examine()
    finding = told(found, "PropOps search in the list")
    assert (finding.ok, "set PROPOPS_SEARCH_PARAM" in finding.words) == (None, True)


async def test_no_value_of_anybody_is_shown(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        job = here.propops.job("JOB-003")
        for match in ("list_commits", "preview_delete", "/api/tenants/list"):
            here.propops.fail(Fault(match, "200_gateway", times=None))
        lines = " ".join(each.line for each in await examined(here))
    assert job["job_title"] not in lines
    assert job["full_address"] not in lines
    assert job["uuid"] not in lines


async def test_without_a_link_it_says_that_nothing_was_asked(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        finding = told(await here.examine(), "reads of PropOps")
    assert (finding.ok, "nobody is linked" in finding.words) == (None, True)
