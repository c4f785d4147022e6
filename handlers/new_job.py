"""What the form of a new job begins with: typed words, a message, or nothing."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.jobs.attached_files import AttachedFile


def _as_read(values: Mapping[str, Any]) -> tuple[Mapping[str, Any], Sequence[str]]:
    return values, ()


@dataclass(frozen=True)
class NewJob:
    """`text`: for the reader. `filled`: completes the form values that it read, with notes about that."""

    text: str = field(default="", repr=False)
    filled: Callable[[Mapping[str, Any]], tuple[Mapping[str, Any], Sequence[str]]] = _as_read
    files: Sequence[AttachedFile] = ()
    notes: Sequence[str] = ()
    asks_channel: bool = False
    read_from: str = "what you typed"

    @property
    def is_kept(self) -> bool:
        """Whether its form is kept when it is closed at once."""
        return bool(self.text.strip() or self.files)


Begin = Callable[[], Coroutine[Any, Any, NewJob]]
"""Called once the member is known to be linked, while a loading view may be shown."""


def typed(text: str) -> Begin:
    async def begin() -> NewJob:
        return NewJob(text)

    return begin
