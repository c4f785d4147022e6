"""PropOps as one member, against the sandbox in its many habits."""

import dataclasses
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.errors import Garbled, NotAllowed, NotFound, Refused
from bot.jobs.forms import REQUIRED
from bot.jobs.ports import PropOps
from bot.propops.client import PropOpsClient
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.sandbox.propops import PASSWORD, SandboxPropOps
from tests.propops.scripted import JOB, NAMES, OK, TOKEN, UUID, Script

MARK = "S-ABCDEFGH2345"
HABITS: list[Mapping[str, Any]] = [
    {},
    {"list_shape": "object", "ids": "id", "count": "total", "page_size": 5},
    {"list_shape": "single", "create_answer": "flat", "permissions": "map"},
    {"create_answer": "bare", "create_status": 200, "permissions": "list"},
    {"list_address_id": False, "lookup_names": "prefixed", "html_descriptions": True},
    {"unread": frozenset({"tenants_ids"}), "update_requires_all": True, "missing_clears": True},
]


@asynccontextmanager
async def person(sandbox: SandboxPropOps, who: str = "Priya Shah") -> AsyncIterator[PropOpsClient]:
    async with sandbox.serving() as url:
        gateway = Gateway(Transport(url, 2), NAMES)
        try:
            yield gateway.as_person(sandbox.token_for(who))
        finally:
            await gateway.aclose()


def fields_of(sandbox: SandboxPropOps, ref: str = "JOB-001") -> dict[str, Any]:
    job = sandbox.job(ref)
    return {name: job[name] for name in REQUIRED}


def test_the_client_is_what_job_code_needs() -> None:
    client: PropOps = Script(OK).gateway().as_person(TOKEN)
    assert isinstance(client, PropOpsClient)


@pytest.mark.parametrize("habits", HABITS, ids=str)
async def test_all_six_writes_work_whatever_the_habits(habits: Mapping[str, Any]) -> None:
    sandbox = SandboxPropOps(**habits)
    async with person(sandbox) as priya:
        title = f"Leak under sink {MARK}"
        fields = fields_of(sandbox) | {"job_title": title, "contractor_id": 201}
        receipt = await priya.write("create", fields)
        [made] = [job for job in sandbox.jobs if job["job_title"] == title]
        if habits.get("create_answer") != "bare":
            assert (receipt.uuid, receipt.job_ref) == (made["uuid"], made["job_ref"])
        uuid = made["uuid"]
        required = {name: made[name] for name in (*REQUIRED, "contractor_id")}

        await priya.write("update", {"uuid": uuid, **required, "contractor_budget": 180.5})
        assert sandbox.job(uuid)["contractor_budget"] == 180.5

        await priya.write("send_assignment_notification", {"uuid": uuid})
        assert [row["contractor"] for row in sandbox.notified] == ["Ace Gas"]
        assert (await priya.notice(uuid)).sent is True

        first = (await priya.commits(uuid))[-1]
        assert first.fields["job_title"] == title
        await priya.write("restore_commit", {"uuid": uuid, "commit_id": first.id})
        assert sandbox.job(uuid)["contractor_budget"] is None

        assert "Can delete: yes" in await priya.preview_delete(uuid)
        await priya.write("delete", {"uuid": uuid})
        with pytest.raises(NotFound):
            await priya.get(uuid)
    assert [row["action"] for row in sandbox.writes] == [
        "create",
        "update",
        "send_assignment_notification",
        "restore_commit",
        "delete",
    ]


async def test_an_archived_file_comes_back(sandbox: SandboxPropOps, priya: PropOpsClient) -> None:
    for job in sandbox.jobs:
        files = await archived(priya, job["uuid"])
        if files:
            await priya.write(
                "restore_archived_file", {"uuid": job["uuid"], "file_id": str(files[0]["file_id"])}
            )
            assert len(await archived(priya, job["uuid"])) == len(files) - 1
            return
    pytest.fail("the sandbox has no archived file")


async def archived(priya: PropOpsClient, uuid: str) -> list[Any]:
    answer = await priya.call("/api/jobs/manage", {"action": "get", "uuid": uuid}, action="get")
    files: list[Any] = answer["data"]["archived_files"]
    return files


