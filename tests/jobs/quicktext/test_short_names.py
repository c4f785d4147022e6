"""Firms and people who are named by one word, and tenants and agents in running text: filled in, offered, or nobody's."""

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.parser import parse
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES

_BOB, _ZED = "Bob Jones", "Zed Electrical"


def _offered(text: str, field: str, names: dict[str, NameIndex] | None = None) -> list[str]:
    notes = parse(text, WEDNESDAY, {**NAMES, **(names or {})}).notes
    return [
        each.name
        for note in notes
        if note.field == field
        for each in note.choices
        if isinstance(each, Choice)
    ]


def _index(*names: str) -> NameIndex:
    return NameIndex(Choice(n, name) for n, name in enumerate(names, 1))


@corpus(
    ("text", "name"),
    [
        ("bob to go friday, tap dripping at 12 elm row", _BOB), ("get zed there today please, sockets dead at rose cottage", _ZED),
        ("kitchen light out at 14 elm row, zed, monday", _ZED), ("gutter at 3 oak lane with bob", _BOB),
        ("send zed to 14 elm row", _ZED), ("give to bob, door sticking", _BOB), ("Zed tomorrow 8am. lights out at 12 elm row", _ZED),
        ("bob pls: blind down at 12 elm row", _BOB),
    ],
)  # fmt: skip
def test_who_is_sent_by_one_word_is_filled_in(text: str, name: str) -> None:
    quick = parse(text, WEDNESDAY, NAMES)
    assert quick.values["contractor_id"].name == name, quick.notes
    assert quick.words["contractor_id"]


@corpus(
    ("text", "names"),
    [
        ("bob has looked at the fence at 3 oak lane", [_BOB]), ("ring her son Bob first, tap at 12 elm row", [_BOB]),
        ("hi, the patio at 12 elm row can be done for 220 cash, Bob", [_BOB]), ("zed can't do fri, loft light at rose cottage", [_ZED]),
        ("tap at 12 elm row, bob 07700 900123", [_BOB]), ("bob to be told, gate at 12 elm row", [_BOB]), ("bob to let them in, gate at 12 elm row", [_BOB]),
        ("ace to attend 9 quay street", ["Ace Gas", "Ace Plumbing Ltd"]),
        ("try ace plumbing, if not bob, tap at 12 elm row", ["Ace Plumbing Ltd", _BOB]),
        ("two jobs at 12 elm row, hatch and bell, bob can do the hatch", [_BOB]),
        ("Ace Gas were there yesterday, rose cottage lights, zed weds", ["Ace Gas", _ZED]),
    ],
)  # fmt: skip
def test_who_may_be_sent_is_offered(text: str, names: list[str]) -> None:
    assert "contractor_id" not in parse(text, WEDNESDAY, NAMES).values
    assert _offered(text, "contractor_id") == names


@corpus(
    "text",
    ["gas leak at 12 elm row", "electrical fault at 12 elm row", "Bob Smith did the tiles at 3 oak lane", "locks stiff at 12 elm row",
     "access needed at 12 elm row", "gutter at 12 elm row, not bob", "plumbing job at 12 elm row", "bob smith to attend 12 elm row"],
)  # fmt: skip
def test_a_word_of_the_trade_or_of_somebody_else_is_nobody(text: str) -> None:
    assert "contractor_id" not in parse(text, WEDNESDAY, NAMES).values
    assert _offered(text, "contractor_id") == []


def test_a_word_that_is_a_tenants_too_is_offered_at_both() -> None:
    lists = {"tenants": _index("Bob Carter", "Ann Lee")}
    text = "bob to go friday, tap at 12 elm row"
    assert "contractor_id" not in parse(text, WEDNESDAY, {**NAMES, **lists}).values
    assert _offered(text, "contractor_id", lists) == [_BOB]
    assert _offered(text, "tenants_ids", lists) == ["Bob Carter"]


def test_a_town_of_the_addresses_is_no_firm() -> None:
    lists = {"contractors": _index("Leeds Drains", "Otley Roofing")}
    assert _offered("drain blocked at 9 quay street, leeds, friday", "contractor_id", lists) == []
    assert _offered("slates off, otley to look", "contractor_id", lists) == []
    quick = parse("slates off, otley to look", WEDNESDAY, {**NAMES, **lists})
    assert quick.values["contractor_id"].name == "Otley Roofing"


@corpus(
    ("text", "names"),
    [
        ("oven door off 12 elm row john smith home after 4", ["John Smith"]), ("theresa at 112 elm row, radiator leaking", ["Theresa May"]),
        ("no water at 12 elm row, mr smith", ["Jane Smith", "John Smith"]), ("john & jane smith, mice at 112 elm row", ["John Smith", "Jane Smith"]),
        ("Ann may be out friday, curtain rail at 12 elm row", ["Ann Lee"]), ("Tap drips at 12 elm row. Regards, Ann Lee", ["Ann Lee"]),
        ("[09:14, 10/06/2026] Jane Smith: tap drips at 12 elm row", ["Jane Smith"]), ("jane's cooking by torch at 14 elm row", ["Jane Smith"]),
        ("jane lee moving in to 12 elm row, key cut", []), ("neighbour Jane Smith moans about 12 elm row", []),
        ("tap in may at 12 elm row", []), ("gate at 12 elm row, landlord John Smith", []), ("John Smith has moved out of 12 elm row", []),
    ],
)  # fmt: skip
def test_tenants_who_are_named_are_offered(text: str, names: list[str]) -> None:
    assert "tenants_ids" not in parse(text, WEDNESDAY, NAMES).values
    assert _offered(text, "tenants_ids") == names


@corpus(
    ("text", "names"),
    [
        ("Sue emailed about the banister at 12 elm row", ["Sue Park"]), ("Northern Lets just rang, boiler at 12 elm row", ["Northern Lets"]),
        ("Hi Sue\ntap drips at 12 elm row", []), ("northern edge of the park at 12 elm row, fence", []),
        ("From: Sue Park\nTo: Maintenance\n12 Elm Row: socket hangs off", ["Sue Park"]),
    ],
)  # fmt: skip
def test_agents_who_are_named_are_offered(text: str, names: list[str]) -> None:
    assert "agent_id" not in parse(text, WEDNESDAY, NAMES).values
    assert _offered(text, "agent_id") == names


def test_tenants_after_their_label_are_all_filled_in() -> None:
    quick = parse("damp at 12 elm row. Tenants are John and Jane Smith.", WEDNESDAY, NAMES)
    assert [each.name for each in quick.values["tenants_ids"]] == ["John Smith", "Jane Smith"]
    assert _offered("damp at 12 elm row, tenant John Smith, Ann Lee rang", "tenants_ids") == [
        "Ann Lee"
    ]
