"""What PropOps says, and what of it people may read."""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import (
    Garbled,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    PropOpsError,
    RateLimited,
    Refused,
    TokenDead,
)
from bot.propops.http.response import (
    Response,
    parsed,
    read_fault,
    refusal,
    retry_after,
    until_reset,
    write_fault,
)
from bot.propops.parse.plain_text import MOST_CHARACTERS, plain
from tests.corpus import corpus

HTML = {"content-type": "text/html"}
NGINX = "<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>"


def answer(status: int, body: str, headers: dict[str, str] | None = None) -> Response:
    return Response(status, parsed(body.encode()), body, httpx.Headers(headers or {}))


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, '{"success": false, "error": "No"}', Refused),
        (401, '{"success": false, "error": "Authentication required."}', TokenDead),
        (403, '{"success": false, "error": "No permission"}', NotAllowed),
        (404, '{"success": "FALSE", "error": "Not found"}', NotFound),
        (404, '{"success": 0}', NotFound),
        (405, '{"success": false, "error": "Method not allowed"}', Refused),
        (422, '{"success": false, "error": "No"}', Refused),
        (429, "", RateLimited),
    ],
)
@pytest.mark.parametrize("fault", [read_fault, write_fault])
def test_a_refusal_is_the_same_for_reads_and_writes(
    status: int, body: str, kind: type[PropOpsError], fault: object
) -> None:
    assert callable(fault)
    assert type(fault(answer(status, body))) is kind


PAGES = [
    NGINX,
    "",
    "Not found",
    "{}",
    "[]",
    "null",
    '{"message": "no Route matched with those values"}',
    '{"error": "unauthorized"}',
    '{"error": {"code": 404, "status": "NOT_FOUND"}}',
    '{"success": null, "error": "Forbidden"}',
    '{"success": true}',
    '{"success": "perhaps"}',
    '{"success": fals',
]
"""What others answer in PropOps's place."""


@corpus("body", PAGES)
@corpus("status", [400, 401, 402, 403, 404, 405, 409, 410, 413, 419, 422, 451])
def test_nobody_elses_refusal_is_believed(status: int, body: str) -> None:
    response = answer(status, body)
    assert isinstance(read_fault(response), Garbled)
    assert isinstance(write_fault(response), OutcomeUnknown)


@pytest.mark.parametrize("said", ['"TRUE"', '"yes"', '"1"', "1", "true", '" True "', "1.0"])
def test_success_is_read_as_tolerantly_as_every_other_flag(said: str) -> None:
    assert write_fault(answer(200, f'{{"success": {said}}}')) is None


@pytest.mark.parametrize("half", ["\\ud83d", "\\udd27", "\\ud83d\\ud83d\\udd27"])
def test_half_an_emoji_costs_one_character_not_the_list(half: str) -> None:
    body = f'{{"success": true, "data": [{{"job_title": "Boiler {half}"}}, {{"n": "caf\\u00e9"}}]}}'
    rows = parsed(body.encode())["data"]
    assert rows[0]["job_title"].startswith("Boiler \ufffd")
    assert rows[1] == {"n": "café"}
    rows[0]["job_title"].encode()  # raises for a lone surrogate


def test_a_name_cut_in_the_middle_of_a_byte_costs_one_character() -> None:
    cut = '{"data": [{"name": "Café'.encode()[:-1] + b'"}, {"name": "Oak"}]}'
    assert parsed(cut) == {"data": [{"name": "Caf\ufffd"}, {"name": "Oak"}]}


@pytest.mark.parametrize(
    "body", ['{"a": NaN}', "[Infinity]", "[" * 100_000, '{"a": 1' + "0" * 9999]
)
def test_what_is_no_json_stays_none(body: str) -> None:
    assert parsed(body.encode()) is None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, '{"success": false, "error": "boom"}'),
        (502, NGINX),
        (302, ""),
        (408, ""),
        (200, ""),
        (200, "OK"),
        (200, NGINX),
        (200, '{"success": tru'),
        (200, '"fine"'),
        (200, "null"),
        (200, "[]"),
        (200, "{}"),
        (200, '{"message": "Back soon"}'),
        (204, ""),
    ],
)
def test_a_write_with_any_other_answer_may_have_happened(status: int, body: str) -> None:
    assert isinstance(write_fault(answer(status, body)), OutcomeUnknown)


def test_a_write_succeeds_only_when_propops_says_so() -> None:
    assert write_fault(answer(201, '{"success": true}')) is None
    assert write_fault(answer(200, '{"success": "true", "data": []}')) is None
    assert write_fault(answer(200, '{"success": 1}')) is None
    refused = write_fault(answer(200, '{"success": false, "error": "Closed"}'))
    assert isinstance(refused, Refused)
    assert refused.message == "Closed"
    assert isinstance(write_fault(answer(200, '{"error": "Closed"}')), OutcomeUnknown)