@pytest.mark.parametrize("habits", HABITS, ids=str)
async def test_a_job_is_found_by_reference_or_uuid(habits: Mapping[str, Any]) -> None:
    sandbox = SandboxPropOps(**habits)
    uuid = sandbox.job("JOB-001")["uuid"]
    async with person(sandbox) as priya:
        for ref in ("JOB-001", " job-001 ", uuid, uuid.upper()):
            job = await priya.find(ref)
            assert job is not None
            assert (job.uuid, job.address_id) == (uuid, sandbox.job(uuid)["address_id"])
        for ref in ("JOB-00", "JOB", "JOB-9999", UUID, "", "  "):
            assert await priya.find(ref) is None


async def test_searching_gives_the_last_changed_first(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    sandbox.edit("JOB-001", "Tom Reilly", quote_no="Q-9")
    found = await priya.search("")
    changed = [job.updated_at for job in found]
    assert changed == sorted(changed, reverse=True)
    assert len(await priya.search("", limit=3)) == 3
    assert {job.job_ref for job in await priya.search("JOB-001")} == {"JOB-001"}


async def test_jobs_are_filtered_as_documented(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    page = await priya.page(status_id=15, has_photos=True, has_documents=False)
    assert page.rows
    assert all(row["status_id"] == 15 and row["photos_count"] > 0 for row in page.rows)
    assert sandbox.requests[-1]["query"]["has_photos"] == "true"
    assert "has_documents" not in sandbox.requests[-1]["query"]


@pytest.mark.parametrize("habits", HABITS, ids=str)
async def test_a_marked_job_is_found_again(habits: Mapping[str, Any]) -> None:
    sandbox = SandboxPropOps(**habits)
    async with person(sandbox) as priya:
        assert await priya.marked(MARK) == []
        for n in range(2):
            fields = fields_of(sandbox) | {"job_description": f"Leak no. {n}\n\nSlack ref {MARK}"}
            await priya.write("create", fields)
        assert len(await priya.marked(MARK.lower())) == 2
        assert await priya.marked("S-ABCDEFGH2346") == []


async def test_all_jobs_one_may_see_are_looked_through_for_a_mark() -> None:
    """This PropOps ignores the search: every page has to be read."""
    rows = [
        {"uuid": f"{n:08}", "job_description": f"No. {n}", "works_order_ref": None}
        for n in range(120)
    ]
    rows[110]["works_order_ref"] = f"WO {MARK}"
    pages = [{"success": True, "data": rows[at : at + 50]} for at in (0, 50, 100)]
    script = Script(*pages)
    found = await script.gateway().as_person(TOKEN).marked(MARK)
    assert [job.uuid for job in found] == ["00000110"]
    assert [query.get("offset", "0") for query in script.queries] == ["0", "50", "100"]


async def test_rows_that_leave_out_the_text_are_read_whole() -> None:
    listed = {"success": True, "data": [JOB]}
    whole = {"success": True, "data": JOB | {"job_description": f"Slack ref {MARK}"}}
    script = Script(listed, whole)
    [job] = await script.gateway().as_person(TOKEN).marked(MARK)
    assert MARK in job.job_description
    assert [query["action"] for query in script.queries] == ["list", "get"]


async def test_a_row_with_shortened_text_is_read_whole() -> None:
    row = JOB | {"job_description": "Leak under…", "works_order_ref": ""}
    whole = {"success": True, "data": JOB | {"job_description": f"Leak. Slack ref {MARK}"}}
    script = Script({"success": True, "data": [row]}, whole)
    assert len(await script.gateway().as_person(TOKEN).marked(MARK)) == 1


ROWS = [{"uuid": f"{n:08}", "job_description": "Nothing", "works_order_ref": ""} for n in range(50)]


@pytest.mark.parametrize(
    "page",
    [
        {"success": True, "data": ROWS},
        {"success": True, "data": [{"ID": 5, "job_title": "No uuid"}]},
        {"success": True, "data": {"surprise": "no rows at all"}},
        {"success": True, "data": [], "count": 3},
    ],
    ids=["pages that repeat", "no uuid", "no rows", "only a count"],
)
async def test_a_search_that_could_not_be_read_whole_is_no_proof(page: Any) -> None:
    script = Script(page)
    with pytest.raises(Garbled):
        await script.gateway().as_person(TOKEN).marked(MARK)
    assert len(script.requests) <= 3


async def test_an_endless_list_is_given_up() -> None:
    pages = [
        {"success": True, "data": [row | {"uuid": f"{n}-{row['uuid']}"} for row in ROWS]}
        for n in range(100)
    ]
    script = Script(*pages)
    with pytest.raises(Garbled):
        await script.gateway().as_person(TOKEN).marked(MARK)
    assert len(script.requests) == 20


async def test_reading_a_job_never_gives_another_one() -> None:
    other = {"success": True, "data": JOB | {"uuid": "0" * 8}}
    with pytest.raises(Garbled):
        await Script(other).gateway().as_person(TOKEN).get(UUID)
    for nothing in ({"success": True, "data": None}, {"success": True, "data": []}):
        with pytest.raises(NotFound):
            await Script(nothing).gateway().as_person(TOKEN).get(UUID)


async def test_a_wrong_body_is_never_sent() -> None:
    script = Script(OK)
    with pytest.raises(TypeError):
        await script.gateway().as_person(TOKEN).write("delete", {"uuid": UUID, "ref": "x"})
    assert script.requests == []


async def test_this_instance_may_have_names_of_its_own() -> None:
    names = dataclasses.replace(NAMES, search_param="q", job_param="job_uuid")
    script = Script({"success": True, "data": []}, OK)
    client = script.gateway(names=names).as_person(TOKEN)
    await client.search("boiler")
    await client.write("send_assignment_notification", {"uuid": UUID})
    assert script.queries == [{"action": "list", "q": "boiler", "limit": "50"}]
    assert script.posts[0]["job_uuid"] == UUID


async def test_a_refusal_names_its_field(sandbox: SandboxPropOps, priya: PropOpsClient) -> None:
    with pytest.raises(Refused) as caught:
        await priya.write("create", fields_of(sandbox) | {"status_id": 999})
    assert caught.value.field == "status_id"


async def test_a_member_without_the_right_is_told_so(
    sandbox: SandboxPropOps, gateway: Gateway
) -> None:
    sam = gateway.as_person(sandbox.token_for("Sam Booth"))
    with pytest.raises(NotAllowed) as caught:
        await sam.search("boiler")
    assert caught.value.message == "You do not have permission to perform this action"


@pytest.mark.parametrize("habits", HABITS, ids=str)
async def test_rights_and_profile_are_read(habits: Mapping[str, Any]) -> None:
    async with person(SandboxPropOps(**habits)) as priya:
        rights = await priya.permissions()
        assert rights.allow("api.jobs.manage.manage")
        assert not rights.allow("api.admin.branches.view")
        profile = await priya.profile()
        assert (profile.id, profile.name, profile.account_type) == (11, "Priya Shah", "Staff")


async def test_people_who_raised_jobs_are_listed(priya: PropOpsClient) -> None:
    assert "Tom Reilly" in [each.name for each in await priya.creators()]


async def test_a_case_note_is_added_and_read_again(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    uuid = sandbox.job("JOB-001")["uuid"]
    body = {"uuid": uuid, "note_text": "On my way", "send_email": False}
    receipt = await priya.write("add_case_note", body)
    assert (receipt.uuid, receipt.job_ref) == (uuid, None)
    [note] = [each for each in await priya.case_notes(uuid) if each.text == "On my way"]
    assert (note.text, note.by, note.emailed) == ("On my way", "Priya Shah", False)


async def test_global_search_matches_addresses(
    sandbox: SandboxPropOps, priya: PropOpsClient
) -> None:
    place = sandbox.job("JOB-001")["full_address"]
    assert "JOB-001" in [job.job_ref for job in await priya.global_search(place[:12], limit=50)]
    assert await priya.global_search("x") == []


async def test_signing_in_ends_the_earlier_token(sandbox: SandboxPropOps, gateway: Gateway) -> None:
    email = sandbox.email_of("Priya Shah")
    first = await gateway.login(email, PASSWORD)
    second = await gateway.login(email, PASSWORD)
    assert first.token != second.token
    assert second.expires_at.endswith("Z")
    assert await gateway.as_person(second.token).search("boiler")
    with pytest.raises(Refused) as caught:
        await gateway.login(email, "wrong")
    assert caught.value.message == "Invalid email or password"
