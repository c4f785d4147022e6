"""What the workflows need of an engine that brings a short *run* to its end, whatever crashes meanwhile.

A run is recorded twice: when it starts and when it has ended. After a crash its body begins anew, so
every step of it must be harmless when repeated. Rules that hold for every engine, checked in code:
a run and a step have explicit names that outlive renames of the code; only strings and whole numbers
go into a step; a step that raises is a bug, of which nothing but the kind is told; one step at a time.
"""

import traceback
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Protocol, TypeAlias

import structlog

from bot.errors import BotError
from bot.jobs.change import Json

Body: TypeAlias = Callable[[str], Awaitable[None]]
Step: TypeAlias = Callable[..., Awaitable[Json]]

log = structlog.get_logger(__name__)


class AlreadyRunning(BotError):
    """Another process runs on this database. `where` names the file or the executor."""

    words: ClassVar[str] = "Another bot is already running on this database."

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where

    @property
    def advice(self) -> str:
        return (
            f"{self.words} Stop it first, or give this one a DATABASE_URL of its own "
            f"({self.where} is taken)."
        )


class StepFailed(Exception):
    """A step raised, which it must not; `kind` is the exception's class."""

    def __init__(self, step: str, kind: str) -> None:
        super().__init__(step, kind)
        self.step, self.kind = step, kind

    def __str__(self) -> str:
        return f"step {self.step} raised {self.kind}"


class RunFailed(Exception):
    """A body raised; `kind` is the exception's class."""

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name, kind)


class Engine(Protocol):
    def register(self, name: str, body: Body) -> None:
        """Before `launch`. The name is stored with every run and never changes."""

    async def launch(self) -> None:
        """On the loop everything else lives on; takes up runs that a dead process left.

        Raises `AlreadyRunning`, `bot.store.database.DatabaseDown`.
        """

    async def close(self, within: float = 15) -> None:
        """Waits for runs at work, at most `within` seconds; those left go on at the next launch."""

    async def start(self, key: str, name: str, arg: str) -> None:
        """One run for a key: a second call changes nothing. It survives a crash once this returns.

        Raises `bot.store.database.DatabaseDown`; then it may have started all the same.
        """

    async def step(self, name: str, fn: Step, *args: str | int) -> Json:
        """What `fn` returns. Only inside a body, one at a time. Nothing of it is recorded.

        Raises `StepFailed` when `fn` raises. In a process that no longer owns its runs it ends the
        run as a crash would, unseen by `except Exception`.
        """

    async def idle(self) -> None:
        """Returns once no run is left. For tests."""

    async def purge(self, before: float) -> int:
        """Deletes ended runs started before then (Unix seconds); says how many."""

    async def unfinished(self) -> int:
        """How many runs have not ended, whoever runs them."""

    def alive(self) -> bool:
        """Launched, not closing, and still the owner of its runs."""


def check_args(step: str, args: tuple[Any, ...]) -> None:
    """Raises `TypeError` for anything that could carry more than an id."""
    for arg in args:
        if type(arg) not in {str, int}:
            raise TypeError(f"step {step} takes str and int, not {type(arg).__name__}")


async def run_guarded(step: str, fn: Step, args: tuple[str | int, ...]) -> Json:
    """The step's result. Raises `StepFailed`, which has of what was raised the kind alone.

    The message of an exception stays out of the database and the log: it may hold what was sent.
    """
    try:
        return await fn(*args)
    except Exception as error:
        log.error("step failed, ending its run", step=step, **error_fields(error))
        failed = StepFailed(step, type(error).__name__)
    raise failed  # outside of the handler, or it would carry what was raised along


def error_fields(error: Exception) -> dict[str, str]:
    """For the log: its kind and where it was raised. Its message only where it is ours, so harmless."""
    where = "".join(traceback.format_tb(error.__traceback__)[-8:])
    message = str(error) if isinstance(error, BotError | StepFailed) else ""
    return {"kind": type(error).__name__, "message": message, "where": where}
