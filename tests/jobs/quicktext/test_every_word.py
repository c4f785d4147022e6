"""No word of quick text is ever lost, and anything at all is answered."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.quicktext.parser import parse, parse_update
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_FILLER = st.sampled_from(
    [
        "boiler",
        "leak",
        "the",
        "kitchen",
        "sink",
        "tap",
        "not",
        "firing",
        "no",
        "heating",
        "drips",
        "below",
        "bath",
        "flat",
        "9",
        "unit",
        "3",
        "job",
        "1042",
        "high",
        "street",
        "low",
        "pressure",
        "may",
        "sat",
        "sun",
        "second",
        "first",
        "at",
        "on",
        "by",
        "for",
        "and",
        "with",
        "from",
        "code",
        "error",
        "F28",
        "new",
        "complete",
        "£60",
        "per",
        "hour",
        "3/4",
        "inch",
        "24/7",
        "31/02",
        "next",
        "week",
        "May's",
        "&",
        "<",
        ">",
        "(",
        ")",
        "-",
        "–",
        ",",
        ";",
        ":",
        "/",
        "'",
        '"',
        "?",
        "!",
        "50%",
        "#12",
        "n°5",
        "café",
        "naïve",
        "a",
        "1",
        "12",
        "£",
        "+",
        "since",
        "friday's",
        "Ace",
        "title",
        "works",
        "order",
    ]
)


_UNDERSTOOD = st.sampled_from(
    [
        "tomorrow", "at 12 Elm Row", "£250", "priority: high", "contractor: Ace Gas", ", high,",
        "start: friday", "key safe 1234", "friday at 9", "16-18 june", "status: foo", "\n", "; ",
        "type: plumbing", "tenants: Ann Lee", "budget 300", "access: gate", "vat: 20", "end: 31/02",
        "with Ace Gas", "urgent", "description: wet", "contractor: none", "email: x", "keys with agent",
    ]
)  # fmt: skip


_WORDS = re.compile(r"[^\W\d_]{4,}|\d{2,}")


@given(st.lists(st.one_of(_FILLER, _FILLER, _UNDERSTOOD), max_size=14), st.booleans())
def test_no_word_is_ever_lost(pieces: list[str], update: bool) -> None:
    text = " ".join(pieces)
    quick = (parse_update if update else parse)(text, WEDNESDAY, NAMES)
    kept = " ".join([*quick.notes, *(str(value) for value in quick.values.values())]).casefold()
    for word in _WORDS.findall(text.casefold()):
        assert word in kept or word in _SPOKEN, (word, quick.values, quick.notes)


_SPOKEN = frozenset(
    [
        "tomorrow",
        "friday",
        "june",
        "start",
        "status",
        "type",
        "tenants",
        "budget",
        "access",
        "email",
        "description",
        "title",
        "works",
        "order",
        "contractor",
        "priority",
        "with",
        "from",
        "code",
        "address",
        "none",
        "next",
        "week",
        "second",
    ]
) | {"18", "16", "31"}  # names of fields, and the words of days: what they came to is in the values


@given(st.text(max_size=200), st.booleans())
def test_anything_at_all_is_answered(text: str, update: bool) -> None:
    quick = (parse_update if update else parse)(text, WEDNESDAY, NAMES)
    assert all(note.endswith((".", "?")) for note in quick.notes)
    assert quick.values.get("job_title") != ""
