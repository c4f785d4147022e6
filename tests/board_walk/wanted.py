"""What the channel wants of its cards and threads, and whether it gets that."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.sandbox.slack.messages import Message

_USUAL = frozenset({"Update", "Notify contractor", "Restore"})


@dataclass
class Wanted:
    """`statuses`: a new one also to the channel. `notes`: in threads. `buttons`: two of a card, or the usual."""

    statuses: bool = True
    notes: bool = True
    buttons: frozenset[str] = field(default=_USUAL)

    def check_status(self, told: Sequence[Message], *, is_new: bool) -> None:
        """`told`: what the channel was told besides, when a job was updated from here."""
        count = 1 if is_new and self.statuses else 0
        assert len(told) == count, f"{[each.text for each in told]} to the channel, wanted: {self}"

    def check_note(self, replies: int) -> None:
        """`replies`: how many its thread has more than before a case note was added from here."""
        assert replies == int(self.notes), f"{replies} replies of a note, wanted: {self}"

    def check_buttons(self, card: Message) -> None:
        """Of a card that was drawn just now."""
        there = {each.partition(":")[0] for each in card.buttons}
        optional = _USUAL | {"Add note", "Show", "Add photos"}
        assert there & optional == self.buttons, f"{card.buttons}, wanted: {self}"
