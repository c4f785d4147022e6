"""Of two trades in a line both are offered; what only says where, or is no work, fills nothing."""

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.parser import parse
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES


def _offered(text: str, field: str) -> list[str]:
    notes = parse(text, WEDNESDAY, NAMES).notes
    return sorted(
        each.name
        for note in notes
        if note.field == field
        for each in note.choices
        if isinstance(each, Choice)
    )


@corpus(
    ("text", "names"),
    [
        ("toilet blocked and no power", ["Electrical", "Plumbing"]), ("boiler and a leak under the bath", ["Gas", "Plumbing"]),
        ("tenant thinks its the boiler but its the pump on the electric shower", ["Electrical", "Gas"]),
        ("bathroom radiator hanging off the wall", ["Gas", "Plumbing"]), ("rads cold upstairs", ["Gas", "Plumbing"]),
        ("cp12 and boiler service", ["Gas", "Gas safety"]), ("no lights, water coming through ceiling", ["Electrical", "Plumbing"]),
        ("worktop swollen by the sink", ["Plumbing"]), ("water drips from the light", ["Electrical", "Plumbing"]),
        ("electric heater in the loo broken", ["Plumbing"]), ("- gate latch\n- hall light\n- loft hatch", ["Electrical"]),
    ],
)  # fmt: skip
def test_each_is_offered(text: str, names: list[str]) -> None:
    assert "job_type_id" not in parse(text, WEDNESDAY, NAMES).values
    assert _offered(text, "job_type_id") == names


@corpus(
    ("text", "name"),
    [
        ("cp12 due at 12 elm row", "Gas safety"), ("gas cert 12 elm row", "Gas safety"), ("can we do the gas safe at 12 elm row", "Gas safety"),
        ("landlord's gas certificate 12 elm row", "Gas safety"), ("gas leak 12 elm row", "Gas"), ("light in the downstairs loo flickers", "Electrical"),
        ("toilet leaking through kitchen light", "Plumbing"), ("leak under sink", "Plumbing"), ("boiler light flashing red", "Gas"),
        ("gas fire wont light", "Gas"), ("boiler won't light", "Gas"), ("bathroom light's gone", "Electrical"), ("tap in the boiler cupboard drips", "Plumbing"),
        ("bath's not draining", "Plumbing"), ("radiator cold, ace gas to attend", "Gas"), ("radiator cold, ace plumbing to attend", "Plumbing"),
        ("'No power upstairs since last night'", "Electrical"), ("new lock 12 elm row, general", "General"), ("job pls (general): seal the sill", "General"),
        ("boiler or radiator valve leaking", "Gas"), ("electric shower tripped", "Electrical"), ("drain blocked near the boiler", "Plumbing"),
    ],
)  # fmt: skip
def test_what_the_work_is_is_filled_in(text: str, name: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert quick.values["job_type_id"].name == name, quick.notes
    assert quick.words["job_type_id"]


@corpus(
    "text",
    ["boiler cupboard door has come off, boiler's ok", "toilet door lock broken", "ceiling to be made good following the leak",
     "general wear to the stairs", "ceiling after the old leak", "light touch decorating of the hall"],
)  # fmt: skip
def test_what_is_no_work_of_a_trade_is_no_type(text: str) -> None:
    assert "job_type_id" not in parse(text, WEDNESDAY, NAMES).values


def test_a_list_without_gas_safety_or_with_heating_has_one_type_for_it() -> None:
    types = NameIndex(Choice(n, name) for n, name in enumerate(("Gas & Heating", "Plumbing"), 1))
    for text in ("cp12 due", "gas cert", "radiator hanging off the wall", "rads cold"):
        quick = parse(text, WEDNESDAY, {"job_types": types})
        assert quick.values["job_type_id"].name == "Gas & Heating"


@corpus(
    ("text", "name"),
    [
        ("gutters rose cottage no rush", "Low"), ("tap at 12 elm row, whenever suits", "Low"), ("No particular hurry: gate at 12 elm row", "Low"),
        ("high: rotten step at 12 elm row", "High"), ("low: gate at 12 elm row", "Low"),
        ("not massively urgent: window at 12 elm row", None), ("not overly urgent, gate at 12 elm row", None),
    ],
)  # fmt: skip
def test_how_soon_is_read(text: str, name: str | None) -> None:
    priority = parse(text, WEDNESDAY, NAMES).values.get("priority_id")
    assert (priority.name if priority else None) == name
