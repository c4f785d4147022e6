"""The real Prometheus: its own tool, and a server on loopback that scrapes one bot."""

import asyncio
import contextlib
import shutil
import subprocess
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from bot.serve import listen
from tests.waiting import until

ROOT = Path(__file__).parents[2]
RULES, BOARD = (ROOT / "docs" / "deploy" / name for name in ("alerts.yml", "grafana.json"))
_UNPACKED = ROOT / ".venv" / "prometheus" / "usr" / "bin"
"""Where `make test-watch` puts it."""


def program(name: str) -> str | None:
    """Its path; None where there is none on this machine."""
    return shutil.which(name) or shutil.which(name, path=str(_UNPACKED))


def needs(name: str) -> pytest.MarkDecorator:
    """Of tests that run this program of Prometheus's: they are left out, aloud, where it is not installed."""
    why = f"there is no {name} on this machine: make test-watch"
    return pytest.mark.skipif(program(name) is None, reason=why)


def promtool(*words: str) -> subprocess.CompletedProcess[str]:
    tool = program("promtool")
    assert tool is not None
    return subprocess.run([tool, *words], capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class Prometheus:
    http: httpx.AsyncClient

    async def ask(self, path: str, **params: Any) -> Any:
        """What its API answers. Raises `AssertionError` with its own words."""
        answer = (await self.http.get(f"/api/v1/{path}", params=params)).json()
        assert answer["status"] == "success", answer.get("error")
        return answer["data"]

    async def query(self, expression: str) -> list[Any]:
        return list((await self.ask("query", query=expression))["result"])


@contextlib.asynccontextmanager
async def prometheus(
    folder: Path, targets: Sequence[str], every: str = "200ms"
) -> AsyncIterator[Prometheus]:
    """Scrapes these `host:port`, with the alert rules of the docs."""
    listener = listen("127.0.0.1", 0)
    address = f"127.0.0.1:{listener.getsockname()[1]}"
    listener.close()
    config = {
        "global": {"scrape_interval": every, "scrape_timeout": every, "evaluation_interval": "1s"},
        "rule_files": [str(RULES)],
        "scrape_configs": [
            {"job_name": "propops-bot", "static_configs": [{"targets": list(targets)}]}
        ],
    }
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    server = program("prometheus")
    assert server is not None
    process = await asyncio.create_subprocess_exec(
        server,
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
        "--log.level=error",
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://{address}", timeout=10) as http:

            async def ready() -> bool:
                with contextlib.suppress(httpx.TransportError):
                    return (await http.get("/-/ready")).status_code == 200
                return False

            await until(ready, seconds=60)
            yield Prometheus(http)
    finally:
        process.terminate()
        await process.wait()
