"""One Web API call: its arguments as slack_sdk sends them, and what was answered."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
_TS = re.compile(r"\d{1,12}\.\d{6}")


@dataclass(frozen=True)
class Call:
    """The arguments of a call, read strictly. `is_json`: types came as sent, not as strings."""

    method: str
    args: Mapping[str, Any]
    is_json: bool
    scopes: frozenset[str] = frozenset()

    def need(self, scope: str) -> None:
        """Raises `missing_scope` unless the token has it."""
        if scope not in self.scopes:
            provided = ",".join(sorted(self.scopes))
            raise SlackRefused("missing_scope", needed=scope, provided=provided)

    def has(self, name: str) -> bool:
        return self.args.get(name) is not None

    def string(self, name: str, default: str | None = None) -> str:
        """A string argument; a number in JSON is refused, as Slack does with `thread_ts`."""
        value = self.args.get(name)
        if value is None:
            if default is None:
                raise SlackRefused("invalid_arguments", [f"missing required field: {name}"])
            return default
        if not isinstance(value, str):
            raise SlackRefused("invalid_arguments", [f"must be a string [json-pointer:/{name}]"])
        return value

    def ts(self, name: str) -> str:
        """A message's time stamp, a string with six decimals. Raises `invalid_ts`."""
        value = self.string(name)
        if not _TS.fullmatch(value):
            raise SlackRefused("invalid_thread_ts" if name == "thread_ts" else f"invalid_{name}")
        return value

    def moment(self, name: str, default: float) -> float:
        """A UNIX time given as a string. Raises `invalid_ts_…`."""
        try:
            return float(self.string(name, str(default)))
        except ValueError:
            raise SlackRefused(f"invalid_ts_{name}") from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.args.get(name, default)
        if isinstance(value, str):
            return value.lower() in {"1", "true"}
        return bool(value)

    def number(self, name: str, default: int) -> int:
        value = self.args.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise SlackRefused("invalid_arguments", [f"{name} must be an integer"]) from None

    def names(self, name: str, default: str = "") -> list[str]:
        """A comma-separated list, or a JSON array."""
        value = self.args.get(name, default)
        if isinstance(value, list):
            return [str(each) for each in value]
        return [each.strip() for each in str(value).split(",") if each.strip()]

    def page(self, rows: list[Any], default: int, most: int) -> tuple[list[Any], str]:
        """One page of rows and the cursor of the next. Raises `invalid_cursor`, `invalid_limit`."""
        limit = self.number("limit", default) or default
        if limit < 0:
            raise SlackRefused("invalid_limit")
        limit = min(limit, most)
        cursor = self.string("cursor", "")
        if cursor and not re.fullmatch(r"from-\d+", cursor):
            raise SlackRefused("invalid_cursor")
        start = int(cursor.removeprefix("from-")) if cursor else 0
        end = start + limit
        return rows[start:end], f"from-{end}" if end < len(rows) else ""


Method = Callable[[Workspace, Call], Json]


@dataclass
class Record:
    """One call as it went. `error` is Slack's name, or the fault that was ordered.

    `ok` is whether it took effect: true also for an answer that was lost on the way.
    """

    method: str
    args: Json
    at: float
    ok: bool = False
    error: str = ""
    answer: Json = field(default_factory=dict, repr=False)


def arguments(query: Mapping[str, str], content_type: str, body: bytes) -> tuple[Json, bool]:
    """The arguments of a request, from the query and from a form or JSON body.

    Raises `SlackRefused`: `invalid_json`, `json_not_object`, `invalid_post_type`.
    """
    args: Json = dict(query)
    if not body:
        return args, False
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    if kind == "application/json":
        try:
            sent = json.loads(body)
        except ValueError:
            raise SlackRefused("invalid_json") from None
        if not isinstance(sent, dict):
            raise SlackRefused("json_not_object")
        return args | sent, True
    if kind in {"application/x-www-form-urlencoded", ""}:
        return args | form_fields(body), False
    raise SlackRefused("invalid_post_type")


def form_fields(body: bytes) -> dict[str, str]:
    """A form body; of a repeated field the last counts."""
    return dict(parse_qsl(body.decode(), keep_blank_values=True))
