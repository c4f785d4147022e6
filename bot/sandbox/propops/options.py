"""How this PropOps answers where the documentation disagrees with itself or says nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, get_args, get_origin, get_type_hints

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Options:
    """One instance's habits. The defaults follow the reference pages where they speak."""

    page_size: int = 50
    """Rows of a list when `limit` is not sent [api/overview]."""
    rate_limit: int = 100_000
    """Requests an account, or an address without one, may make in a window."""
    rate_window: int = 60
    """Seconds of that window."""
    csrf_seconds: float = 3600
    """How long an unused CSRF token stays good."""
    create_answer: Literal["full", "flat", "bare"] = "full"
    """The new job's ids: in `data`, in the body itself, or nowhere."""
    create_status: int = 201
    """201 as in [api/jobs], or 200 as in [api/errors]."""
    list_shape: Literal["array", "object", "single"] = "array"
    """`data` of a job list: an array, `{"jobs": [...]}`, or the row itself when there is just one."""
    ids: Literal["ID", "id"] = "ID"
    """How rows spell their number."""
    count: Literal["page", "total"] = "page"
    """What `count` counts: the rows sent or all that match."""
    lookup_names: Literal["name", "prefixed"] = "name"
    """Priorities, statuses and types: `name`, or `priority_name` and so on."""
    permissions: Literal["map", "list", "nested"] = "nested"
    """The caller's rights: key to bool, a list of keys, or a map under `data.permissions`."""
    tenants: Literal["both", "list", "manage"] = "both"
    """Which of /api/tenants/list and /api/tenants/manage exists."""
    list_address_id: bool = True
    """Whether list rows carry `address_id`."""
    unread: frozenset[str] = field(default_factory=frozenset)
    """Fields that `get` leaves out although they can be written, such as `tenants_ids`."""
    feed: Literal["feed", "notices", "absent"] = "feed"
    """/api/system/notifications: each account's own [api/notifications], the system's notices
    [api-reference/system], or no such path."""
    address_path: bool = False
    """Whether /api/addresses/list exists."""
    update_requires_all: bool = False
    """Whether an update must repeat the six required fields."""
    missing_clears: bool = False
    """Whether an update empties the optional fields it does not name."""
    html_descriptions: bool = False
    """Whether plain descriptions are stored as paragraphs, the way a rich-text editor does."""

    def __post_init__(self) -> None:
        for name, kind in get_type_hints(type(self)).items():
            if get_origin(kind) is Literal and getattr(self, name) not in get_args(kind):
                raise ValueError(f"{name} is one of {', '.join(get_args(kind))}")
