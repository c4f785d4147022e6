"""The process that opens a file that somebody sent: `python -m bot.media.worker`, one file, then it ends.

It is given no secrets and may write no files; how much memory and time it may take is limited, and
what breaks a decoder breaks nothing else. In: what the file is, in a line, then its bytes. Out: a JSON
line, then the bytes of the clean file. The line has `kind`, or `problem` (a word of `PROBLEMS`).
"""

import contextlib
import json
import sys
from typing import cast

from bot.media.kinds import MOST_BYTES, FileKind

PROBLEMS = ("broken", "too many pixels", "locked", "too large")
_MEMORY = 1_500_000_000
_SECONDS = 30


def main() -> None:
    kind = cast("FileKind", sys.stdin.buffer.readline().decode().strip())
    data = sys.stdin.buffer.read()
    _limit()
    try:
        answer, clean = _cleaned(data, kind)
    except MemoryError:
        answer, clean = {"problem": "too many pixels"}, b""
    except Exception:  # decoders raise whatever they like about a broken file
        answer, clean = {"problem": "broken"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + clean)


def _cleaned(data: bytes, kind: FileKind) -> tuple[dict[str, str], bytes]:
    if kind == "pdf":
        from bot.media import documents  # noqa: PLC0415 - its library is loaded for a PDF alone

        try:
            clean = documents.rewritten(data)
        except documents.Locked:
            return {"problem": "locked"}, b""
    else:
        from bot.media import pictures  # noqa: PLC0415 - likewise

        try:
            clean, kind = pictures.redrawn(data, kind)
        except pictures.TooManyPixels:
            return {"problem": "too many pixels"}, b""
    if len(clean) > MOST_BYTES:
        return {"problem": "too large"}, b""
    return {"kind": kind}, clean


def _limit() -> None:
    """Where the system can: memory, time, and no files."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not there on Windows

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
