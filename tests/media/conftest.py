"""Cleaning without a process for each file."""

import pytest

from bot.media import cleaning, worker
from bot.media.kinds import FileKind

IN_PROCESS = cleaning._in_process


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process does, without starting one for each file."""

    async def here(kind: FileKind, data: bytes) -> tuple[dict[str, str], bytes]:
        try:
            return worker._cleaned(data, kind)
        except Exception:
            return {"problem": "broken"}, b""

    monkeypatch.setattr(cleaning, "_in_process", here)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch, in_this_process: None) -> None:
    monkeypatch.setattr(cleaning, "_in_process", IN_PROCESS)
