"""The one search for what a title, a description or a note should not show a channel."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.jobs.private_text.codes import codes
from bot.jobs.private_text.contacts import mails, phones
from bot.jobs.private_text.folding import Folded
from bot.jobs.private_text.personal_numbers import bank_numbers, insurance_numbers

PrivateKind: TypeAlias = Literal["code", "phone", "email", "bank", "insurance", "number", "place"]

_TAKEN = "\x01"


@dataclass(frozen=True)
class PrivateSpan:
    """`text[start:end]` holds a code (with the words that go with it), a phone number, an e-mail address, or a number of somebody's own.

    A `number` is one that nothing explains, a `place` one where a key lies: they are asked about, never hidden.
    """

    start: int
    end: int
    kind: PrivateKind

    @property
    def is_hidden(self) -> bool:
        """Whether a channel is told that something private is there, instead of it."""
        return self.kind not in {"number", "place"}


def find_private(text: str, known: Sequence[tuple[int, int]] = ()) -> list[PrivateSpan]:
    """Everything private in `text`, in order, none overlapping. It never raises.

    `known`: spans that were read as an address, a day or money, which are then not taken for codes.
    """
    folded = Folded(text)
    known = [folded.here(span) for span in known]
    return [
        PrivateSpan(*folded.typed(each.start, each.end), each.kind)
        for each in private_in(folded.work, known)
    ]


def private_in(work: str, known: Sequence[tuple[int, int]] = ()) -> list[PrivateSpan]:
    """The same of a text that is folded already (`Folded.work`)."""
    contacts = [PrivateSpan(*span, "bank") for span in bank_numbers(work)]
    contacts += [PrivateSpan(*span, "insurance") for span in insurance_numbers(work)]
    contacts += [PrivateSpan(*span, "email") for span in mails(work)]
    contacts += [PrivateSpan(*span, "phone") for span in phones(work)]
    found: list[PrivateSpan] = []
    masked = list(work)
    for each in contacts:
        if _TAKEN not in masked[each.start : each.end]:
            found.append(each)
            masked[each.start : each.end] = _TAKEN * (each.end - each.start)
    code_spans = [PrivateSpan(*span, "code") for span in codes("".join(masked), known)]
    starts = [code.start for code in code_spans]
    outside = [
        each
        for each in found
        if not ((n := bisect_right(starts, each.start)) and each.end <= code_spans[n - 1].end)
    ]
    return sorted([*outside, *code_spans], key=lambda each: each.start)
