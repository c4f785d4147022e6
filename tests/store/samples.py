"""Changes to store, and a clock to store them by."""

from typing import Any

from bot.jobs.change import Change, Member, Place, change_id

ALICE = Member("", "T1", "UALICE")
BOB = Member("", "T1", "UBOB")
NOON = 1_750_000_000.0
CANARY = "KEYSAFE-4471-canary"


class Clock:
    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def a_change(key: str = "T1:V1", **more: Any) -> Change:
    return Change(
        id=change_id(key),
        key=key,
        action="create",
        member=ALICE,
        place=Place("C1", "V1", "1.2"),
        fields={"job_title": "Leak <!channel> £5 – “now”", "address_id": 12},
        names={"address_id": "12 Elm Row"},
    ).but(**more)
