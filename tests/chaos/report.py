"""What came of a run: each change done once or left unknown, none doubled, none lost, and its cards."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack.messages import Message
from tests.chaos.requests import Intent, effects


@dataclass
class Report:
    """The result of a run."""

    database: str
    changes: int
    kills: int = 0
    points: int = 0
    """Named points at which it was killed."""
    missed: list[str] = field(default_factory=list)
    """Named points that it did not come to."""
    seconds: float = 0.0
    faults: int = 0
    states: Counter[str] = field(default_factory=Counter)
    once: int = 0
    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    cards_once: int = 0
    cards_wrong: list[str] = field(default_factory=list)
    unknown: int = 0
    unknown_of: Counter[str] = field(default_factory=Counter)
    """Action → how many of its changes."""

    @property
    def passed(self) -> bool:
        return not (self.doubled or self.lost or self.cards_wrong)

    def count(
        self,
        intended: list[Intent],
        changes: Mapping[str, Any],
        propops: SandboxPropOps,
        messages: Iterable[Message],
    ) -> None:
        """`changes`: id → what the bot says of it; `messages`: of the channel with the cards."""
        cards = _posted(messages)
        for each in intended:
            stored = changes.get(each.id)
            times = effects(propops, each)
            name = f"{each.action} {each.id}"
            now = stored["state"] if stored else "missing"
            self.states[now] += 1
            if times > 1:
                self.doubled.append(f"{name}: {times} times, {now}")
            if now == "unknown":
                self.unknown += 1
                self.unknown_of[each.action] += 1
            elif now == "done" and times == 1:
                self.once += 1
            elif times == 0:
                self.lost.append(f"{name}: {now} {stored and stored['outcome']}")
            elif times == 1:
                self.lost.append(f"{name}: done, but called {now}")
            if now == "done":
                self._count_card(name, cards[f"{each.id}:card"], cards[f"{each.id}:event"])
        self._count_jobs(intended, cards)

    def _count_jobs(self, intended: list[Intent], cards: Counter[str]) -> None:
        """A job has one card, whichever of its changes posted it."""
        of_job: Counter[str] = Counter()
        for each in intended:
            of_job[each.job or each.id] += cards[f"{each.id}:card"]
        self.cards_wrong += [f"{job}: {n} cards" for job, n in of_job.items() if n > 1]

    def _count_card(self, name: str, posted: int, events: int) -> None:
        """A change is shown by the card it posted, or in the thread of another's."""
        if (posted, events) in {(1, 0), (0, 1)}:
            self.cards_once += 1
        else:
            self.cards_wrong.append(f"{name}: {posted} cards, {events} replies")


def _posted(messages: Iterable[Message]) -> Counter[str]:
    """Key → how many messages that are not deleted carry it."""
    return Counter(
        (each.metadata or {}).get("event_payload", {}).get("key", "")
        for each in messages
        if not each.deleted
    )
