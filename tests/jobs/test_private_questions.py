"""Numbers that nothing explains are asked about, whoever writes them and however; everyday numbers are not."""

import re

import pytest

from bot.jobs.private_questions.candidates import may_have_numbers, numbers
from bot.jobs.private_questions.find import find_asked
from bot.jobs.private_questions.harmless import HARMLESS, Harmless
from bot.jobs.private_questions.questions import new_in_fields, question, suspicion
from bot.jobs.private_text.find import find_private
from bot.sandbox.propops import seed_words
from tests.jobs.private_text import (
    among_numbers,
    beside_openers,
    devised,
    disguised,
    hurried,
    neighbours,
    phrases,
    texted,
    unseen,
    written_out,
)
from tests.jobs.private_text.test_neighbours import left
from tests.steps import cpu_within

CODES = (
    *unseen.FIRST_CODES,
    *unseen.SECOND_CODES,
    *unseen.THIRD_CODES,
    *unseen.FOURTH_CODES,
    *among_numbers.CODES,
    *texted.CODES,
    *written_out.CODES,
    *devised.CODES,
    *disguised.CODES,
    *beside_openers.CODES,
)
NUMBERS = (
    *unseen.FIRST_NUMBERS,
    *unseen.SECOND_NUMBERS,
    *unseen.THIRD_NUMBERS,
    *unseen.FOURTH_NUMBERS,
    *among_numbers.NUMBERS,
    *texted.NUMBERS,
    *written_out.NUMBERS,
    *devised.NUMBERS,
    *disguised.NUMBERS,
    *beside_openers.NUMBERS,
)
HARD = (*hurried.FIRST_NUMBERS, *hurried.SECOND_NUMBERS, *hurried.THIRD_NUMBERS)
"""Lines that were made to look like codes."""


KNOWN = (
    "100mm core hole for new extractor, 125 to rear",
    "Cistern fills slow, Fluidmaster 400 inlet",
)
"""A size without its unit, a make nobody has told us: asked about all the same."""


