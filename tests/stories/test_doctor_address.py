"""What `propops-bot doctor` says of PUBLIC_URL, whatever answers there. Loopback only."""

import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.cli import doctor_address
from bot.cli.doctor_address import address
from bot.cli.finding import Finding
from bot.sandbox.testbed import Testbed
from bot.settings import Settings
from bot.store.encryption import Encryption
from bot.store.key_proof import KeyProof

SECRET = "0123456789abcdef" * 2
KEY = Fernet.generate_key()
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def known(url: str | None, **more: Any) -> Settings:
    given = {
        "slack_bot_token": "xoxb-1",
        "slack_signing_secret": SECRET,
        "propops_base_url": "http://127.0.0.1:9",
        "public_url": url,
    }
    return Settings(_env_file=None, **(given | more))


async def told(settings: Settings, key: bytes = KEY) -> list[Finding]:
    return [each async for each in address(settings, KeyProof(Encryption([key])))]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def status(number: int, **headers: str) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=number, text="<html>Welcome</html>", headers=headers)

    return answer


OUTSIDE: dict[str, tuple[Answer, bool | None, str]] = {
    "a page of somebody's": (status(200), False, "something else answers"),
    "a proxy that passes nothing on": (status(404), False, "pass /link/ on to the bot"),
    "a proxy without a bot": (status(502), None, "is propops-bot serve running?"),
    "another way to write it": (
        status(301, location="/en/"),
        False,
        "leads on to another path: please write PUBLIC_URL as browsers end up with it",
    ),
    "https": (status(308, location="https://127.0.0.1/"), False, "leads on to https://127.0.0.1"),
    "a sign-in elsewhere": (
        status(302, location="https://login.example.com/?next=x"),
        None,
        "leads on to login.example.com. Please open it",
    ),
    "a sign-in here": (status(401), None, "wants a sign-in first (401). Please open it"),
}


@pytest.mark.parametrize("what", OUTSIDE)
async def test_whatever_answers_there_is_named(what: str) -> None:
    answer, ok, words = OUTSIDE[what]
    async with serving(answer) as url:
        (finding,) = await told(known(url))
    assert (finding.about, finding.ok) == ("PUBLIC_URL", ok)
    assert words in finding.words


async def test_nobody_else_is_asked() -> None:
    """A redirect is not followed, and Slack's question is not signed for strangers."""
    asked: list[str] = []

    async def elsewhere(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response()

    async with serving(elsewhere) as other, serving(status(307, location=other)) as url:
        await told(known(url))
        assert asked == []
        await told(known(other))
    assert [path.rpartition("/")[0] for path in asked] == ["/link/check"]


async def test_another_bot_is_named() -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        question = request.path.rpartition("/")[2]
        theirs = KeyProof(Encryption([Fernet.generate_key()]))
        return web.json_response({"bot": "propops-slack", "answer": theirs.answer(question)})

    async with serving(answer) as url:
        (finding,) = await told(known(url))
    assert finding.ok is False
    assert "another bot answers" in finding.words


async def test_without_an_address_nothing_is_said_and_where_nobody_listens_it_is_no_fault() -> None:
    assert await told(known(None)) == []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    (finding,) = await told(known(f"http://127.0.0.1:{port}"))
    assert (finding.ok, finding.is_checked) == (None, False)
    assert finding.words.startswith("can't be checked from inside: http://127.0.0.1")


async def test_what_speaks_no_tls_is_named() -> None:
    async with serving(status(200)) as url:
        (finding,) = await told(known(url.replace("http://", "https://")))
    assert (finding.ok, "does not speak TLS" in finding.words) == (False, True)


def certificate(code: int) -> Any:
    error = ssl.SSLCertVerificationError()
    error.verify_code = code
    return aiohttp.ClientConnectorCertificateError(_KEY, error)


def lookup(number: int) -> Any:
    return aiohttp.ClientConnectorDNSError(_KEY, OSError(number, "no"))


_KEY: Any = SimpleNamespace(host="bot.example.com", port=443, is_ssl=True, ssl=True)


@pytest.mark.parametrize(
    ("error", "ok", "words"),
    [
        (certificate(10), False, "has expired: browsers refuse it"),
        (certificate(62), False, "is for another name"),
        (certificate(19), None, "does not trust the certificate"),
        (lookup(socket.EAI_NONAME), False, "no bot.example.com in the DNS"),
        (lookup(socket.EAI_AGAIN), None, "can't be looked up here just now"),
        (TimeoutError(), None, "does not answer this machine"),
    ],
)
def test_why_it_is_not_reached(error: Exception, ok: bool | None, words: str) -> None:
    finding = doctor_address._unreached("https://bot.example.com", error)
    assert (finding.ok, words in finding.words) == (ok, True), finding


@pytest.mark.testbed(link_page=True)
async def test_it_leads_to_the_bot_that_runs(play: Testbed) -> None:
    assert play.app is not None
    proof = play.app.stores.key_proof
    found = [each async for each in address(play.settings, proof)]
    assert [(each.about, each.ok) for each in found] == [
        ("PUBLIC_URL", True),
        ("Request URL", True),
    ]
    other = play.settings.model_copy(update={"slack_signing_secret": SecretStr(SECRET)})
    _, slacks = [each async for each in address(other, proof)]
    assert (slacks.ok, "another SLACK_SIGNING_SECRET" in slacks.words) == (False, True)
    (strange,) = await told(play.settings)
    assert (strange.ok, "another bot" in strange.words) == (False, True)


@pytest.mark.testbed(link_page=True)
async def test_who_has_no_keys_learns_nothing(play: Testbed) -> None:
    assert play.app is not None
    ticket = await play.app.stores.link_tickets.issue(play.member("priya"))
    async with aiohttp.ClientSession(play.bot_url) as stranger:
        for question in ("x", "x" * 5_000, ticket.text):
            async with stranger.get(f"/link/check/{question}") as answer:
                assert await answer.json() == {"bot": "propops-slack", "answer": None}
        for _ in range(60):
            async with stranger.get("/link/check/x") as answer:
                last = answer.status
    assert last == 429
