"""The bot as compose.yaml and kubernetes.yaml run it: nothing can be written but its data, as the image's user,
without a capability. Tried for real where root may make a mount namespace.
"""

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.sandbox import BOT_TOKEN, SIGNING_SECRET
from tests.processes import ready_port
from tests.stories.acting import SIX
from tests.waiting import until

pytestmark = pytest.mark.kill
ROOT = Path(__file__).parents[2]
USER = re.findall(r"--uid (\d+)", (ROOT / "Dockerfile").read_text())[0]
_STAGE = f"""
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /srv
mkdir /srv/bot /srv/data
mount --bind "$0" /srv/bot
mount --bind "$1" /srv/data
mount -o remount,bind,ro /srv/bot
mount -o remount,ro /srv
for place in / /tmp /dev/shm /run /var/tmp; do
  mountpoint -q $place && mount -o remount,bind,ro $place
done
shift
cd /srv/data
exec setpriv --reuid {USER} --regid {USER} --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs \\
  /srv/bot/{Path(sys.executable).relative_to(ROOT) if Path(sys.executable).is_relative_to(ROOT) else "python"} "$@"
"""
_WRITES = """
import tempfile
for place in ("/", "/tmp", "/var/tmp", "/dev/shm", "/srv/bot"):
    try:
        tempfile.NamedTemporaryFile(dir=place)
    except OSError:
        continue
    raise SystemExit(f"{place} can be written")
open("/srv/data/x", "w").close()
"""


def stage(folder: Path, *words: str) -> list[str]:
    return ["unshare", "--mount", "sh", "-c", _STAGE, str(ROOT), str(folder), *words]


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder of the image's user, which it reaches: nobody else may enter pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="data-"))
    os.chown(folder, int(USER), int(USER))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def may(data: Path) -> None:
    """Also shows that the file system is read-only indeed."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "setpriv", "mountpoint"))):
        pytest.skip("only root can make a read-only root, with unshare and setpriv")
    if not Path(sys.executable).is_relative_to(ROOT):
        pytest.skip("Python is not in the project's .venv: the image's user may not reach it")
    made = subprocess.run(
        stage(data, "-c", _WRITES), capture_output=True, text=True, check=False, env={}
    )
    if "unshare" in made.stderr or "mount" in made.stderr:
        pytest.skip(f"no namespace can be made here: {made.stderr.strip()}")
    assert (made.returncode, made.stderr) == (0, "")
    (data / "x").unlink()


@asynccontextmanager
async def serving(
    environment: Mapping[str, str], folder: Path
) -> AsyncIterator[tuple[Any, int, list[dict[str, Any]]]]:
    """The process, its port, and its log once it has ended."""
    command = stage(folder, "-m", "bot", "serve")
    running = await asyncio.create_subprocess_exec(
        *command, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert running.stderr is not None
    log: list[dict[str, Any]] = []
    port = await ready_port(running.stderr)

    async def read() -> None:
        assert running.stderr is not None
        log.extend([json.loads(line) async for line in running.stderr])

    reading = asyncio.create_task(read())
    try:
        yield running, port, log
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGKILL)
            await running.wait()
        await reading


def owners(folder: Path) -> set[int]:
    return {each.stat().st_uid for each in folder.iterdir()}


def keys_of_others(folder: Path) -> set[str]:
    """What group and others may do with the files of keys, in octal digits."""
    return {oct(each.stat().st_mode)[-2:] for each in folder.glob("*.keys")}


async def test_it_starts_works_and_ends(data: Path) -> None:
    propops, slack = SandboxPropOps(), SandboxSlack()
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        environment = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{slack_url}/api/",
            "PROPOPS_BASE_URL": propops_url,
            "DATABASE_URL": "sqlite:////srv/data/propops-bot.db",
            "PORT": "0",
            "LOG_FORMAT": "json",
            "PATH": os.environ["PATH"],
            "PYTHONPATH": "/srv/bot",
        }
        async with serving(environment, data) as (running, port, log):
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as operator:

                async def is_ready() -> bool:
                    return (await operator.get("/readyz")).status_code == 200

                await until(is_ready)
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            priya, team = slack.member("priya"), slack.workspace.identity.team
            words = ("-m", "bot", "tokens", "set", team, priya.person.id)
            linking = await asyncio.create_subprocess_exec(
                *stage(data, *words),
                env=environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
            )
            await linking.communicate(propops.token_for("Priya Shah").encode())
            assert linking.returncode == 0
            await priya.command("/job new")
            form = await priya.modal(having="job_title")
            await priya.fill(form, **SIX)
            await priya.submit(form)
            await slack.wait_for_message(
                channel="maintenance", containing="Job created", timeout=60
            )
            running.send_signal(signal.SIGTERM)
            assert await running.wait() == 0
        assert [line for line in log if line["level"] in {"error", "critical"}] == []
    assert owners(data) == {int(USER)}
    assert keys_of_others(data) == {"00"}
