"""Cleans a file that somebody sent, in a process of its own; nothing is written to disk."""

import asyncio
import contextlib
import json
import sys
from pathlib import Path
from typing import cast

import structlog

import bot
from bot.errors import WithReason
from bot.jobs.model import Upload
from bot.media.kinds import MEDIA_TYPES, MOST_BYTES, SUFFIXES, FileKind, kind_of

AT_ONCE = 2
"""Files that are opened at a time: each may take some hundred MB for a moment."""
PATIENCE = 40.0
"""Seconds."""
_MOST_NAME = 100

log = structlog.get_logger(__name__)


class BadFile(WithReason):
    """A file that is not sent on, and why: a whole sentence that names it."""


class FileCleaner:
    """Pictures are redrawn, PDFs written anew: see `bot.media.pictures` and `bot.media.documents`."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def clean(self, name: str, data: bytes) -> Upload:
        """Raises `BadFile`."""
        if not data:
            raise BadFile(f"{name} is empty (0 bytes). {_ANOTHER}")
        if len(data) > MOST_BYTES:
            raise BadFile(too_large(name, len(data)))
        kind = kind_of(data)
        if kind is None:
            raise BadFile(wrong_type(name))
        async with self._slots:
            answer, clean = await _in_process(kind, data)
        if "kind" not in answer:
            raise BadFile(f"{name} {_PROBLEMS.get(answer.get('problem', ''), _BROKEN)}")
        kind = cast("FileKind", answer["kind"])
        return Upload(_named(name, kind), MEDIA_TYPES[kind], clean)


def too_large(name: str, size: int) -> str:
    """`size`: bytes."""
    mb = size / (1024 * 1024)
    return (
        f"{name} is {mb:.0f} MB, and a file can be at most 10 MB. Please send a smaller copy of it."
    )


def wrong_type(name: str) -> str:
    return (
        f"{name} isn't a picture or a PDF I can send on. "
        "Please send it as JPEG, PNG, WebP, HEIC or PDF."
    )


async def _in_process(kind: FileKind, data: bytes) -> tuple[dict[str, str], bytes]:
    """What the process answered; a process that broke or took too long answers nothing."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.media.worker"),
        cwd=Path(bot.__file__).parent.parent,
        env={},  # none of the bot's settings
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            out, _ = await process.communicate(kind.encode() + b"\n" + data)
    except TimeoutError:
        log.warning("opening a file took too long, refusing it", kind=kind, seconds=PATIENCE)
        return {}, b""
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    line, _, clean = out.partition(b"\n")
    try:
        answer = json.loads(line)
    except ValueError:
        log.warning("opening a file broke its process", kind=kind, code=process.returncode)
        return {}, b""
    return answer, clean


def _named(name: str, kind: FileKind) -> str:
    """The file's name with the suffix of what it is now; no path, no control characters."""
    plain = "".join(letter if letter.isprintable() else " " for letter in name)
    last = plain.replace("\\", "/").rpartition("/")[2].replace('"', "'")
    head, dot, suffix = last.rpartition(".")
    stem = (head if dot and len(suffix) <= 5 else last).strip(" .")
    return f"{stem[:_MOST_NAME].strip() or 'file'}.{SUFFIXES[kind]}"


_ANOTHER = "Please send another copy of it."
_BROKEN = f"can't be opened: it may be damaged. {_ANOTHER}"
_PROBLEMS = {
    "broken": _BROKEN,
    "too many pixels": "has too many pixels (more than 64 million). Please send a smaller copy of it.",
    "locked": "is locked with a password. Please send a copy without one.",
    "too large": "is too large: a file can be at most 10 MB. Please send a smaller copy of it.",
}
