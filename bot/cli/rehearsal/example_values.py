"""Values for the parameters of whatever draws a message or a view, by their types.

A new parameter of a known type needs nothing here; of an unknown one `values_of` raises, and a test tells.
"""

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from types import MappingProxyType, NoneType, SimpleNamespace, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from bot.jobs.actions import SUBCOMMANDS, WRITES, Action, SubCommand
from bot.jobs.board import Asked, Asleep, Board, Pending, Row, Snooze
from bot.jobs.change import Change, Member, Place
from bot.jobs.model import Choice, Commit, Job
from bot.views import messages
from bot.views.blocks import Message
from bot.views.link_owner import OtherAccount
from bot.views.linking import LinkExpiry

AT = 1_767_600_000.0
"""Unix seconds of whatever happens in an example: a Monday in January."""
MEMBER = Member("", "T000000001", "U000000001")
UUID = "550e8400-e29b-41d4-a716-446655440000"
JOB = Job(
    uuid=UUID,
    id=1,
    job_ref="JOB-001",
    job_title="Boiler service (an example)",
    job_description="<p>No hot water since Sunday.</p>",
    status_id=1,
    status_name="New",
    priority_id=3,
    priority_name="Urgent",
    job_type_id=2,
    job_type_name="Gas & Heating",
    agent_id=4,
    agent_name="Lettings & Co",
    contractor_id=5,
    contractor_name="Ace Gas",
    address_id=6,
    full_address="12 Elm Row, Leeds, LS6 2AB",
    job_total_budget=Decimal(250),
    contractor_budget=Decimal(180),
    vat_percentage=Decimal(20),
    total_amount=Decimal(216),
    date_works_start_date="2026-01-05",
    date_works_end_date="2026-01-06",
    updated_at="2026-01-05T09:30:00Z",
    created_at="2026-01-04T09:30:00Z",
    photos_count=2,
)
LISTS = {
    "priorities": [Choice(3, "Urgent"), Choice(4, "Low")],
    "statuses": [Choice(1, "New"), Choice(2, "Completed")],
    "job_types": [Choice(2, "Gas & Heating")],
}
BARE_JOB = Job(uuid="550e8400-e29b-41d4-a716-446655440001")
_ID = "S-ABCDEFGHIJKL"
_FIELDS = {"job_title": JOB.job_title, "status_id": 1, "date_works_start_date": "2026-01-05"}
_BY_NAME: Mapping[str, Any] = {
    "url": "https://propops.example/jobs/1",
    "job_url": "https://propops.example/jobs/1",
    "email": "dana@example.com",
    "zone": "Europe/London",
    "action": "update",
    "updated_at": "2026-01-05T09:30:00Z",
    "user": MEMBER.user,
    "by": MEMBER.user,
    "channel": "C000000001",
    "code": "E-7KXQ2MPA",
    "draft": "F-S-ABCDEFGHIJKL",
    "undo": _ID,
    "deletion": _ID,
    "change": _ID,
    "job": UUID,
    "uuid": UUID,
    "buttons": "note",
}
"""Of a text whose form matters, by the parameter's name; any other text is words."""


class NoExample(TypeError):
    """A type that nothing is known about."""


def change(action: str) -> Change:
    """A change of that action, of which something is known."""
    return Change(
        _ID,
        "T000000001:example",
        cast("Action", action),
        MEMBER,
        Place("C000000001", "V000000001", "1767600000.000100"),
        job_uuid=UUID,
        job_ref=JOB.job_ref,
        fields=_FIELDS,
        base={"updated_at": JOB.updated_at, "fields": {"job_title": "Boiler"}},
        created_at=AT,
        updated_at=AT,
    )


def values_of(kind: Any, name: str) -> Sequence[Any]:
    """The plainest value first, then others that make a difference. Raises `NoExample`."""
    if kind in _MADE:
        return _MADE[kind]()
    origin, inside = get_origin(kind), get_args(kind)
    if kind is str:
        return (_text(name),)
    if origin is Literal:
        return inside
    if origin in {Union, UnionType}:
        return _either(inside, name)
    if _is(origin, Mapping):
        return ({},)
    if _is(origin, Iterable):
        return _several(inside, name)
    if _is(origin, Callable):
        return (lambda *_: None,)
    if kind is Any:
        return (None,)
    if _is_made_of_fields(kind):
        return _made(kind)
    raise NoExample(f"{name}: {kind}")


