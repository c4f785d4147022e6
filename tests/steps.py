"""Work counted in steps of the program rather than in seconds, so that a busy machine changes nothing."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def counted_steps() -> Iterator[Callable[[], int]]:
    """How many functions were called so far, those written in C included; a recursion counts each call."""
    count = 0

    def called(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    try:
        yield lambda: count
    finally:
        sys.setprofile(None)


def steps(work: Callable[[], object]) -> int:
    """How many functions `work` calls."""
    with counted_steps() as so_far:
        work()
    return so_far()


def cpu(work: Callable[[], object], tries: int = 3) -> float:
    """Seconds of this thread's processor time, of several tries the least: for what C does in one step."""
    best = float("inf")
    for _ in range(tries):
        before = time.thread_time()
        work()
        best = min(best, time.thread_time() - before)
    return best


def cpu_within(work: Callable[[], object], most: float, tries: int = 5) -> bool:
    """Whether one try takes at most so many seconds of processor time: no more tries than that needs."""
    return any(cpu(work, 1) < most for _ in range(tries))
