"""Which job an address is of: the operator's own pages, however they are written, and no other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.job_pages import JobPages, LinkedJob
from bot.jobs.model import Job

UUID = "550e8400-e29b-41d4-a716-446655440001"
SITE = "https://propops.example.com"


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("/jobs/{uuid}", f"/jobs/{UUID}"),
        ("/jobs/{uuid}", f"/jobs/{UUID}/"),
        ("/jobs/{uuid}", f"/jobs/{UUID}?tab=notes&amp;x=1"),
        ("/jobs/{uuid}", f"/jobs/{UUID}#notes"),
        ("/jobs/{uuid}", f"/jobs/{UUID.upper()}"),
        ("/jobs/{uuid}/edit", f"/jobs/{UUID}/edit"),
        ("/job?id={uuid}", f"/job?id={UUID}"),
        ("/job?id={uuid}", f"/job?id={UUID}&amp;tab=notes"),
        ("/job?id={uuid}&v=2", f"/job?id={UUID}&amp;v=2"),
        ("/#job={uuid}", f"/#job={UUID}"),
        ("/{ref}/{uuid}", f"/JOB-001/{UUID}"),
        ("/{uuid}/{uuid}", f"/{UUID}/{UUID}"),
    ],
)
def test_a_page_of_a_job_names_it(template: str, url: str) -> None:
    read = JobPages(SITE + template).read(SITE + url)

    assert read is not None
    assert read.uuid.lower() == UUID
    assert JobPages(SITE + template).read("HTTPS://PropOps.Example.com" + url) == read


@pytest.mark.parametrize(
    "url",
    [
        f"https://evil.example/jobs/{UUID}",
        f"https://propops.example.com.evil.example/jobs/{UUID}",
        f"https://propops.example.com@evil.example/jobs/{UUID}",
        f"https://user@propops.example.com/jobs/{UUID}",
        f"https://propops.example.com:8443/jobs/{UUID}",
        f"ftp://propops.example.com/jobs/{UUID}",
        f"{SITE}/jobs/{UUID}/edit",
        f"{SITE}/jobs/{UUID}x",
        f"{SITE}/jobs/{UUID[:-1]}",
        f"{SITE}/jobs/../jobs/{UUID}",
        f"{SITE}/jobs/%2e%2e",
        f"{SITE}/jobs/",
        f"{SITE}/",
        f"{SITE}/jobs/{UUID}?{'x' * 2_000}",
        "https://[propops/jobs/1",
        "not a link",
        "",
    ],
)
def test_any_other_address_names_none(url: str) -> None:
    assert JobPages(SITE + "/jobs/{uuid}").read(url) is None


def test_a_page_may_be_named_by_reference_alone() -> None:
    pages = JobPages(SITE + "/j/{ref}")

    assert pages.read(f"{SITE}/j/JOB-001") == LinkedJob("", "JOB-001")
    assert pages.read(f"{SITE}/j/JOB%20001?x") == LinkedJob("", "JOB 001")
    assert pages.read(f"{SITE}/j/{'x' * 90}") is None
    assert pages.read(f"{SITE}/j/%20") is None


def test_without_a_template_there_are_no_pages() -> None:
    pages = JobPages(None)

    assert pages.of(Job(uuid=UUID)) is None
    assert pages.read(f"{SITE}/jobs/{UUID}") is None
    assert not pages.are_there


@given(
    st.sampled_from(["/jobs/{uuid}", "/j?x={uuid}", "/{ref}/{uuid}#top", "/#job={uuid}"]),
    st.uuids(),
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=12),
)
def test_what_a_card_links_to_is_read_back(template: str, uuid: object, ref: str) -> None:
    pages = JobPages(SITE + template)
    url = pages.of(Job(uuid=str(uuid), job_ref=f"x{ref}"))

    assert url is not None
    assert re.fullmatch(r"[!-~]+", url)
    read = pages.read(url)
    assert read is not None
    assert read.uuid == str(uuid)


def test_a_job_without_what_the_address_needs_has_no_page() -> None:
    assert JobPages(SITE + "/jobs/{ref}").of(Job(uuid=UUID)) is None
    assert (
        JobPages(SITE + "/jobs/{ref}").of(Job(uuid=UUID, job_ref="A/1 b"))
        == SITE + "/jobs/A%2F1%20b"
    )
    assert JobPages(SITE + "/jobs/{uuid}").of(Job(uuid=UUID)) == f"{SITE}/jobs/{UUID}"


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    JobPages(SITE + "/jobs/{uuid}").read(text)
    JobPages(SITE + "/jobs/{uuid}").read(SITE + "/jobs/" + text)