def ways(
    function: Callable[..., Any], special: Mapping[str, Sequence[Any]] = MappingProxyType({})
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Arguments to call a function with: only those it must have; all; and then another value of each in turn.

    `special`: values by parameter, for what its type alone does not tell. Raises `NoExample`.
    """
    hints, parameters = get_type_hints(function), inspect.signature(function).parameters
    values = {name: special.get(name) or values_of(hints[name], name) for name in parameters}
    yield (
        "least",
        {
            name: values[name][0]
            for name, parameter in parameters.items()
            if parameter.default is parameter.empty
        },
    )
    every = {name: some[0] for name, some in values.items()}
    yield "all", every
    for name, some in values.items():
        for number, value in enumerate(some[1:], start=2):
            yield f"{name} {number}", {**every, name: value}


def _made(kind: Any) -> Sequence[Any]:
    made: list[Any] = []
    for _, given in ways(kind):
        if (value := kind(**given)) not in made:
            made.append(value)
    return made


def _either(inside: Sequence[Any], name: str) -> Sequence[Any]:
    some = [each for kind in inside if kind is not NoneType for each in values_of(kind, name)]
    return [*some, None] if NoneType in inside else some


def _several(inside: Sequence[Any], name: str) -> Sequence[Any]:
    kinds = [kind for kind in inside if kind is not Ellipsis]
    if len(kinds) > 1:  # a tuple of its own form
        return (tuple(values_of(kind, name)[0] for kind in kinds),)
    one = values_of(kinds[0], name)
    return (list(one[:2]), [])


def _is(origin: Any, kind: Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, kind)


def _is_made_of_fields(kind: Any) -> bool:
    return dataclasses.is_dataclass(kind) or (isinstance(kind, type) and hasattr(kind, "_fields"))


def _text(name: str) -> str:
    return str(_BY_NAME.get(name, "Words of an example, with <marks> & *stars*"))


_LINK_EXPIRY = SimpleNamespace(expires_at=AT, ends_by=AT)
_OTHER_ACCOUNT = SimpleNamespace(user=MEMBER.user, name="Dana Reid", handle="dana")
_ROWS = [
    Row("approval", _ID, AT, asked=Asked(_ID, 1, "Update job", "Dana Reid", AT)),
    Row("stuck", _ID, AT, pending=Pending(_ID, "unknown", "New job", AT)),
    Row("contractor", UUID, AT, job=BARE_JOB),
    Row("accept", UUID, AT, job=JOB),
    Row("visit", UUID, None, job=JOB),
]
BOARD = Board(_ROWS, [Asleep(row, Snooze(row.key, AT, at=AT), 2) for row in _ROWS[:2]])
_MADE: Mapping[Any, Callable[[], Sequence[Any]]] = {
    bool: lambda: (True, False),
    int: lambda: (1, 3),
    float: lambda: (AT,),
    tzinfo: lambda: (UTC,),
    date: lambda: (datetime.fromtimestamp(AT, UTC).date(),),
    Job: lambda: (JOB, BARE_JOB),
    Change: lambda: [change(action) for action in WRITES],
    Choice: lambda: (Choice(1, "Ace Gas", "Leeds"),),
    Commit: lambda: (Commit(id=1, at=JOB.updated_at, by="Dana Reid", message="Updated"),),
    SubCommand: lambda: (SUBCOMMANDS["new"],),
    LinkExpiry: lambda: (_LINK_EXPIRY,),
    OtherAccount: lambda: (_OTHER_ACCOUNT,),
    Member: lambda: (MEMBER,),
    Board: lambda: (BOARD, Board()),
    Message: lambda: (messages.one_moment(),),
    Mapping[str, Sequence[Choice]]: lambda: (LISTS, {}),
}