def not_told(marked: str) -> list[str]:
    """The codes in `{…}` that are neither hidden nor asked about."""
    text = re.sub(r"[{}]", "", marked)
    rest = left(text, find_asked(text))
    parts = re.findall(r"\{([^}]*)\}", marked)
    return [part for part in parts if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", rest)]


def doubted(text: str) -> list[str]:
    return [text[each.start : each.end] for each in find_asked(text) if each.kind == "number"]


def test_no_code_is_missed() -> None:
    assert {line: not_told(line) for line in CODES if not_told(line)} == {}


def test_everyday_lines_are_not_asked_about() -> None:
    seeds = [words for job in seed_words.JOBS for words in job[2:]]
    lines = (*NUMBERS, *seeds, *seed_words.NOTES)
    needless = [line for line in lines if doubted(line)]
    assert needless == [line for line in KNOWN if line in lines]
    assert [
        line for line in NUMBERS if {each.kind for each in find_private(line)} - {"phone"}
    ] == []


def test_beside_a_code_no_everyday_number_is_asked_about() -> None:
    lines = (
        *texted.CODES,
        *written_out.CODES,
        *devised.CODES,
        *disguised.CODES,
        *beside_openers.CODES,
    )
    typed = {line: re.sub(r"[{}]", "", line) for line in lines}
    codes = {line: re.findall(r"\{([^}]*)\}", line) for line in lines}
    asked = [
        (line, each)
        for line in lines
        for each in doubted(typed[line])
        if not any(code in each or each in code for code in codes[line])
    ]
    assert asked == []


@pytest.mark.parametrize(
    ("lines", "most"),
    [(HARD, 12), (neighbours.ONLY_NUMBERS, 26), (phrases.ORDINARY, 2)],
    ids=["hard", "models and parts", "ordinary"],
)
def test_how_many_lines_are_asked_about_needlessly(lines: tuple[str, ...], most: int) -> None:
    """Four lists of lines that were written to be mistaken: a number without its word is asked about there."""
    assert sum(1 for line in lines if doubted(line)) <= most


EXPLAINED = {
    "a house and its street": ("leak at 117 Kirkgate", "1174 High Street"),
    "a paint's colour, a postcode": ("door RAL 7016", "paint 30YY 78/035"),
    "sizes of both sides": ("left 1200 right 1250",),
    "one of several doors": ("flat 117", "rooms 203, 204 and 205", "no. 117"),
    "money": (
        "£1450",
        "happy with 450",
        "rent 1150 pcm",
        "budget 300",
        "two hundred and fifty pounds",
    ),
    "a measure": (
        "1200 x 900",
        "150 litre",
        "600x600 4000K",
        "600 base unit",
        "838 fire door",
        "130.5",
    ),
    "a time": ("after 1530", "0900-1100 Tuesday", "10:30", "Tues 1430"),
    "a day": ("12/06/2026", "31.10.26", "12-06-26", "14 June 2026", "exp 12/2027"),
    "a year": ("since 2019", "1930s", "a 2015 Vaillant", "Sept 2021"),
    "a number of its own": ("invoice 20417", "PO 88213", "ref: 44102", "JOB-0442", "serial 214739"),
    "a form of number": ("QW-20417", "0192-4471-8830-2207-5514"),
    "a fault that a device shows": ("boiler showing 224", "error code 117", "Vaillant F75 E119"),
    "a make's model": ("Worcester Greenstar 8000", "Grohe 27922", "oven BDC643K", "Videx 4000"),
    "a standard": ("BS 7671", "BS EN 14604", "Part 412"),
    "so many of a thing": ("120 slabs", "300 leaflets", "qty 120", "over 200"),
    "a number that everybody rings": ("rang 999", "ext 2214"),
    "a road": ("off the A660",),
    "a file": ("photo 4471", "IMG_4471.jpg"),
}


@pytest.mark.parametrize("context", HARMLESS, ids=lambda each: each.reason)
def test_every_harmless_context_explains_what_it_is_for(context: Harmless) -> None:
    for text in EXPLAINED[context.reason]:
        assert doubted(text) == [], text
        small = text.lower()
        assert text.startswith(("happy", "two")) or any(context.found(text, small, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("use trades till 1pm otherwise 7715", ["7715"]),
        ("Tap 166", ["166"]),
        ("no. 4417 in case 5582", ["4417", "5582"]),
        ("wants 4417", ["4417"]),
        ("so 4417", ["4417"]),
        ("4 4 1 7", []),
        ("44 then 17", []),
        ("it's 60 71", ["60 71"]),
        ("double four one seven", ["double four one seven"]),
        ("one or two or three", []),
        ("ten fifteen", []),
        ("nine thirty", []),
        ("#44*", ["#44*"]),
        ("A4B7 on it", ["A4B7"]),
        ("born 12/06/1974, then 12-06-74", ["12-06-74"]),
        ("left it 4417 in there", ["4417"]),
        ("lockbox is three8three1", ["three8three1"]),
        ("its sevenfour2one", ["sevenfour2one"]),
        ("someone phoned twice", []),
        ("7-double-2-9", ["7-double-2-9"]),
        ("serial 2173 4400 1002 0094 51", []),
        ("serial 4417 5528", ["5528"]),
        ("cert. no. 4417, P.O. 70914", []),
        ("note 1874: rang tenant", []),
        ("note 1874 pete knows", ["1874"]),
        ("gas 61209 kwh (day) and 18844 (night)", []),
        ("cylinder is 44/17, euro is 35/45", ["44/17"]),
        ("Hotpoint WMAQF 721", []),
        ("Hotpoint door 721", ["721"]),
        ("RAL 9016 for frames and 7016 for door", []),
        ("cheapest 420 not 4417", ["4417"]),
        ("re-roofed 1978, blue one 1984", ["1984"]),
        ("stuck on the M621, a406 jammed", []),
        ("5 and 1 and 7 and 2 on the digi", ["5 and 1 and 7 and 2"]),
        ("rads 4 and 2 and 3 and 1 cold", []),
        ("lock wheels: 7/0/4/1", ["7/0/4/1"]),
        ("photos 4417 and 5582, Ticket 60233 merged into 60219", []),
        ("new boiler 2016, pcb replaced", []),
        ("labels to 12/26, wheels to 12/26", ["12/26"]),
        ("water 003417 m3, was 003398", []),
        ("3 days @ 220, rota @ 417", ["417"]),
        ("IP 192.168.1.20, pad 1.4.4.7", ["1.4.4.7"]),
        ("Voltage 242 V, Typetalk 18001, 1890s", []),
        ("Screws 4.0x50, box 200, tiles in box 440", []),
        ("GL 7200, Grid ref SE 297 338", []),
        ("b4 10, gate b4 17", ["b4 17"]),
    ],
)
def test_what_is_asked_about(text: str, asked: list[str]) -> None:
    assert doubted(text) == asked


def test_the_first_look_passes_over_nothing_that_is_found_whatever_is_masked() -> None:
    missed = []
    for line in (re.sub(r"[{}]", "", each) for each in (*CODES, *NUMBERS)):
        if may_have_numbers(line):
            continue
        places = [match.start() for match in re.finditer(r"\b|\s", line)]
        masked = [
            each
            for at in places
            for each in ("\x02" * at + line[at:], line[:at] + "\x02" * (len(line) - at))
        ]
        missed += [each for each in (line, *masked) if list(numbers(each))]
    assert missed == []
    assert not may_have_numbers("Boiler not firing in flat 17, house 3, since 9am, 2 bed, 1.2 bar")


def test_a_link_is_no_number_however_long_it_is() -> None:
    assert (
        doubted(f"From Slack: https://x.example/archives/{'C' * 80}/p178108?thread_ts=1781.0001")
        == []
    )


def test_main_door_and_the_code_that_was_meant_are_both_asked_about() -> None:
    assert not_told("main dr {7715X} no wait {7751}") == []


def test_the_address_of_the_job_explains_its_own_number() -> None:
    values = {"job_title": "Leak 4417"}
    assert new_in_fields(values, {})
    assert new_in_fields(values, {}, "4417 Elm Row, Leeds") == {}


def test_both_kinds_are_said_in_one_sentence() -> None:
    text = "Key safe 4471, blue one 7715"
    assert suspicion(text, find_asked(text)) == (
        "This looks like it has a code in it: “Key safe 4471”. Does “7715” open anything?"
    )
    assert question(text, find_asked(text)).endswith(
        "or send again to keep them here: cards show only the number."
    )


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "4417 ",
        "44-17 ",
        "4 4 1 7, ",
        " ",
        "12 x ",
        "case no ",
        "£1,",
        "1.1-",
        "one ",
        "paint ",
        "at 1730 ",
        "44.17 ",
        "ral 1 and ",
    ],
)
def test_three_thousand_characters_are_read_at_once(unit: str) -> None:
    text = (unit * 3_000)[:3_000]
    assert cpu_within(lambda: find_asked(text), 0.3), unit
