"""Functions that are called with their first two arguments, and bound to the parts they name besides."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

Command = Callable[..., Awaitable[None]]
"""`(request, typed, …)`: `typed` is the text after the sub-command; the rest are parts, by name."""


def with_parts(command: Command, parts: Mapping[str, Any]) -> Command:
    """Bound to the parts it names, after its first two arguments. Raises ValueError for an unknown one."""
    _request, _typed, *named = inspect.signature(command).parameters.values()
    missing = [each.name for each in named if each.name not in parts and each.default is each.empty]
    if missing:
        raise ValueError(f"{command.__module__}: no part is named {', '.join(missing)}")
    return partial(command, **{each.name: parts[each.name] for each in named if each.name in parts})
