"""A field that an update empties without a colon: `contractor none`, `remove the agent`, `no end date`.

Only where a whole piece of the text says so: `contractor none of them came` is somebody's sentence.
"""

import re
from collections.abc import Iterator

from bot.jobs.fields import Text
from bot.jobs.forms import FIELDS
from bot.jobs.quicktext.after_label import LabelledValues
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer
from bot.jobs.quicktext.labels import NAMES

_NONE = (
    r"(?:none|nobody|no[- ]?one|n/?a|nil|blank|empty|unassigned|removed|cleared|deleted|to none)"
)
_EMPTY_IT = r"(?:clear|remove|delete|unset|wipe|blank|unassign|take off|drop)"
_MANNERS = r"(?:[ ,]+(?:please|pls|plz|thanks|thx|ta))?[.!]*"
_PIECE = re.compile(rf"[^,;\n{CONSUMED}]+")
_SAYS_NONE = re.compile(
    rf"\s*(?:(?P<a>[a-z][a-z -]*?) {_NONE}|{_EMPTY_IT} (?:the |its |all (?:the )?)?(?P<b>[a-z][a-z -]*?)){_MANNERS}\s*",
    re.IGNORECASE,
)


def read_cleared(buffer: TextBuffer) -> Iterator[LabelledValues]:
    """Fields that a piece of their own empties, consumed; one that can't be empty is pointed out."""
    for piece in list(_PIECE.finditer(buffer.work)):
        match = _SAYS_NONE.fullmatch(piece[0])
        if match is None or (name := _field(match["a"] or match["b"])) is None:
            continue
        words = buffer.consume(*piece.span()).strip()
        if FIELDS[name].required:
            note = f"{FIELDS[name].label} can't be empty in PropOps, so “{words}” was left out."
            yield LabelledValues(notes=[note], field_name=name)
        else:
            yield LabelledValues({name: None})


def _field(typed: str) -> str | None:
    """The field that is called so; none of running text, where `access none` may say what to write."""
    name = NAMES.get(" ".join(typed.casefold().split()))
    return None if name is None or isinstance(FIELDS[name].kind, Text) else name
