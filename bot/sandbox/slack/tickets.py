"""What Slack hands out for a short time: trigger ids and response URLs."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.refusals import SlackRefused

Clock = Callable[[], float]

TRIGGER_SECONDS = 3.0
HOOK_SECONDS = 30 * 60.0
HOOK_USES = 5


@dataclass
class Trigger:
    """Permission to open one modal for one member. `view` is the modal it was made in, if any."""

    id: str
    member: str
    view: str | None
    made_at: float
    used: bool = False


class Triggers:
    """Trigger ids: each works once, within 3 s [interactivity/handling-user-interaction]. `seconds`: how
    long they live; a test on a busy machine gives them more.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock, self.seconds = clock, TRIGGER_SECONDS
        self._made: dict[str, Trigger] = {}

    def issue(self, member: str, view: str | None = None) -> str:
        number = 1_000_000 + len(self._made)
        trigger = Trigger(f"{number}.42.{token_hex(8)}", member, view, self._clock())
        self._made[trigger.id] = trigger
        return trigger.id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use it up. Raises `SlackRefused` when unknown, used or too old."""
        trigger = self._made.get(trigger_id)
        if trigger is None:
            raise SlackRefused("invalid_trigger_id")
        if trigger.used:
            raise SlackRefused("exchanged_trigger_id")
        if self._clock() - trigger.made_at > self.seconds:
            raise SlackRefused("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass
class Hook:
    """A response URL: what it answers, for whom, and how often it was used."""

    token: str
    member: str
    channel: str
    message: Message | None
    made_at: float
    uses: int = 0


class Hooks:
    """Response URLs: five uses within half an hour of the interaction."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._made: dict[str, Hook] = {}

    def issue(self, member: str, channel: str, message: Message | None = None) -> Hook:
        hook = Hook(token_hex(12), member, channel, message, self._clock())
        self._made[hook.token] = hook
        return hook

    def is_known(self, token: str) -> bool:
        return token in self._made

    def use(self, token: str) -> Hook:
        """Count one use. Raises `SlackRefused`, which the caller answers as 404."""
        hook = self._made.get(token)
        if hook is None:
            raise SlackRefused("invalid_url")
        if self._clock() - hook.made_at > HOOK_SECONDS:
            raise SlackRefused("expired_url")
        if hook.uses >= HOOK_USES:
            raise SlackRefused("used_url")
        hook.uses += 1
        return hook
