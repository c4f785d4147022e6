"""What a run has recorded, handed to its showing in the same process without reading it again.

After a crash there is nothing to hand over: the change is read again, and Slack is asked whether it
was shown already.
"""

from bot.lru_dict import LruDict
from bot.store.runs import Recorded

_MOST = 2_000


class Handover:
    """One for the process. Each result is taken once."""

    def __init__(self) -> None:
        self._recorded: LruDict[tuple[str, int], Recorded] = LruDict(_MOST)

    def put(self, recorded: Recorded) -> None:
        self._recorded[recorded.change.id, recorded.change.run] = recorded

    def take(self, change_id: str, run: int) -> Recorded | None:
        return self._recorded.pop((change_id, run), None)
