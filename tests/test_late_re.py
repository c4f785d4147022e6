"""Patterns that are compiled when they are first used."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import late_re

_COUNTED = """
import re._compiler, sys

compiled = []
real = re._compiler.compile

def counted(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_code.co_filename.endswith(("re/__init__.py", "late_re.py")):
        frame = frame.f_back
    if "/bot/" in frame.f_code.co_filename or "/handlers/" in frame.f_code.co_filename:
        compiled.append(len(pattern))
    return real(pattern, flags)

re._compiler.compile = counted
import bot.app
print(sum(compiled))
"""
_MOST = 30_000
"""Characters of patterns; all of them are five times as many, and a fifth of a start's CPU."""


def test_a_start_compiles_few_patterns() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COUNTED],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert 1_000 < int(done.stdout) < _MOST


def test_a_late_pattern_is_used_as_any_other() -> None:
    late = late_re.compile(r"(?P<n>\d+)\s*(x)", late_re.IGNORECASE)
    assert late.pattern == r"(?P<n>\d+)\s*(x)"
    assert isinstance(late, re.Pattern)
    for _ in range(2):
        found = late.search("say 12 X")
        assert found is not None
        assert found["n"] == "12"
    assert late.groups == 2
    assert late.sub("-", "1x 2X") == "- -"
    assert re.split(late, "a1xb")[0] == late_re.split(late, "a1xb")[0] == "a"
    assert [each.span() for each in re.finditer(late, "1x2x", 0)] == [(0, 2), (2, 4)]


def test_what_waits_is_compiled_at_once_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_re, "_waiting", [])
    late = late_re.compile("(")
    with pytest.raises(re.error):
        late_re.compile_waiting()
    late_re.compile("a+")
    late_re.compile_waiting()
    assert late_re._waiting == []
    with pytest.raises(re.error):
        late.search("a")
