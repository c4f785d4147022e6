"""rapidfuzz, imported at its first use, since start-up matters, and by one thread at a time.

Its modules import each other: two threads that begin at once, the warm-up and a member's first
form, would each find the other's half done.
"""

import threading
from types import ModuleType

_LOCK = threading.Lock()


def rapidfuzz() -> ModuleType:
    """The package with `fuzz`, `process` and `distance`; at once when it has been imported."""
    with _LOCK:
        import rapidfuzz  # noqa: PLC0415
        import rapidfuzz.distance  # noqa: PLC0415
        import rapidfuzz.fuzz  # noqa: PLC0415
        import rapidfuzz.process  # noqa: PLC0415

    return rapidfuzz
