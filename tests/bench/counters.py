"""The bot with its transactions counted: `python -m tests.bench.counters serve`.

The product has no switch for this: SQLAlchemy's events are listened to from outside, here. A
transaction is the engine's when its library is among the callers. BENCH_COUNTERS names the file that
holds the numbers. Nothing else of the bench is loaded: the bot's memory is measured with it.
"""

import mmap
import os
import struct
import sys
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

_LAYOUT = struct.Struct("4q")
_DEEPEST = 60


class Counters(NamedTuple):
    """Transactions begun and transactions committed, ours and the engine's."""

    own: float = 0
    engine: float = 0
    own_commits: float = 0
    engine_commits: float = 0

    def less(self, other: "Counters") -> "Counters":
        return Counters(*(a - b for a, b in zip(self, other, strict=True)))

    def each(self, count: float) -> "Counters":
        return Counters(*(value / count for value in self))


class CounterFile:
    """Shared by the bot, which writes, and the bench, which reads."""

    def __init__(self, path: Path) -> None:
        path.touch()
        os.truncate(path, _LAYOUT.size)
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _LAYOUT.size)

    def read(self) -> Counters:
        return Counters(*_LAYOUT.unpack(self._memory[:]))

    def write(self, numbers: list[int]) -> None:
        self._memory[:] = _LAYOUT.pack(*numbers)


def _count_in(path: Path) -> None:
    numbers, file = [0, 0, 0, 0], CounterFile(path)

    def counter(first: int) -> Any:
        def count(_: sa.Connection) -> None:
            numbers[first + _is_engines()] += 1
            file.write(numbers)

        return count

    sa.event.listen(sa.Engine, "begin", counter(0))
    sa.event.listen(sa.Engine, "commit", counter(2))


def _is_engines() -> bool:
    frame = sys._getframe(2)
    for _ in range(_DEEPEST):
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] == "dbos":
            return True
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return False


if __name__ == "__main__":
    _count_in(Path(os.environ["BENCH_COUNTERS"]))
    from bot.__main__ import main

    main()
