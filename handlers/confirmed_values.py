"""What a form has asked about: sending it once more confirms it."""

from collections.abc import Mapping

_MOST_QUESTIONS = 500


class ConfirmedValues:
    """Remembers which doubtful values a form has asked about."""

    def __init__(self) -> None:
        self._asked: dict[str, dict[str, str]] = {}

    def has_asked(self, view_id: str, about: str) -> bool:
        """Whether the form has shown a warning about this."""
        return about in self._asked.get(view_id, {})

    def already_asked(self, view_id: str, doubtful: Mapping[str, str]) -> bool:
        """Whether the form has shown all these warnings, field → sentence; remembers them."""
        before = self._asked.get(view_id, {})
        self._asked[view_id] = {**before, **doubtful}
        if len(self._asked) > _MOST_QUESTIONS:
            self._asked.pop(next(iter(self._asked)))
        return doubtful.items() <= before.items()
