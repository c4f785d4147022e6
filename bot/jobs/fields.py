"""The kinds of form field. A kind says how a value is entered and checked, never how it is drawn."""

from dataclasses import dataclass
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
class Name(Text):
    """A name: in quick text it ends before a comma, a day or an amount."""

    max_length: int = 200


@dataclass(frozen=True)
class Reference(Text):
    """A reference number of one or two words; in quick text it ends before anything else."""

    max_length: int = 100


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
    """How one PropOps field is asked for. Its name is PropOps's.

    `required`: PropOps wants it to create a job, and it can't be emptied. `sensitive`: personal
    data, never posted. `on_card`: a card shows it to the whole channel. `money`: an amount or a rate,
    never shown in a channel that is shared with another company. `rare`: the form of a new job shows it
    once *More fields* is pressed; such fields come last.
    """

    label: str
    kind: Kind
    group: Group
    hint: str = ""
    placeholder: str = ""
    sensitive: bool = False
    on_card: bool = False
    money: bool = False
    required: bool = False
    rare: bool = False
    aliases: tuple[str, ...] = ()
    """Other names people type for it in quick text, lower case."""
