"""Whether what a run read of a job's cards, with its result, still is what the table holds."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from time import monotonic

from bot.lru_dict import LruDict
from bot.store.runs import FRESH_SECONDS

_MOST = 5_000

Key = tuple[str, str]
"""Team, uuid of the job."""


class JobShows:
    """One for the process, which every write of a card passes.

    What was read is used only while nothing else here shows the same job or has written its card
    since, and only for a moment: another replica, which can't be seen from here, would have to show
    the same job within that moment. The time between reading and posting leaves it as much room.
    """

    def __init__(self) -> None:
        self._under_way: Counter[Key] = Counter()
        self._written: LruDict[Key, float] = LruDict(_MOST)

    @contextlib.contextmanager
    def begin(self, key: Key) -> Iterator[None]:
        """The time in which a job is being shown."""
        self._under_way[key] += 1
        try:
            yield
        finally:
            self._under_way[key] -= 1
            if not self._under_way[key]:
                del self._under_way[key]

    def note_written(self, key: Key) -> None:
        self._written[key] = monotonic()

    def alone(self, key: Key, read_at: float) -> bool:
        """Whether the caller's is the only show of the job, and it has read the newest (monotonic)."""
        return (
            self._under_way[key] == 1
            and self._written.get(key, 0.0) < read_at
            and monotonic() - read_at < FRESH_SECONDS
        )
