"""For which workspace work is done: said where work begins, asked where Slack is called.

A bot of one workspace asks nobody. A bot of many has a client, caches and settings for each of them;
work that did not say for which one it is reaches none. A task belongs to the workspace of whoever
started it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast

T = TypeVar("T")


class WorkspaceKey(NamedTuple):
    """Slack's ids. `enterprise` is empty outside Enterprise Grid."""

    enterprise: str
    team: str


class OfWorkspace(Protocol):
    """What belongs to a workspace, such as a member."""

    @property
    def enterprise(self) -> str: ...
    @property
    def team(self) -> str: ...


class NoWorkspace(RuntimeError):
    """A bug: Slack was to be called by work that did not say for which workspace it is."""


_here: ContextVar[WorkspaceKey | None] = ContextVar("workspace", default=None)


@contextmanager
def working_for(whose: OfWorkspace) -> Iterator[None]:
    """What is done inside, and every task started there, is for this workspace."""
    before = _here.set(WorkspaceKey(whose.enterprise, whose.team))
    try:
        yield
    finally:
        _here.reset(before)


def current() -> WorkspaceKey | None:
    """The workspace that is worked for; None where nobody said."""
    return _here.get()


def is_here(whose: OfWorkspace) -> bool:
    """Whether it belongs to the workspace that is worked for; yes where nobody said."""
    here = _here.get()
    return here is None or here == (whose.enterprise, whose.team)


def per_workspace(part_of: Callable[[WorkspaceKey], T]) -> T:
    """Stands for a part that each workspace has its own of: each use is that of the one worked for."""
    return cast(T, _PerWorkspace(part_of))


class _PerWorkspace(Generic[T]):
    def __init__(self, part_of: Callable[[WorkspaceKey], T]) -> None:
        self._part_of = part_of

    def __getattr__(self, name: str) -> Any:
        """Raises `NoWorkspace`."""
        here = _here.get()
        if here is None:
            raise NoWorkspace(f"for which workspace is {name!r} asked?")
        return getattr(self._part_of(here), name)
