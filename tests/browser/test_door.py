"""Nobody but the page itself may drive the demo; needs no browser."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest

from bot.sandbox.testbed import Testbed

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_page_is_only_at_its_secret_address(play: Testbed, url: str) -> None:
    base, secret = url.rstrip("/").rsplit("/", 1)
    async with httpx.AsyncClient() as client:
        assert (await client.get(url)).status_code == 200
        for path in ("/", "/events", "/app.js", f"/{secret[:-1]}/", f"/{secret}", f"/{secret}x/"):
            assert (await client.get(base + path)).status_code == 404, path


async def test_another_page_is_refused_whatever_it_knows(play: Testbed, url: str) -> None:
    act = {"who": "priya", "line": "/job help", "channel": "maintenance"}
    stranger = (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example:8765"},
    )
    async with httpx.AsyncClient() as client:
        for headers in stranger:
            answer = await client.post(f"{url}act/command", json=act, headers=headers)
            assert answer.status_code == 403, headers
        assert play.slack.deliveries == []
        assert (await client.post(f"{url}act/command", json=act)).status_code == 200
    assert len(play.slack.deliveries) == 1


async def test_no_page_may_pull_the_strings_of_the_sandboxes_either(
    play: Testbed, url: str
) -> None:
    del url
    base = play.slack.workspace.base_url
    async with httpx.AsyncClient() as client:
        for act in ("members/priya/command", "heal", "deliver-to"):
            headers = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
            body = b'{"text": "/job help", "url": "http://127.0.0.1:1"}'
            answer = await client.post(f"{base}/sandbox/{act}", content=body, headers=headers)
            assert answer.status_code == 403
    assert play.slack.deliveries == []


async def test_the_page_may_load_nothing_but_itself(play: Testbed, url: str) -> None:
    async with httpx.AsyncClient() as client:
        headers = (await client.get(url)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "trusted-types 'none'" in policy
        for name in ("index.html", "playground.css", "app.js", "mrkdwn.js"):
            text = (await client.get(url + name)).text
            assert "http" not in text.replace("https?:", ""), name
            assert "innerHTML" not in text, name


async def test_what_nobody_could_do_is_refused_in_words(play: Testbed, url: str) -> None:
    asked: tuple[tuple[str, dict[str, str], int], ...] = (
        ("act/press", {"who": "priya", "channel": "maintenance", "ts": "1", "block": "", "action": ""}, 409),
        ("act/command", {"who": "priya", "line": "/nothing", "channel": "maintenance"}, 409),
        ("act/command", {"who": "nobody", "line": "/job", "channel": "maintenance"}, 409),
        ("act/fly", {"who": "priya"}, 409),
        ("act/command", {}, 400),
        ("switch", {"switch": "propops", "to": "explode"}, 409),
    )  # fmt: skip
    async with httpx.AsyncClient() as client:
        for path, body, status in asked:
            answer = await client.post(url + path, json=body)
            assert answer.status_code == status, path
            assert answer.json()["words"]


async def test_the_demo_prints_one_address_also_when_its_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demo = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "demo", "--no-browser"),
            *("--port", str(port), "--data", str(tmp_path)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        assert demo.stdout is not None
        said = b""
        async with asyncio.timeout(60):
            while b"Ctrl-C" not in said:
                said += await demo.stdout.readline()
        [url] = [word.decode() for word in said.split() if word.startswith(b"http")]
        assert f":{port}/" not in url
        async with httpx.AsyncClient() as client:
            assert "sandbox" in (await client.get(url)).text
        demo.send_signal(signal.SIGINT)
        async with asyncio.timeout(60):
            assert await demo.wait() == 0
