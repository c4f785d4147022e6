"""A job in a few lines: what stands out, what is a link, and how many lines it takes."""

import pytest

from bot.jobs.model import Job
from bot.views.job_face import face, heading, lines_of, state
from tests.views.samples import JOB


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Urgent", "🔴 *Urgent* · Open"),
        ("P1 - Emergency", "🔴 *P1 - Emergency* · Open"),
        ("High", "🟠 High priority · Open"),
        ("Low", "Low priority · Open"),
        ("Within 5 days", "Within 5 days · Open"),
        ("Not so <urgently>", "Not so &lt;urgently&gt; · Open"),
        ("", "Open"),
    ],
)
def test_what_is_urgent_stands_out_by_a_word(name: str, line: str) -> None:
    assert state(Job(uuid="u", priority_name=name, status_name="Open")) == line


def test_the_reference_is_a_link_where_the_job_has_a_page() -> None:
    url = "https://propops.example.com/jobs/1?a=1&b=2"
    assert heading(JOB, url) == (
        "*<https://propops.example.com/jobs/1?a=1&amp;b=2|JOB-001>* · *Boiler not firing*"
    )
    assert heading(JOB) == "*JOB-001* · *Boiler not firing*"
    starred = JOB.model_copy(update={"job_ref": "", "job_title": "2* boiler <!here>"})
    assert heading(starred, url) == "*2∗ boiler &lt;!here&gt;*"


def test_each_shorter_face_takes_no_more_lines() -> None:
    taken = [face(JOB, year=2026, brief=brief).lines for brief in range(3)]
    assert taken == sorted(taken, reverse=True)


def test_lines_are_counted_as_they_are_seen() -> None:
    assert lines_of(["*<https://example.com/very/long/address/of/a/job|JOB-1>* &amp; Co"], 12) == 1
    assert lines_of(["x" * 12, "x" * 13, ""], 12) == 4
