"""Switches for trouble, as a person understands them: what is wrong with PropOps, and with Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.slack import NotPossible, SandboxSlack

Json = dict[str, Any]
WELL = "well"
_WRITES = "POST /api/jobs/manage"
_POSTS = ("chat.postMessage", "chat.update", "chat.postEphemeral")


@dataclass(frozen=True)
class Trouble:
    """One setting of a switch. `faults` are PropOps's; `error` is what Slack answers to posts."""

    label: str
    about: str
    faults: tuple[Fault, ...] = ()
    error: str = ""


SWITCHES: Mapping[str, Mapping[str, Trouble]] = MappingProxyType(
    {
        "propops": {
            WELL: Trouble("Works", "PropOps answers at once."),
            "slow": Trouble(
                "Slow", "Every answer takes 4 seconds.", (Fault("*", "slow", None, 4.0),)
            ),
            "down": Trouble("Down", "Connections are dropped.", (Fault("*", "drop_before", None),)),
            "silent": Trouble(
                "Loses its answers",
                "It does what it is told, and the answer never arrives.",
                (Fault(_WRITES, "drop_after", None),),
            ),
            "limited": Trouble(
                "Rate-limits",
                "Every call is answered 429, Retry-After: 30.",
                (Fault("*", "429", None, 30.0),),
            ),
            "refuses": Trouble(
                "Refuses", "Every write is answered 403.", (Fault(_WRITES, "403", None),)
            ),
        },
        "slack": {
            WELL: Trouble("Works", "Slack takes what the bot posts."),
            "limited": Trouble(
                "Rate-limits", "Posts are answered 429, Retry-After: 2.", error="ratelimited"
            ),
            "silent": Trouble(
                "Loses its answers", "It posts, and the answer never arrives.", error="drop_after"
            ),
        },
    }
)


class Switches:
    """Where each switch stands now."""

    def __init__(self, slack: SandboxSlack, propops: SandboxPropOps) -> None:
        self._slack, self._propops = slack, propops
        self._now = dict.fromkeys(SWITCHES, WELL)

    def turn(self, switch: str, to: str) -> None:
        """Heals what the switch did before. Raises `NotPossible` for a setting there is not."""
        trouble = SWITCHES.get(switch, {}).get(to)
        if trouble is None:
            raise NotPossible(f"there is no switch {switch}: {to}")
        self._now[switch] = to
        if switch == "propops":
            self._propops.heal()
            for fault in trouble.faults:
                self._propops.fail(fault)
            return
        self._slack.heal()
        if trouble.error:
            for method in _POSTS:
                self._slack.fail(method, trouble.error, times=-1, retry_after=2)

    def shown(self) -> list[Json]:
        return [
            {
                "name": switch,
                "now": self._now[switch],
                "settings": [
                    {"name": name, "label": each.label, "about": each.about}
                    for name, each in settings.items()
                ],
            }
            for switch, settings in SWITCHES.items()
        ]
