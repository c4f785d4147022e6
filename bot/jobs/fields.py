"""The kinds of form field. A kind says how a value is entered and checked, never how it is drawn."""

from dataclasses import dataclass, field
from typing import Literal

LookupName = Literal[
    "priorities",
    "statuses",
    "job_types",
    "time_ranges",
    "addresses",
    "agents",
    "contractors",
    "tenants",
]
Group = Literal["The job", "People", "Dates", "Money", "Access", "References"]


@dataclass(frozen=True)
class Text:
    """Free text, at most `max_length` characters [block-kit: plain_text_input, at most 3,000]."""

    max_length: int = 3000
    multiline: bool = False


@dataclass(frozen=True)
class Email:
    """One e-mail address."""


@dataclass(frozen=True)
class Day:
    """A calendar day, local to the property, without a time."""


@dataclass(frozen=True)
class Money:
    """Pounds and pence, never negative."""


@dataclass(frozen=True)
class Percent:
    """0 to 100, decimals allowed."""


@dataclass(frozen=True)
class Pick:
    """One of a short list that is the same for everybody (at most 100 options)."""

    lookup: LookupName


@dataclass(frozen=True)
class Lookup:
    """One (or `many`) of a long list, found by typing."""

    lookup: LookupName
    many: bool = False


Kind = Text | Email | Day | Money | Percent | Pick | Lookup


@dataclass(frozen=True)
class Input:
    """How one PropOps field is asked for: its label, kind and manners. Its name is PropOps's."""

    label: str
    kind: Kind
    group: Group
    hint: str = ""
    placeholder: str = ""
    sensitive: bool = False
    on_card: bool = False
    nullable: bool = True
    words: tuple[str, ...] = field(default=())
    """Other names people type for it in quick text, lower case."""
