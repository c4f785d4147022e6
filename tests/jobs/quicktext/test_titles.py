"""A title is a phrase: never what is torn out of one when the values are taken from it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.jobs.brackets import unpaired
from bot.jobs.quicktext.parser import parse
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES


@corpus(
    ("text", "title"),
    [
        ("boiler NTE £250", "Boiler"), ("12 Elm Row NTE £250", None), ("Spent £120 of £250 budget", "Spent £120 of £250 budget"),
        ('12 Elm Row "', None), ("(tomorrow, Mrs Patel) home after 4", "(tomorrow, Mrs Patel) home after 4"),
        # neighbours
        ("leak (12 Elm Row", "Leak"), ("tomorrow is fine for the boiler", "Tomorrow is fine for the boiler"),
        ("leak, tenant home until", "Leak, tenant home until"), ("boiler with a budget of £250", "Boiler with a budget of £250"),
        ("budget £250", None), ("£250 max", None), ("boiler max £250", "Boiler"), ("boiler not to exceed £250", "Boiler"),
        ("12 Elm Row is leaking", "12 Elm Row is leaking"), ("12 Elm Row - not draining", "Not draining"), ("leak at the", "Leak at the"),
        ("service the week of 15/6", "Service"), ("leak 12 Elm Row.", "Leak"),
        ("12 Elm Row: ?", None), ("leak in Flat A, tomorrow", "Leak in Flat A"), ("no heating since", "No heating since"),
        ("£250 for boiler", "£250 for boiler"), ("12 elm row please", None), ("can you do 12 elm row friday please", "Do 12 elm row friday"),
        ("re 12 Elm Row - leak", "Re 12 Elm Row - leak"), ("boiler. £250. friday.", "Boiler."), ("need it by friday", "Need it by friday"),
        ("Boiler dead 14 Elm Row., back door", "Boiler dead, back door"), ("Boiler., back door", "Boiler, back door"),
        ("Use 12-10-25 for the bin store, leak at 14 Elm Row", "Leak"), ("Use 4471 for bins. Fence down", "Fence down"),
        ("Boiler dead, ring Jane on 07700 900123", "Boiler dead, ring Jane"), ("Boiler dead, Jane is on 07700 900123", "Boiler dead, Jane"),
        ("gas cert for 12 Elm Row ran out", "Gas cert ran out"), ("get someone to 12 Elm Row, leak", "Get someone, leak"),
        ("padlock on bin store 2468 needs replacing", "Padlock on bin store needs replacing"), ("fob 4471 not working", "Fob not working"),
        ("keysafe 4471 stuck", "Keysafe stuck"), ("come out to 12 Elm Row? no light", "Come out? no light"),
        ("12 Elm Row / boiler / friday", "Boiler"), ("tap £65 all in", "Tap"), ("wiring £360 incl by 24th", "Wiring"),
        (") boiler dead ( ( )", "Boiler dead ( )"), ("is ) ) ( (", "Is"), ("( ) NTE the boiler dead ) (", "( ) NTE the boiler dead"),
        ("boiler (dead (again)", "Boiler (dead (again)"), ("1) tap 2) sink", "1) tap 2) sink"), ("boiler dead :(", "Boiler dead"),
        ("[boiler] dead ]", "[boiler] dead"), ("boiler dead)", "Boiler dead)"), ("( boiler dead", "Boiler dead"),
        ("budget by friday ) ( ( ) Mrs Patel the", "Budget ( ) Mrs Patel the"), ("1) tap ( 2) sink (", "1) tap ( 2) sink"),
        ("1) tap 2) sink (", "1) tap 2) sink"), ("home after 4 by friday ) (", "Home after 4"), (")", None),
        ("tomorrow high £250", None), ("leak of the £250 tap", "Leak of the £250 tap"), ("leak was £350 now £250", "Leak was £350 now £250"),
    ],
)  # fmt: skip
def test_what_is_left_reads_on_or_the_words_stay_as_they_were(text: str, title: str | None) -> None:
    assert parse(text, WEDNESDAY, NAMES).values.get("job_title") == title


_PIECES = st.sampled_from(
    ["boiler dead", "leak", "(", ")", '"', "12 Elm Row", "tomorrow", "£250", "of", "is", "the", "and", "NTE", "max", "Mrs Patel", "high", "spent",
     "by friday", "budget", "home after 4", ",", "at", "with Ace Gas"]
)  # fmt: skip


@given(st.lists(_PIECES, min_size=1, max_size=8))
def test_no_title_has_half_a_bracket_or_only_a_mark(pieces: list[str]) -> None:
    typed = " ".join(pieces)
    title = parse(typed, WEDNESDAY, NAMES).values.get("job_title")

    if title is None:
        return
    assert any(c.isalnum() for c in title)
    assert len(unpaired(title)) <= len(unpaired(typed)), (typed, title)
    for opening, closing in ("()", '""'):
        if typed.count(opening) == typed.count(closing) and typed.count(opening) % 2 == 0:
            assert title.count(opening) == title.count(closing), (typed, title)
