"""The bot in a copy with one line more, to see what a single line is enough for."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def edited_copy(to: Path, *inserted: tuple[str, str, str]) -> Path:
    """A copy of the package. `inserted`: a file of it, what a line of the file begins with, and the
    line to put before that one.
    """
    shutil.copytree(ROOT / "bot", to / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    for file, before, line in inserted:
        text = (to / file).read_text()
        assert text.count(f"\n{before}") == 1
        assert line.count("\n") == 0
        (to / file).write_text(text.replace(f"\n{before}", f"\n{line}\n{before}"))
    return to


def answers(copy: Path, code: str) -> Any:
    """Runs Python code against the copy; what it prints is read as JSON."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)
