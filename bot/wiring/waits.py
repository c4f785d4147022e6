"""How long the bot waits by itself."""

from dataclasses import dataclass, field

from bot.slack.rate_limit import Timing


@dataclass(frozen=True)
class Waits:
    """All seconds. The defaults suit people and servers; a sandbox may be quicker.

    `first_retry`: before a change that PropOps did not take is tried again. `duplicate_check`:
    before a create that was in doubt is looked at once more; 0: by the settle time.
    `deferred_tasks`, `tokens`: between looks for what is due, and for members who have linked from
    outside while a change waited.
    """

    first_retry: float = 2.0
    duplicate_check: float = 0.0
    deferred_tasks: float = 2.0
    tokens: float = 3.0
    slack: Timing = field(default_factory=Timing)


USUAL = Waits()
