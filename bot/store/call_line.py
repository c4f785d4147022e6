"""The line of those who want something of the database, in front of its threads.

Where there is one connection, those that wait together share a transaction: a commit waits for the disk, and
going to a thread and back costs as much as what is done there. Nobody waits so that others may join.
"""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
Call: TypeAlias = Callable[[sa.Connection], Any]


@dataclass
class _Waiting:
    call: Call
    answer: "asyncio.Future[Any]"
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """On the loop. Who has stopped waiting is told nothing."""
        if self.answer.done():
            return
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(self.result)


class CallLine:
    """`transact`: does a call in a transaction of its own, and raises what it raises. `width`: threads at work
    at once; `together`: how many may share a transaction. Calls have to be harmless when they were undone
    and are done again.
    """

    def __init__(
        self,
        transact: Callable[[Call], Any],
        threads: ThreadPoolExecutor,
        *,
        width: int,
        together: int,
    ) -> None:
        self._transact, self._threads = transact, threads
        self._width, self._together = width, together
        self._waiting: deque[_Waiting] = deque()
        self._first: deque[_Waiting] = deque()
        """What goes before all others, since Slack waits for it."""
        self._lock = threading.Lock()
        self._at_work = 0

    async def call(self, call: Callable[[sa.Connection], T], *, first: bool) -> T:
        """Somebody who stops waiting before it has begun undoes it."""
        waiting = _Waiting(call, asyncio.get_running_loop().create_future())
        with self._lock:
            (self._first if first else self._waiting).append(waiting)
            begins = self._at_work < self._width
            self._at_work += begins
        if begins:
            self._threads.submit(self._work)
        result: T = await waiting.answer
        return result

    def finish(self) -> None:
        """In a thread: all that waits, since no more is put in the line."""
        while batch := self._next():
            self._serve(batch)

    def cancel(self) -> None:
        """Nothing of it is begun any more."""
        with self._lock:
            left = [*self._first, *self._waiting]
            self._first.clear()
            self._waiting.clear()
        for each in left:
            each.answer.cancel()

    def _work(self) -> None:
        """In a thread: what is next, and then whoever else wants a thread has a turn."""
        batch = self._next()
        if batch:
            self._serve(batch)
        with self._lock:
            more = bool(self._first or self._waiting)
            self._at_work -= not more
        if more:
            with contextlib.suppress(RuntimeError):  # closed, after `finish`
                self._threads.submit(self._work)

    def _serve(self, batch: Sequence[_Waiting]) -> None:
        self._do(batch)
        batch[0].answer.get_loop().call_soon_threadsafe(_tell, batch)

    def _next(self) -> Sequence[_Waiting]:
        with self._lock:
            line, batch = self._first or self._waiting, list[_Waiting]()
            while line and len(batch) < self._together:
                each = line.popleft()
                if not each.answer.cancelled():
                    batch.append(each)
        return batch

    def _do(self, batch: Sequence[_Waiting]) -> None:
        if len(batch) == 1 or not self._done_together(batch):
            for each in batch:
                try:
                    each.result = self._transact(each.call)
                except BaseException as error:  # for whoever awaits it
                    each.error = error

    def _done_together(self, batch: Sequence[_Waiting]) -> bool:
        """False: one of them raised, so all were undone."""
        spoilt = False

        def all_of_them(connection: sa.Connection) -> None:
            nonlocal spoilt
            for each in batch:
                spoilt = True
                each.result = each.call(connection)
                spoilt = False

        try:
            self._transact(all_of_them)
        except BaseException as error:
            if spoilt:
                return False
            for each in batch:  # it may have been stored: nothing is repeated
                each.error = error
        return True


def _tell(batch: Sequence[_Waiting]) -> None:
    for each in batch:
        each.tell()
