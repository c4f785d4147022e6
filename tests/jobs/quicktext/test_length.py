"""Long texts: their beginning is read, the rest is kept, and no text holds anybody up."""

import random
from datetime import date
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.parser import QuickText, parse, parse_update
from tests.steps import steps

TODAY = date(2026, 6, 1)
_STREETS = ("Elm Row", "Elm Road", "Oak Road", "High Street", "Tenant Street")
_PORTFOLIO = NameIndex(
    Choice(n + 1, f"{n // 5 + 1} {_STREETS[n % 5]}, Leeds LS{n % 9 + 1} {n % 9}AB")
    for n in range(9_000)
)
_NAMES = {"addresses": _PORTFOLIO, "contractors": _PORTFOLIO, "tenants": _PORTFOLIO}
_WORDS = ("elm", "row", "oak", "12", "3-5", "tenant", "agent:", "tomorrow", "£1", "1/2", "at", ",")


def _all_words(quick: QuickText) -> str:
    return " ".join([*map(str, quick.values.values()), *quick.notes])


def test_the_beginning_is_read_and_the_rest_is_the_end_of_the_description() -> None:
    text = "Boiler not firing, £250\n" + "The tenant wrote to us. " * 40 + "Last words."
    quick = parse(text, TODAY, {})
    assert quick.values["job_title"] == "Boiler not firing"
    assert str(quick.values["job_description"]).endswith("wrote to us. Last words.")
    assert any("first 500 characters" in note for note in quick.notes)


def test_what_is_beyond_the_beginning_is_not_read_for_fields() -> None:
    quick = parse("Boiler not firing " + "again and " * 60 + "tomorrow £250", TODAY, {})
    assert set(quick.values) == {"job_title", "job_description"}
    assert str(quick.values["job_description"]).endswith("tomorrow £250")


def test_a_code_beyond_the_beginning_stays_private() -> None:
    quick = parse("Boiler not firing " + "again and " * 60 + "key safe code 4821", TODAY, {})
    assert "4821" in quick.values["access_details"]
    assert "4821" not in quick.values["job_title"] + quick.values["job_description"]


def test_in_an_update_the_rest_is_pointed_out_and_changes_nothing() -> None:
    quick = parse_update("£250, " + "again and " * 60 + "last words", TODAY, {})
    assert "job_description" not in quick.values
    assert any(note.endswith("last words”") for note in quick.notes)


def test_a_description_longer_than_its_box_goes_on_in_the_notes() -> None:
    quick = parse(" ".join(f"word{n}" for n in range(600)), TODAY, {})
    assert len(quick.values["job_description"]) <= 3_000
    assert all(f"word{n}" in _all_words(quick) for n in range(600))


@given(st.lists(st.sampled_from(["boiler", "drip", "a\nb", "x" * 30, "é", "&amp;"]), max_size=900))
def test_no_word_of_a_new_job_is_lost(words: list[str]) -> None:
    typed = " ".join(f"{word}{n}" for n, word in enumerate(words))[:5_000].rsplit(" ", 1)[0]
    everything = _all_words(parse(typed, TODAY, {})).casefold()
    lost = [
        word for word in typed.replace("&amp;", "&").split() if word.casefold() not in everything
    ]
    # the title repeats its beginning; the whole line is in the description
    assert not lost


def test_whatever_is_typed_the_work_is_bounded() -> None:
    chance = random.Random(7)
    for _ in range(6):
        line = " ".join(chance.choices(_WORDS, k=4)) + " "
        short, long = (line * (size // len(line)) for size in (500, 200_000))
        for read in (parse, parse_update):
            few = steps(partial(read, short, TODAY, _NAMES))
            many = steps(partial(read, long, TODAY, _NAMES))
            assert many < few + 60_000, line
            assert few < 400_000, line


def test_a_name_is_searched_for_by_its_first_words() -> None:
    words = "elmm oakk rowe stret leedss tenent"
    few = steps(lambda: _PORTFOLIO.find(words))
    many = steps(lambda: _PORTFOLIO.find(" ".join([words] * 2_000)))
    assert many <= few + 1_000


def test_codes_that_do_not_fit_into_access_details_are_pointed_out() -> None:
    quick = parse("leak " + " ".join(f"key safe {4000 + n};" for n in range(300)), TODAY, {})
    access, notes = quick.values["access_details"], " ".join(quick.notes)

    assert len(access) < 3_000
    assert [n for n in range(4000, 4300) if str(n) not in access + notes] == []
