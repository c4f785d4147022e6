"""What PropOps tells one account that it has not read yet (api/notifications): which jobs to look at first.

Nothing depends on it: an instance may not have it, nor an account the right to it, and a path of the same name may
answer with the system's own notices (api-reference/system).
"""

from typing import Any, NamedTuple, Protocol

from bot.errors import Garbled
from bot.propops.parse.values import first, rows, tells_of_none, text

PATH = "/api/system/notifications"
MOST = 100
"""Rows of one page at most (api/notifications)."""
PARAMS: dict[str, str | int] = {"action": "list", "unread_only": "true", "limit": MOST}


class Notification(NamedTuple):
    """`id` tells those of one account apart; `resource` is the uuid of a job where it is about one."""

    id: str
    resource: str


class AnyRead(Protocol):
    async def call(self, path: str, params: dict[str, str | int], *, action: str) -> Any:
        """The body of any GET. Raises `PropOpsError` kinds."""


async def unread(propops: AnyRead) -> list[Notification]:
    """As `read`; raises every kind of `PropOpsError` too."""
    return read(await propops.call(PATH, PARAMS, action="notifications"))


def read(payload: Any) -> list[Notification]:
    """Raises Garbled for what is no feed: its rows have a `resource_type`."""
    found = rows(payload, "notifications")
    if any("resource_type" not in row for row in found) or not (found or tells_of_none(payload)):
        raise Garbled("no notification feed")
    return [
        Notification(text(first(row, "id", "ID")), text(row.get("resource_id"))) for row in found
    ]
