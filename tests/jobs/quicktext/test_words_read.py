"""The words that a value was read from are those of the text, and no private ones."""

import re

import pytest

from bot.jobs.fields import Text
from bot.jobs.forms import FIELDS, SENSITIVE
from bot.jobs.quicktext.parser import parse, parse_update
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.phrases import NEW
from tests.jobs.quicktext.test_parser import NAMES
from tests.jobs.quicktext.update_phrases import UPDATE


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("leak 12 elm row friday", "date_works_start_date", "friday"),
        ("leak 12 elm row, start: friday", "date_works_start_date", "start: friday"),
        ("leak 12 elm row, send bob jones on friday", "date_works_start_date", "send bob jones on friday"),
        ("leak 12 elm row, from 12 to 17 june", "date_works_end_date", "from 12 to 17 june"),
        ("leak 12 elm row £90", "job_total_budget", "£90"),
        ("leak 12 elm row £90 + vat", "vat_percentage", "£90 + vat"),
        ("leak 12 elm row, total 680 of which 520 contractor", "contractor_budget", "total 680 of which 520 contractor"),
        ("leak 12 elm row, contractor Ace Gas", "contractor_id", "contractor Ace Gas"),
        ("leak 12 elm row, bob jones please", "contractor_id", "bob jones please"),
        ("boiler not firing 12 elm row", "job_type_id", "boiler not firing"),
        ("the kitchen tap is leaking at 12 elm row", "address_id", "…tap is leaking at 12 elm row"),
        ("leak 12 elm row, asap", "priority_id", "asap"),
        ("Gas safety check 12 elm row", "job_type_id", "Gas safety check"),
        ("tenant: John Smith, leak 12 elm row", "tenants_ids", "tenant: John Smith"),
    ],
)  # fmt: skip
def test_a_new_jobs_words(text: str, name: str, words: str) -> None:
    assert parse(text, WEDNESDAY, NAMES).words.get(name) == words


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("done", "status_id", "done"),
        ("status in progress", "status_id", "status in progress"),
        ("high, start monday", "priority_id", "high"),
        ("contractor: none, end friday", "date_works_end_date", "end friday"),
        ("contractor: none, end friday", "contractor_id", "contractor: none"),
        ("take the agent off, landlord manages himself", "agent_id", "take the agent off"),
        ("clear budget and agent", "job_total_budget", "clear budget and agent"),
        (
            "can we push this to thurs 18th, am if poss",
            "date_works_start_date",
            "can we push this to thurs 18th",
        ),
    ],
)
def test_an_updates_words(text: str, name: str, words: str) -> None:
    assert parse_update(text, WEDNESDAY, NAMES).words.get(name) == words


def test_what_is_private_and_what_is_text_is_not_quoted() -> None:
    text = "leak 12 elm row, key safe 4471, gate code 7715 friday, title: tap, alarm: 9081, high"
    quick = parse(text, WEDNESDAY, NAMES)

    said = str(quick.words)
    assert not any(code in said for code in ("4471", "7715", "9081"))
    assert not quick.words.keys() & SENSITIVE
    assert not any(isinstance(FIELDS[name].kind, Text) for name in quick.words)


def test_every_value_of_the_corpus_has_words_that_stand_in_its_text() -> None:
    silent = []
    for read, texts in ((parse, NEW), (parse_update, UPDATE)):
        for text in texts:
            quick = read(text, WEDNESDAY, NAMES)
            plain = " ".join(text.replace("&amp;", "&").split()).casefold()
            for name, value in quick.values.items():
                beside = [
                    note for note in quick.notes if note.field == name and "was read as" in note
                ]
                told = (
                    beside
                    or name in SENSITIVE
                    or isinstance(FIELDS[name].kind, Text)
                    or value is None
                )
                words = quick.words.get(name, "").strip("…").casefold()
                if not told and (not words or _letters(words) not in _letters(plain)):
                    silent.append((text, name, words))
    assert silent == []


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
