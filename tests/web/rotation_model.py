"""Replicas that renew one token, each stopped wherever it speaks with Slack; and Slack's side of it."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot

from bot.store.installations import Installation, InstallationStore
from bot.web.token_rotation import TokenRotation
from tests.store.samples import NOON, Clock

ELM = Installation(
    *("", "T0ELM00001", "Elm"),
    bot_user="U0BOT",
    bot="B0BOT",
    token="xoxe.xoxb-1-0",
    refresh_token="xoxe-1-0",
    expires_at=NOON + 43_200,
)


class SlackSide:
    """A refresh token works once. `grace`: the one before works again, and what it gave before is void."""

    def __init__(self, *, grace: bool = False) -> None:
        self.grace, self.current, self.before, self.given = grace, "xoxe-1-0", "", 0

    def exchange(self, refresh: str) -> tuple[str, str]:
        """Raises `SlackTokenRotationError`."""
        if refresh == self.current:
            self.before = refresh
        elif not (self.grace and refresh and refresh == self.before):
            made: Any = SlackApiError  # the library leaves it untyped
            error = made("refused", {"ok": False, "error": "invalid_refresh_token"})
            raise SlackTokenRotationError(error)
        return self.fresh()

    def fresh(self) -> tuple[str, str]:
        """Token and refresh token, also of an installation anew."""
        self.given += 1
        self.current = f"xoxe-1-{self.given}"
        return f"xoxe.xoxb-1-{self.given}", self.current


class Replica:
    """One process. It stands still before it asks Slack, and before it hears the answer."""

    def __init__(self, store: InstallationStore, slack: SlackSide, clock: Clock) -> None:
        self.store: InstallationStore | _Gone = store
        self._slack, self.lease = slack, 0
        rotator: Any = self
        watched: Any = self
        self.rotation = TokenRotation(watched, rotator, clock, "page", self._sleep)
        self.heard = ""
        """The refresh token that it was given last."""
        self.task: asyncio.Task[Installation | None] | None = None
        self._stands = asyncio.Event()
        self._may_go: asyncio.Future[str] | None = None

    async def _sleep(self, _: float) -> None:
        await asyncio.sleep(0)

    # What the rotation is given as its store

    async def take_rotation(self, row: Installation, lease: float) -> int | None:
        taken = await self.store.take_rotation(row, lease)
        self.lease = taken or 0
        return taken

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    # What it is given as Slack

    async def perform_bot_token_rotation(self, *, bot: Bot, **_: Any) -> Bot:
        await self._stand()
        token, refresh = self._slack.exchange(str(bot.bot_refresh_token))
        if await self._stand() == "lost":
            raise TimeoutError
        self.heard = refresh
        fresh = Bot(**bot.to_dict_for_copying())
        fresh.bot_token, fresh.bot_refresh_token = token, refresh
        fresh.bot_token_expires_at = 4_000_000_000
        return fresh

    async def _stand(self) -> str:
        self._may_go = asyncio.get_running_loop().create_future()
        self._stands.set()
        return await self._may_go

    # What the test does with it

    def is_busy(self) -> bool:
        return self.task is not None and not self.task.done()

    async def begin(self, row: Installation) -> None:
        self.lease, self.heard = 0, ""
        self._stands.clear()
        self.task = asyncio.create_task(self.rotation.renewed(row))
        await self._until_it_stands()

    async def go_on(self, said: str = "") -> None:
        """To the next place where it stands still, or to its end. `said`: `lost` is what Slack answered."""
        assert self._may_go is not None
        self._stands.clear()
        self._may_go.set_result(said)
        await self._until_it_stands()

    async def _until_it_stands(self) -> None:
        assert self.task is not None
        stands = asyncio.ensure_future(self._stands.wait())
        await asyncio.wait({self.task, stands}, return_when=asyncio.FIRST_COMPLETED)
        stands.cancel()
        if self.task.done():
            self.task.result()
            self._stands.clear()

    async def die(self) -> None:
        """As by SIGKILL: nothing of it is done any more, its `finally` included."""
        if self.task is not None:
            self.store = _Gone()
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task


class _Gone:
    """Whatever a dead process still asks of its store."""

    def __getattr__(self, name: str) -> Any:
        async def nothing(*_: Any) -> None:
            return None

        return nothing


@dataclass
class Told:
    """Tokens that reached a living replica or an installing browser, by the number of their lease."""

    by_lease: dict[int, str] = field(default_factory=dict)

    @property
    def newest(self) -> str:
        return self.by_lease[max(self.by_lease)]
