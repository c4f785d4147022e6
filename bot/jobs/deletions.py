"""A deletion that is asked for and not done yet: what the job's card says of it."""

from typing import NamedTuple


class PendingDeletion(NamedTuple):
    """`change`: its id. `by`: the Slack user id of whoever asked. `waits_for_approval`: for somebody's yes.

    `until` (Unix seconds): from then on it is sent; 0 where that is not known yet.
    """

    change: str
    by: str
    waits_for_approval: bool
    until: float
