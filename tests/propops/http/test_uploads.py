"""A file on its way to PropOps: a multipart form, and what a proxy says to one."""

import httpx
import pytest

from bot.errors import OutcomeUnknown, Refused
from bot.jobs.model import Upload
from bot.propops.http.bearer import Bearer
from bot.propops.http.request import FormFile
from bot.propops.http.transport import Transport

FILE = FormFile("photo", Upload('kitchen "1".jpg', "image/jpeg", b"\xff\xd8\xff bytes"))
PAGE = "<html><h1>413 Request Entity Too Large</h1>nginx</html>"


async def answered(status: int, file: FormFile | None) -> list[httpx.Request]:
    """What was sent; raises what the answer made of it."""
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"success": True, "data": {"token": "csrf-1"}})
        sent.append(request)
        if status == 200:
            return httpx.Response(200, json={"success": True})
        return httpx.Response(status, text=PAGE, headers={"Content-Type": "text/html"})

    transport = Transport("https://propops.example", 5, httpx.MockTransport(answer))
    body = {"action": "upload", "job_uuid": "j-1"}
    await transport.write(Bearer("t" * 64), "/api/jobs/photos", body, action="add_photo", file=file)
    return sent


async def test_the_csrf_token_is_a_field_of_the_form() -> None:
    [request] = await answered(200, FILE)
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    form = request.content
    for part in (
        b'name="csrf_token"\r\n\r\ncsrf-1',
        b'name="job_uuid"\r\n\r\nj-1',
        b'name="photo"',
    ):
        assert part in form
    assert b"\xff\xd8\xff bytes" in form
    assert b'filename="kitchen %221%22.jpg"' in form


async def test_a_proxy_that_passes_on_no_large_file_has_refused_it() -> None:
    with pytest.raises(Refused, match="too large"):
        await answered(413, FILE)


async def test_of_anything_else_a_proxys_413_proves_nothing() -> None:
    with pytest.raises(OutcomeUnknown):
        await answered(413, None)
