"""Reads parts of what Slack sends where anything may stand: what is not of the kind counts as not there."""

from collections.abc import Mapping
from typing import Any


def part_of(payload: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = payload.get(name)
    return value if isinstance(value, Mapping) else {}


def text_of(payload: Mapping[str, Any], name: str) -> str:
    value = payload.get(name)
    return value if isinstance(value, str) else ""