def test_a_read_may_leave_out_success_but_not_deny_it() -> None:
    assert read_fault(answer(200, '{"data": []}')) is None
    assert read_fault(answer(200, "[]")) is None
    assert isinstance(read_fault(answer(200, '{"success": false}')), Refused)
    assert isinstance(read_fault(answer(200, NGINX)), Garbled)
    assert isinstance(read_fault(answer(503, NGINX)), Garbled)
    assert isinstance(read_fault(answer(301, "")), Garbled)


def test_people_read_the_sentence_without_markup() -> None:
    said = answer(
        400, '{"error": "<b>Job</b>&nbsp;is <a href=\\"x\\">closed</a>.\\n\\tSorry"}'
    ).message
    assert said == "Job is closed. Sorry"
    assert (
        answer(400, '{"error": "budget must be < 5 and > 2"}').message
        == "budget must be < 5 and > 2"
    )


@pytest.mark.parametrize(
    "body",
    [
        '{"error": {"message": "Closed"}}',
        '{"errors": ["Closed", "Gone"]}',
        '{"errors": {"job_title": ["Closed"]}}',
        '{"success": false, "message": "Closed"}',
        '{"error": "", "message": "Closed"}',
    ],
)
def test_the_sentence_is_found_wherever_it_stands(body: str) -> None:
    assert answer(422, body).message == "Closed"


def test_pages_and_broken_json_are_never_shown() -> None:
    assert answer(502, NGINX, HTML).message == ""
    assert answer(502, NGINX).message == ""
    assert answer(400, '{"success": false, "error": "Unfini').message == ""
    assert answer(400, '{"error": "<!DOCTYPE html><html>Oops</html>"}').message == ""
    assert answer(403, "Invalid security key", {"content-type": "text/plain"}).message == (
        "Invalid security key"
    )


@given(st.text())
@example("<script>alert(1)</script>hello")
@example("a" * 400)
@example("word " * 200)
@example("<b" * 300)
def test_what_people_read_is_one_short_line_without_tags(text: str) -> None:
    line = plain(text)
    assert len(line) <= MOST_CHARACTERS
    assert "\n" not in line
    assert "<b>" not in line
    assert "<script" not in line.casefold() or "&" in text


def test_a_refusal_names_the_parameter_when_the_text_has_that_form() -> None:
    named = refusal(answer(400, '{"error": "Invalid or missing required parameter: job_id"}'))
    assert named.field == "job_id"
    assert refusal(answer(400, '{"error": "Note: it is closed"}')).field is None
    assert refusal(answer(400, '{"error": "Bad parameter: not a name"}')).field is None


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (403, "Invalid or expired CSRF token", True),
        (400, "The security token has been used", True),
        (401, "Security key mismatch", True),
        (419, "csrf mismatch", True),
        (200, "Bad CSRF token", True),
        (403, "You do not have permission to perform this action", False),
        (500, "csrf storage failed", False),
        (404, "csrf", False),
    ],
)
def test_a_csrf_refusal_is_known_by_its_words(status: int, text: str, expected: bool) -> None:
    assert answer(status, f'{{"success": false, "error": "{text}"}}').refuses_csrf is expected


def test_a_page_that_merely_carries_a_csrf_meta_tag_is_no_csrf_refusal() -> None:
    body = '<html><head><meta name="csrf-token" content="x"></head><body>Forbidden</body></html>'
    assert not answer(403, body, HTML).refuses_csrf
    assert answer(419, "<html><body>CSRF token expired</body></html>", HTML).refuses_csrf


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("0", 0), ("-3", 0), ("1.5", 1.5), ("", 5), ("soon", 5), ("nan", 5), ("inf", 3600)],
)
def test_retry_after_is_read_defensively(header: str, seconds: float) -> None:
    assert retry_after(httpx.Headers({"Retry-After": header})) == seconds


def test_retry_after_may_be_a_date_by_the_clock_of_the_server() -> None:
    headers = httpx.Headers(
        {
            "Retry-After": "Wed, 21 Oct 2015 07:28:30 GMT",
            "Date": "Wed, 21 Oct 2015 07:28:00 GMT",
        }
    )
    assert retry_after(headers) == 30


def test_a_window_is_used_up_only_at_zero() -> None:
    date = {"Date": "Wed, 21 Oct 2015 07:28:00 GMT"}
    reset = 1445412480 + 20

    def wait(remaining: str, reset: str) -> float | None:
        headers = {"X-RateLimit-Remaining": remaining, "X-RateLimit-Reset": reset}
        return until_reset(httpx.Headers(headers | date))

    assert wait("0", str(reset)) == 20
    assert wait("0", str(reset * 1000)) == 20
    assert wait("0", "15") == 15
    assert wait("0", str(reset - 60)) == 0
    assert wait("1", str(reset)) is None
    assert wait("many", str(reset)) is None
    assert wait("0", "") is None
    assert wait("nan", str(reset)) is None
    assert until_reset(httpx.Headers()) is None


@given(st.text(), st.text(), st.text())
def test_no_header_breaks_reading(remaining: str, reset: str, after: str) -> None:
    headers = {"x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset, "retry-after": after}
    assert 0 <= retry_after(headers) <= 3600
    assert until_reset(headers) is None or 0 <= (until_reset(headers) or 0) <= 3600
