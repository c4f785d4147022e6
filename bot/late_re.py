"""`re` for modules with many patterns: each is compiled when it is first used, or by `compile_waiting`.

Import it as `re`. A match's own `.re` is the compiled one, not the constant. Compiling the bot's hundreds of
patterns took a fifth of the CPU of a start, before anybody had written a word.
"""

import re
import time
from re import (
    DOTALL,
    IGNORECASE,
    MULTILINE,
    Match,
    Pattern,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from typing import Any, cast

__all__ = [
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "Match",
    "Pattern",
    "compile",
    "compile_waiting",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]

_PAUSE = 0.0005
"""Seconds between two patterns: whoever else wants to run does so at once, not after some milliseconds."""


class _LatePattern:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags
        self._compiled: re.Pattern[str] | None = None
        _waiting.append(self)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """For `isinstance`, which `re.split` and its kin ask of the pattern they are given."""
        return re.Pattern

    def __getattr__(self, name: str) -> Any:
        """What a pattern has. From the second time on it is found without this."""
        value = getattr(self.compiled(), name)
        setattr(self, name, value)
        return value

    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        return self._compiled


_waiting: list[_LatePattern] = []
"""Those of modules, so no more than the program has; until they are compiled."""


def compile(pattern: str, flags: int = 0) -> re.Pattern[str]:  # noqa: A001 - it stands in for that of `re`
    """For constants of modules alone. What is wrong with a pattern is raised at its first use."""
    return cast(re.Pattern[str], _LatePattern(pattern, flags))


def compile_waiting() -> None:
    """For a thread, once the bot answers: so that nobody waits for it."""
    while _waiting:
        _waiting.pop().compiled()
        time.sleep(_PAUSE)
