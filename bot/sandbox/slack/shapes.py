"""The small words that Block Kit's rules are written with: string, items, shape, text.

A rule looks at one value and complains in Slack's manner, with a JSON pointer to the place. Every
complaint of a payload is collected, so that one look tells all that is wrong.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Place = Literal["message", "modal", "home"]


@dataclass
class Look:
    """One look over one payload, and what was found wrong in it."""

    place: Place
    complaints: list[str] = field(default_factory=list)

    def say(self, path: str, what: str) -> None:
        self.complaints.append(f"{what} [json-pointer:{path}]")


Rule = Callable[[Any, str, Look], None]


def anything(_value: Any, _path: str, _look: Look) -> None:
    """No rule: Slack's page gives none."""


def string(most: int, least: int = 1, like: str | None = None) -> Rule:
    """Between `least` and `most` characters, of the given form."""

    def rule(value: Any, path: str, look: Look) -> None:
        if not isinstance(value, str):
            look.say(path, "must be a string")
        elif len(value) < least:
            look.say(path, f"must be more than {least - 1} characters")
        elif len(value) > most:
            look.say(path, f"must be less than {most + 1} characters")
        elif like is not None and re.fullmatch(like, value) is None:
            look.say(path, f"does not match the pattern {like}")

    return rule


def flag(value: Any, path: str, look: Look) -> None:
    if not isinstance(value, bool):
        look.say(path, "must be a boolean")


def whole(least: int, most: int) -> Rule:
    """A number without a fraction; booleans are none."""

    def rule(value: Any, path: str, look: Look) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            look.say(path, "must be an integer")
        elif not least <= value <= most:
            look.say(path, f"must be between {least} and {most}")

    return rule


def one_of(*values: str) -> Rule:
    def rule(value: Any, path: str, look: Look) -> None:
        if value not in values:
            look.say(path, f"must be one of {', '.join(values)}")

    return rule


def items(each: Rule, most: int, least: int = 1) -> Rule:
    """A list of `least` to `most` values, each of which keeps the rule."""

    def rule(value: Any, path: str, look: Look) -> None:
        if not isinstance(value, list):
            look.say(path, "must be an array")
            return
        if len(value) < least:
            look.say(path, f"no fewer than {least} items allowed")
        if len(value) > most:
            look.say(path, f"no more than {most} items allowed")
        for index, item in enumerate(value):
            each(item, f"{path}/{index}", look)

    return rule


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Rule) -> Rule:
    """An object with these keys and no others. `also` look at it once it has its form."""
    known = {**required, **optional}

    def rule(value: Any, path: str, look: Look) -> None:
        if not isinstance(value, dict):
            look.say(path, "must be an object")
            return
        before = len(look.complaints)
        for key in required:
            if key not in value:
                look.say(path, f"missing required field: {key}")
        for key, inner in value.items():
            if key in known:
                known[key](inner, f"{path}/{key}", look)
            else:
                look.say(path, f"invalid additional property: {key}")
        if len(look.complaints) == before:
            for check in also:
                check(value, path, look)

    return rule


def by_type(rules: Mapping[str, Rule], what: str) -> Rule:
    """The rule of the object's own `type`."""

    def rule(value: Any, path: str, look: Look) -> None:
        if not isinstance(value, dict):
            look.say(path, "must be an object")
        elif not isinstance(kind := value.get("type"), str) or kind not in rules:
            look.say(path, f"unsupported type of {what}: {kind}")
        else:
            rules[kind](value, path, look)

    return rule


def plain(most: int) -> Rule:
    """A `plain_text` object [reference/block-kit/composition-objects/text-object]."""
    return by_type({"plain_text": _plain(most)}, "text")


def text(most: int) -> Rule:
    """A text object of either kind."""
    return by_type({"plain_text": _plain(most), "mrkdwn": _mrkdwn(most)}, "text")


def mrkdwn(most: int) -> Rule:
    return by_type({"mrkdwn": _mrkdwn(most)}, "text")


def _plain(most: int) -> Rule:
    return shape({"type": anything, "text": string(most)}, {"emoji": flag})


def _mrkdwn(most: int) -> Rule:
    return shape({"type": anything, "text": string(most)}, {"verbatim": flag})
