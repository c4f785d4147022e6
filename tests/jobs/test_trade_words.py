"""The words of the trade: type and priority of a new job from one table, which an operator can replace."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.parser import parse, parse_update
from bot.jobs.quicktext.title import cleaned
from bot.jobs.trade_words import BadTradeWords, TradeWords, read_trade_words
from tests.jobs.phrases import WEDNESDAY


def _index(*names: str) -> NameIndex:
    return NameIndex(Choice(n, name) for n, name in enumerate(names, 1))


NAMES = {
    "job_types": _index(
        "Gas & Heating", "Plumbing", "Electrical", "Damp & Mould", "Locksmith", "General"
    ),
    "priorities": _index("P1 - Emergency (4 hours)", "P2 - Urgent", "P3 - Routine"),
    "contractors": _index("Ace Gas", "Aire Valley Plumbing Ltd"),
}


@pytest.mark.parametrize(
    ("text", "kind", "priority"),
    [
        ("boiler not firing", "Gas & Heating", None),
        ("no hot water", "Gas & Heating", None),
        ("toilet blocked asap", "Plumbing", "P1 - Emergency (4 hours)"),
        ("leak under the floor", "Plumbing", None),
        ("boiler leaking", "Gas & Heating", None),
        ("lights tripping in hall", "Electrical", None),
        ("EICR at number 9", "Electrical", None),
        ("Mould in bedroom asap", "Damp & Mould", "P1 - Emergency (4 hours)"),
        ("tenant locked out", "Locksmith", "P1 - Emergency (4 hours)"),
        ("EMERGENCY! no heating", "Gas & Heating", "P1 - Emergency (4 hours)"),
        ("no heating, baby in flat", "Gas & Heating", "P1 - Emergency (4 hours)"),
        ("not urgent, tap drips", "Plumbing", None),
        ("no rush, not an emergency: tap drips", "Plumbing", None),
        ("emergency lighting out", "Electrical", None),
        ("toilet blocked and no power", None, None),
        ("door sticking", None, None),
        ("general tidy", None, None),
    ],
)
def test_type_and_priority_are_read_from_the_trades_words(
    text: str, kind: str | None, priority: str | None
) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    chosen = [quick.values.get(name) for name in ("job_type_id", "priority_id")]

    assert [each.name if each else None for each in chosen] == [kind, priority]
    told = {"job_type_id", "priority_id"} & quick.words.keys()
    told |= {note.field for note in quick.notes if "was read from “" in note}
    assert len(told) == sum(map(bool, (kind, priority)))


def test_what_was_given_is_never_overruled_and_updates_are_left_alone() -> None:
    quick = parse("boiler leak asap, type: General, priority: P3 - Routine", WEDNESDAY, NAMES)
    update = parse_update("boiler asap", WEDNESDAY, NAMES)

    assert quick.values["job_type_id"].name == "General"
    assert quick.values["priority_id"].name == "P3 - Routine"
    assert not update.values


@pytest.mark.parametrize(
    ("text", "priority", "left"),
    [
        ("asap", "P1 - Emergency (4 hours)", ""),
        ("ASAP please!", "P1 - Emergency (4 hours)", ""),
        ("contractor: Ace Gas, asap", "P1 - Emergency (4 hours)", ""),
        ("P1 - Emergency (4 hours), asap", "P1 - Emergency (4 hours)", ""),
        ("priority: P3 - Routine, asap", "P3 - Routine", "asap"),
        ("asap?", None, "asap?"),
        ("gas leak", None, "gas leak"),
        ("tenant wants it asap", None, "tenant wants it asap"),
        ("no longer urgent", None, ""),
    ],
)
def test_of_an_update_a_hurry_that_stands_alone_is_its_priority(
    text: str, priority: str | None, left: str
) -> None:
    quick = parse_update(text, WEDNESDAY, NAMES)
    chosen = quick.values.get("priority_id")
    assert (chosen.name if chosen else None) == priority
    assert any(left and f"“{left}” was not understood" in each for each in quick.notes) == bool(
        left
    )


def test_an_instance_without_such_a_name_is_asked() -> None:
    assert (
        "job_type_id" not in parse("mould", WEDNESDAY, {"job_types": _index("Gas", "Roof")}).values
    )


def test_an_operators_file_takes_the_place_of_the_table(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text('[[type]]\nnames = ["general"]\nwords = ["boggart"]\n', "utf-8")
    words = read_trade_words(path)

    assert parse("boggart in loft", WEDNESDAY, NAMES, words).values["job_type_id"].name == "General"
    assert "job_type_id" not in parse("boiler", WEDNESDAY, NAMES, words).values
    assert read_trade_words(None).type


@pytest.mark.parametrize(
    "text", ["[[type]]\nnames = []\nwords = ['a']", "type = 3", "[[", "[[kind]]\nwords = ['a']"]
)
def test_a_file_that_is_wrong_is_named_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(text, "utf-8")

    with pytest.raises(BadTradeWords, match=r"words\.toml.*\.$"):
        read_trade_words(path)
    with pytest.raises(BadTradeWords, match=r"can't be read"):
        read_trade_words(tmp_path / "missing.toml")


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("BOILER BROKEN!!! pls send ace gas", "Boiler broken"),
        ("LEAK UNDER SINK PLS ASAP", "Leak under sink"),
        ("NO HOT WATER, EICR ALSO DUE", "No hot water, EICR also due"),
        ("please fix the tap", "Fix the tap"),
        ("tap drips, thanks", "Tap drips"),
        ("hi, can you fix the tap please", "Fix the tap"),
        ("EICR", "EICR"),
        ("send Ace Gas", "Send Ace Gas"),
        ("please", "Please"),
        ("TV socket loose", "TV socket loose"),
        ("boiler dead, get Ace Gas out", "Boiler dead, get Ace Gas out"),
        ("call tenant please before visit", "Call tenant please before visit"),
        ("LEAK IN FLAT B, BLOCK A", "Leak in flat B, block A"),
        ("A PIPE BURST IN A HALLWAY", "A pipe burst in a hallway"),
        ("Cheers bar door stuck", "Cheers bar door stuck"),
        ("Ta Prohm house gutter", "Ta Prohm house gutter"),
        ("tap drips. cheers!", "Tap drips"),
        ("gutter blocked ta", "Gutter blocked"),
        ("thanks! tap drips", "Tap drips"),
        ("WC AND TV BROKEN, LED TOO", "WC and TV broken, LED too"),
    ],
)
def test_a_title_says_what_is_wrong_and_no_more(typed: str, title: str) -> None:
    quick = parse(typed, WEDNESDAY, {"contractors": NAMES["contractors"]})

    assert quick.values["job_title"] == title
    assert quick.values["job_description"].casefold() == typed.casefold()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("gas smell in hall urgently", "Gas smell in hall"),
        ("tap drips, right away!", "Tap drips"),
        ("URGENTLY: BOILER BROKEN", "Boiler broken"),
        ("urgent care room door stuck", "Urgent care room door stuck"),
        ("emergency light out", "Emergency light out"),
        ("gas leak", "Gas leak"),
        ("urgently", "Urgently"),
        ("tap drips, not urgent", "Tap drips, not urgent"),
        ("tap drips, not needed right away", "Tap drips, not needed right away"),
        ("leak very urgent", "Leak very urgent"),
    ],
)
def test_a_word_that_the_priority_was_read_from_is_no_part_of_the_title(
    typed: str, title: str
) -> None:
    values = parse(typed, WEDNESDAY, {"priorities": _index("High", "Routine")}).values

    assert values["job_title"] == title
    assert values["job_description"] == typed


def test_the_description_is_what_was_typed_but_for_what_is_private_or_money() -> None:
    text = "Boiler dead friday 9am, key safe 1234, call 07700 900123, £250, priority: P2 - Urgent"
    values = parse(text, WEDNESDAY, NAMES).values

    assert values["job_description"] == "Boiler dead friday 9am\nTime asked for: 9am."
    assert values["access_details"] == "key safe 1234; call 07700 900123"


def test_a_given_description_stays_as_it_is() -> None:
    assert parse("leak, description: wet", WEDNESDAY, {}).values["job_description"] == "wet"


def test_an_empty_table_reads_nothing() -> None:
    assert (
        not {"job_type_id", "priority_id"}
        & parse("boiler asap", WEDNESDAY, NAMES, TradeWords()).values.keys()
    )


_DROPPED = {
    *("pls", "plz", "plse", "asap", "a.s.a.p", "thx", "thanks", "many", "ta", "cheers"),
    *("please", "hi", "hello", "hiya", "can", "could", "you"),
}
_WORDS = ("BOILER", "leak", "EICR", "Flat B", "Cheers", "pls", "asap!", "thanks,", "please", "12a")


@given(
    st.lists(st.sampled_from(_WORDS) | st.text(st.characters(categories=["L", "N"])), max_size=8)
)
def test_nothing_but_manners_vanishes_from_a_title(words: list[str]) -> None:
    typed = " ".join(words)
    before, after = (
        Counter(re.findall(r"\w[\w.]*\w|\w", text.casefold())) for text in (typed, cleaned(typed))
    )
    assert set(before - after) <= _DROPPED
    assert not after - before


def test_cleaning_twice_changes_nothing_more() -> None:
    for title in ("LEAK PLS!!", "Boiler dead", "pls pls", "!!!"):
        assert cleaned(cleaned(title)) == cleaned(title)
