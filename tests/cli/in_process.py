"""The command line in the process of the tests: a new Python takes a second until it has imported the bot."""

import io
import os
import runpy
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot import logs

KEPT = ("PATH", "HOME", "LANG")
"""What a program of its own is given of the environment of the tests."""


def command(
    *words: str, place: Path, settings: dict[str, str] | None = None, typed: str = ""
) -> "CompletedProcess[str]":
    """As `tests.cli.test_program.program`, for what ends by itself and needs no process of its own."""
    out, said = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        for name in set(os.environ) - set(KEPT):
            patch.delenv(name)
        for name, value in (settings or {}).items():
            patch.setenv(name, value)
        patch.delitem(
            sys.modules, "bot.__main__", raising=False
        )  # runpy warns of one that is there
        patch.chdir(place)
        patch.setattr(sys, "argv", ["propops-bot", *words])
        patch.setattr(sys, "stdin", io.StringIO(typed))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", said)
        with ThreadPoolExecutor(1) as thread:  # a loop may run here, and the command has its own
            code = thread.submit(_ended).result()
    logs.configure("ERROR")  # as for every test: the command may have set its own
    return CompletedProcess(words, code, out.getvalue(), said.getvalue())


def _ended() -> int:
    """Runs the command line as it stands in `sys.argv`, anew; its exit code."""
    try:
        runpy.run_module("bot", run_name="__main__")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
