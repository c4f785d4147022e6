"""Those who wait a moment for what becomes of a change that they have just asked for.

Only a hint, in this process: whoever hears nothing in time says that it goes on.
"""

import asyncio

from bot.jobs.change import ENDED, Change


class ChangeWatchers:
    def __init__(self) -> None:
        self._waiting: dict[str, list[asyncio.Future[Change]]] = {}

    async def next_state(self, change: Change, within: float) -> Change:
        """The change in its next state; as it is where it has ended, or nothing comes in `within` seconds."""
        if change.state in ENDED or change.state in {"unknown", "waiting"}:
            return change
        heard: asyncio.Future[Change] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(change.id, []).append(heard)
        try:
            async with asyncio.timeout(within):
                return await heard
        except TimeoutError:
            return change
        finally:
            waiting = self._waiting[change.id]
            waiting.remove(heard)
            if not waiting:
                del self._waiting[change.id]

    def tell(self, change: Change) -> None:
        """The change has come into a state that its member is told of."""
        for heard in self._waiting.get(change.id, ()):
            if not heard.done():
                heard.set_result(change)
