"""The words by which a change to a job is told: `move it to …`, `give this to …`, `take the … off`, `mark as …`."""

from collections.abc import Mapping
from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SMALL = _words("""
    please pls plz plse thanks thx ta cheers mate hi hello sorry soz ok okay yes yep actually um er just also too aswell again tho though
    can could would will shall we we'd we'll you u i i'd i'll let's lets need to be is are it its it's that that's this the a an one job
    for on at as so then and visit appointment appt booking date day days work works my mistake has have been going with both all of them poss & +
""")  # fmt: skip
"""Words that say nothing of what is changed."""
PAIRS = _words("from of instead rather than")
"""Words between two values of which one takes the other's place."""
ENDS = _words(
    "due deadline end ends ending finish finishes finishing completion extend extended by before b4 latest"
)
"""Words that make a day the last one."""
DONE = _words("done finished completed complete sorted")
"""Words that do so beside `by` or `before`."""
WANTS = _words(
    "landlord ll landlady client owner he she they he'd she'd they'd wants want wanted needs needed like"
)
"""Whoever may set a last day, and that they do."""
STARTS = _words("start starts starting begin begins beginning")
MOVES = _words("""
    move moved moving push pushed pushing shift shifted shifting rebook rebooked rebooking reschedule rescheduled rearrange rearranged re-arrange
    re-arranged postpone postponed delay delayed bring bringing brought pull pulled put change changed make made swap swapped switch switched
    set book booked re-book re-booked
""")
"""What is done to a day; one that follows at once may be the day that is moved away."""
SWAPS = _words("swap swapped switch switched change changed replace replaced replacing move moved")
"""What is done to one of two."""
GOES = _words("forward forwards foward fwd back out off in")
"""Where something is moved; it says nothing without a word that moves it."""
HANDS = _words("""
    give given giving pass passed passing hand handed handing reassign reassigned re-assign assign assigned swap swapped replace send sending
    use using get instead doing
""")
"""What makes somebody who is named the one who may be to do the work."""


@dataclass(frozen=True)
class Topic:
    """What is said of a value of one kind. `strong`: one of these says that it is changed; `weak`: may stand beside them."""

    strong: frozenset[str]
    weak: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        return self.strong | self.weak


_PUT = _words("mark marked put set change changed make made move moved")
TOPICS: Mapping[str, Topic] = {
    "day": Topic(
        MOVES | ENDS | STARTS | {"instead", "now"},
        DONE | _words("""
            forward forwards foward fwd back out off until till til in doing get getting
        """) | WANTS,
    ),
    "contractor_id": Topic(
        _words("""
            give given giving pass passed passing hand handed handing reassign reassigned re-assign assign assigned swap swapped switch switched change
            changed replace replaced replacing send sending use using get book booked put move moved doing instead now add contractor engineer gone back
        """),
        _words("over got by goes go take taking"),
    ),
    "priority_id": Topic(
        _PUT | _words("downgrade downgraded upgrade upgraded drop dropped lower lowered raise raised bump bumped priority prio"),
        _words("up down back now level"),
    ),
    "status_id": Topic(_PUT | _words("status stage"), _words("back now")),
    "job_type_id": Topic(_words("set change changed mark marked type trade category"), _words("now really")),
    "agent_id": Topic(_words("add agent"), _words("letting now new")),
    "tenants_ids": Topic(_words("add"), _words("tenant tenants")),
    "vat_percentage": Topic(_words("vat"), _words("set change make rate now")),
}  # fmt: skip
FROM_TO = MOVES - _words(
    "book booked re-book re-booked rebook rebooked rebooking reschedule rescheduled set put make made"
)
"""Beside `friday to monday` these say that it is moved from the first to the second, and not that it takes both."""
SET_TO = _words("to as at on")
"""One of these stands right before the status or the priority that is set, or the type, which may have `a` before it."""
SETS = _words("mark marked set put")
"""These set the status that follows `it`: `mark it complete`."""
CLEARS = _words("""
    clear cleared remove removed delete deleted unset wipe blank unassign unassigned take taken drop off scrap none nobody nil n/a empty no no-one
""")  # fmt: skip
CHANGING = CLEARS.union(*(topic.words for topic in TOPICS.values()))
"""All words that tell of a change."""
LEFT = MOVES | GOES - {"out", "off"} | {"instead", "now", "until", "till", "til"}
"""What may be left of a phrase once its value is taken: words that by themselves change nothing, and are no value."""
