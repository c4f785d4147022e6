"""A field that an update empties without a colon: `contractor none`, `take the agent off`, `dates off for now`, `no tenant on this`.

Only where a clause says nothing else: `contractor none of them came` is somebody's sentence.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.jobs.fields import Text
from bot.jobs.forms import FIELDS
from bot.jobs.quicktext.after_label import LabelledValues
from bot.jobs.quicktext.change_clauses import (
    ClauseRow,
    consume,
    doubt_beside,
    is_joined_in_doubt,
    pieces,
    runs,
)
from bot.jobs.quicktext.change_values import ClauseWord, named, tokens_of
from bot.jobs.quicktext.change_words import CLEARS, SMALL
from bot.jobs.quicktext.labels import NAMES
from bot.jobs.quicktext.reading import Reading

_DAYS = ("date_works_start_date", "date_works_end_date")
_BOTH: Mapping[str, tuple[str, ...]] = dict.fromkeys(("dates", "both dates", "works dates"), _DAYS)
"""Names of several fields."""
_VAT = "vat_percentage"
_MOST_WORDS = 3
_KNOWN = SMALL | {"any", "letting", "to", "from", "more", "now", "moment", "time", "being"}
_PLAINLY = frozenset({"on", "for", "now", "more", "needed"})
"""One of these goes with `no tenant`, which by itself may begin a sentence."""


def read_cleared(reading: Reading) -> Iterator[LabelledValues]:
    """Fields that a clause of their own empties, consumed; one that can't be empty is pointed out."""
    buffer = reading.buffer
    for clauses in list(pieces(buffer.work)):
        done = -1
        for first, last, run in runs(clauses):
            if first <= done or is_joined_in_doubt(run):
                continue
            fields = dict(_emptied(reading, run))
            if not fields or doubt_beside(buffer.work, run):
                continue
            done = last
            words = consume(buffer, run)
            required = [FIELDS[name].label for name in fields if FIELDS[name].required]
            notes: list[str] = [
                f"{label} can't be empty in PropOps, so “{words}” was left out."
                for label in required
            ]
            values = {name: value for name, value in fields.items() if not FIELDS[name].required}
            yield LabelledValues(values, notes, field_name=next(iter(fields)))


def _emptied(reading: Reading, run: ClauseRow) -> Iterator[tuple[str, Decimal | None]]:
    """The fields that are named in a clause which says that they are to be empty; none where it says anything else. `no vat` is
    a percentage of none.
    """
    tokens = tokens_of(reading.buffer.work, run)
    found: list[tuple[str, Decimal | None]] = []
    words: list[str] = []
    at = 0
    while at < len(tokens):
        length, fields = _named(reading, tokens, at)
        if length:
            of_none = Decimal(0) if fields == (_VAT,) and words[-1:] == ["no"] else None
            found += [(name, of_none) for name in fields]
            at += length
            continue
        if tokens[at].word not in _KNOWN | CLEARS:
            return
        words.append(tokens[at].word)
        at += 1
    says = set(words) & CLEARS
    says_so = says - {"no"} or set(words) & _PLAINLY or found == [(_VAT, Decimal(0))]
    if says and says_so and not ("take" in says and "off" not in says):
        yield from found


def _named(reading: Reading, tokens: list[ClauseWord], at: int) -> tuple[int, tuple[str, ...]]:
    """How many words from here name a field, or whom it holds, and which; none of running text, where `access none` may say
    what to write.
    """
    for size in range(min(_MOST_WORDS, len(tokens) - at), 0, -1):
        typed = " ".join(each.word for each in tokens[at : at + size])
        if both := _BOTH.get(typed):
            return size, both
        name = NAMES.get(typed)
        small = size == 1 and typed in SMALL | CLEARS
        if name is not None and not small and not isinstance(FIELDS[name].kind, Text):
            return size, (name,)
    who = next(named(reading, tokens, at), None)
    if who is None or who.kind == "tenants_ids":
        return 0, ()
    length = sum(who.start <= each.start < who.end for each in tokens)
    before, after = (tokens[n].word if 0 <= n < len(tokens) else "" for n in (at - 1, at + length))
    return (length, (who.kind,)) if before in _TAKES or after == "off" else (0, ())


_TAKES = CLEARS - {"no", "none", "nobody", "nil", "n/a", "no-one", "empty", "blank"}
"""What is done to somebody who is named."""
