"""The machine: which core a process runs on, what it uses, and what to say of it beside results."""

import contextlib
import os
import platform
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PACKAGES = ("slack-bolt", "slack-sdk", "httpx", "sqlalchemy", "dbos", "uvicorn", "uvloop")


def cores() -> list[int]:
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


_ALL = cores()


def take_other_cores() -> None:
    """This process, with the load and the doubles, leaves the first core to the bot."""
    if len(_ALL) > 1:
        os.sched_setaffinity(0, set(_ALL[1:]))


@contextlib.contextmanager
def first_core() -> Iterator[None]:
    """A process started within runs on the first core alone, where there is another for the load."""
    if len(_ALL) < 2:
        yield
        return
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {_ALL[0]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, mine)


def cpu_seconds(pid: int) -> float:
    """User and system seconds a process has used; 0 where /proc is missing."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid: int) -> float:
    """Resident memory; 0 where /proc is missing."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def commit() -> str:
    """The commit that is measured, with `+` when files differ from it."""

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if changed else "")


def versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for name in _PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def described() -> str:
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return f"{len(_ALL) or os.cpu_count()} cores, {model}, {platform.system()} {platform.release()}"
