"""What everybody in a channel may read: without codes, phone numbers, e-mail addresses, bank and insurance numbers.

Every message for a channel is drawn from what these functions give. `money`: whether the channel
may read amounts, which one that is shared with another company may not. `show`: whether the message
has a *Show*, in its own row or on the card above it, which tells privately what is left out.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from bot.jobs.bare_amounts import find_all_amounts
from bot.jobs.fields import Reference, Text
from bot.jobs.forms import FIELDS, MONEY
from bot.jobs.model import Job
from bot.jobs.money_text import find_amounts
from bot.jobs.outcome import FieldChange
from bot.jobs.private_text.find import find_private
from bot.jobs.rich_text import to_html, to_text

INSTEAD = "(private detail, see Show)"
NO_AMOUNT = "(amount, see Show)"
NOT_HERE = "(private detail, not shown here)"
NO_AMOUNT_HERE = "(amount, not shown here)"
NO_MONEY_HERE = "Amounts are not shown here: this channel is shared with another company."
NO_MONEY = f"{NO_MONEY_HERE} See Show."
_NO_PROSE = {"address_id"} | {
    name for name, entry in FIELDS.items() if isinstance(entry.kind, Reference)
}
"""Their bare numbers are those of houses and papers."""
_MOST_READ = 2_000
"""Characters of one text that are looked at; a card shows a few hundred of them."""
_EDGE = 300
"""What is cut here might be the first half of a code, so that much is dropped before a cut."""
_KEYCAP = "\u20e3"
"""Makes an emoji of a digit: `4️⃣`."""
_CHOSEN = frozenset(name for name, entry in FIELDS.items() if not isinstance(entry.kind, Text)) - {
    "address_id"
}
"""Fields whose values are days, amounts and PropOps's own names."""


@lru_cache(maxsize=500)
def public_text(text: str, *, money: bool, show: bool = True, prose: bool = True) -> str:
    """The text with `INSTEAD` or `NOT_HERE` for everything private in it. Of a very long text, its beginning.

    `prose`: a bare number in it may be an amount, too; an address has others, and so has a reference.
    A card is drawn again and again with the same words, so the last ones are remembered.
    """
    if len(text) > _MOST_READ:
        text = text[: _MOST_READ - _EDGE]
    if _KEYCAP in text:
        text = text.replace(f"\ufe0f{_KEYCAP}", "").replace(_KEYCAP, "")
    private = [(each.start, each.end) for each in find_private(text)]
    text = _without(text, private, INSTEAD if show else NOT_HERE)
    if money:
        return text
    amounts = find_all_amounts(text) if prose else find_amounts(text)
    return _without(text, amounts, NO_AMOUNT if show else NO_AMOUNT_HERE)


def public_job(job: Job, *, money: bool, show: bool = True) -> Job:
    """The job as a channel may read it."""
    found: dict[str, Any] = {} if money else dict.fromkeys(MONEY)
    found["full_address"] = public_text(job.full_address, money=money, show=show, prose=False)
    for name, entry in FIELDS.items():
        if not isinstance(entry.kind, Text) or entry.sensitive:
            continue
        value = str(getattr(job, name))
        text = to_text(value) if entry.kind.multiline else value
        shown = public_text(text, money=money, show=show, prose=name not in _NO_PROSE)
        if shown != text:
            found[name] = to_html(shown) if entry.kind.multiline else shown
    return job.model_copy(update=found)


def public_changes(
    changes: Iterable[FieldChange], *, money: bool, show: bool = True
) -> list[FieldChange]:
    """Old and new values as a channel may read them."""
    return [
        each
        if each.name in _CHOSEN
        else FieldChange(
            each.name,
            each.label,
            public_text(each.old, money=money, show=show, prose=each.name not in _NO_PROSE),
            public_text(each.new, money=money, show=show, prose=each.name not in _NO_PROSE),
        )
        for each in changes
        if money or each.name not in MONEY
    ]


def has_money(job: Job, changes: Iterable[FieldChange]) -> bool:
    """Whether a field with an amount is set, or changed."""
    return any(getattr(job, name) is not None for name in MONEY) or any(
        each.name in MONEY for each in changes
    )


def _without(text: str, spans: Iterable[tuple[int, int]], instead: str) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        before = text[at:start]
        if not (parts and not before.strip(" ,;&/-")):
            parts += [before, instead]
        at = end
    return "".join([*parts, text[at:]]) if parts else text
