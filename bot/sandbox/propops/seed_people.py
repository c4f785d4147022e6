"""The made-up letting agency: its accounts, agents, contractors, tenants and addresses.

Telephone numbers come from the ranges kept free for fiction, e-mail hosts from `.example`.
"""

import random
from typing import Final

from bot.sandbox.propops.call import Row
from bot.sandbox.propops.state import State

PASSWORD: Final = "sandbox"
"""The password of every account."""

BRANCHES: Final = ((51, "Headingley"), (52, "City Centre"), (53, "Chapel Allerton"))

ADDRESSES: Final = (
    "12 Elm Row, Leeds, LS6 2AB",
    "3 Quarry Bank, Leeds, LS6 2QV",
    "27 Quarry Bank, Leeds, LS6 2QV",
    "Flat 1, 48 Cardigan Crescent, Leeds, LS6 3CV",
    "Flat 4, 48 Cardigan Crescent, Leeds, LS6 3CV",
    "9 Beckside Terrace, Leeds, LS6 1KM",
    "31 Beckside Terrace, Leeds, LS6 1KM",
    "14 Hollin View, Leeds, LS16 5OV",
    "22 Hollin View, Leeds, LS16 5OV",
    "5 St Oswald's Place, Leeds, LS7 4MC",
    "18 St Oswald's Place, Leeds, LS7 4MC",
    "Flat 2, Tannery House, Wharf Lane, Leeds, LS1 4VK",
    "Flat 11, Tannery House, Wharf Lane, Leeds, LS1 4VK",
    "Flat 23, Tannery House, Wharf Lane, Leeds, LS1 4VK",
    "Flat 36, Tannery House, Wharf Lane, Leeds, LS1 4VK",
    "Flat 7, The Malthouse, Kirkgate Row, Leeds, LS2 7CM",
    "Flat 15, The Malthouse, Kirkgate Row, Leeds, LS2 7CM",
    "62 Roundhay Grove, Leeds, LS8 4IK",
    "64 Roundhay Grove, Leeds, LS8 4IK",
    "101 Harehills Parade, Leeds, LS8 5VO",
    "8 Potternewton Close, Leeds, LS7 3KC",
    "16 Potternewton Close, Leeds, LS7 3KC",
    "2 Chapel Fold, Leeds, LS12 3MI",
    "11 Chapel Fold, Leeds, LS12 3MI",
    "45 Armley Rise, Leeds, LS12 2CO",
    "Rose Cottage, Mill Lane, Otley, LS21 3KV",
    "7 Chevin Side, Otley, LS21 1MO",
    "19 Wharfedale Street, Otley, LS21 1VC",
    "4 Spinners Yard, Pudsey, LS28 7OI",
    "29 Spinners Yard, Pudsey, LS28 7OI",
    "13 Weavers Walk, Pudsey, LS28 8KO",
    "6 Canal Road, Shipley, BD18 3MV",
    "33 Canal Road, Shipley, BD18 3MV",
    "Flat 3, 17 Manor Square, Bradford, BD1 4CK",
    "Flat 9, 17 Manor Square, Bradford, BD1 4CK",
    "52 Lister Avenue, Bradford, BD9 5OM",
    "21 Orchard Garth, Harrogate, HG1 5IV",
    "38 Orchard Garth, Harrogate, HG1 5IV",
    "The Old Dairy, Pannal Green, Harrogate, HG3 1MK",
    "10 Station Cottages, Wetherby, LS22 6CI",
)
TRADES: Final = (
    "Gas",
    "Plumbing",
    "Electrical",
    "Joinery",
    "Roofing",
    "Decorating",
    "Locksmith",
    "Damp proofing",
    "Drainage",
    "Gardening",
    "Cleaning",
    "Pest control",
    "Glazing",
    "White goods",
)
CONTRACTORS: Final = (
    ("Ace", "Gas", ("Gas", "Plumbing")),
    ("Aire Valley", "Plumbing Ltd", ("Plumbing", "Drainage")),
    ("Broadbent", "Electrical", ("Electrical",)),
    ("Marcus", "Okafor", ("Electrical", "White goods")),
    ("Yorkstone", "Roofing Co", ("Roofing",)),
    ("Helen", "Marsden", ("Decorating", "Joinery")),
    ("Northgate", "Locksmiths", ("Locksmith", "Glazing")),
    ("Dry House", "Damp & Timber", ("Damp proofing",)),
    ("Wharfe", "Drain Services", ("Drainage",)),
    ("Green", "& Tidy", ("Gardening", "Cleaning")),
    ("Pestcheck", "Leeds", ("Pest control",)),
    ("Stan", "Kowalczyk", ("Joinery", "Glazing", "Decorating")),
)
AGENTS: Final = (
    ("Rebecca", "Lister", 51),
    ("Daniel", "Hirst", 51),
    ("Aisha", "Mahmood", 52),
    ("Owen", "Pritchard", 52),
    ("Grace", "Whitwell", 53),
    ("Callum", "Reid", 53),
)
TENANTS: Final = (
    *("Jade Thornton", "Samir Patel", "Ellie Cartwright", "Kofi Mensah", "Laura Beckett"),
    *("Piotr Zielinski", "Hannah Oldroyd", "Dev Malhotra", "Megan Rhys", "Lewis Armitage"),
    *("Chidi Eze", "Rosie Clegg", "Tariq Hussain", "Beth Sugden", "Jonah Wainwright"),
    *("Fatima Noor", "Alfie Dixon", "Nia Roberts", "Connor Walsh", "Ivana Petrova"),
    *("George Ackroyd", "Shreya Iyer", "Molly Fenwick", "Ravi Chandra", "Isla Drummond"),
    *("Ben Hepworth", "Zara Qureshi", "Matthew Holroyd", "Siân O'Neill", "Tomasz Wójcik"),
)
LANDLORDS: Final = ("Mrs J. Fairburn", "Calder Homes Ltd", "Dr A. Siddiqui", "Hartley & Sons")

_BASICS: Final = (
    "api.users.profile.view",
    "api.users.permissions.view",
    "api.security.csrf-token.view",
    "api.system.notifications.view",
    "api.system.attachment.view",
    "api.calendar.jobs.read",
)
_JOBS: Final = (
    *_BASICS,
    "api.jobs.manage.list",
    "api.jobs.manage.manage",
    "api.jobs.case-notes.manage",
    "api.jobs.photos.manage",
    "api.jobs.documents.manage",
    "api.search.global.manage",
)
_LISTS: Final = (
    "api.agents.list.manage",
    "api.contractors.list.manage",
    "api.contractors.trades.manage",
    "api.tenants.list.manage",
    "api.tenants.manage.manage",
)
_ROLES: Final[dict[str, tuple[str, ...]]] = {
    "Director": (*_JOBS, *_LISTS, "api.admin.branches.view", "api.admin.activity-log.manage"),
    "Maintenance Coordinator": (*_JOBS, *_LISTS),
    "Agent": (*_JOBS, *_LISTS),
    "Contractor": _JOBS,
    "Minimal Access": _BASICS,
}
_ACCOUNTS: Final = (
    ("Priya", "Shah", "Maintenance Coordinator", 1, None, None),
    ("Tom", "Reilly", "Maintenance Coordinator", 1, None, None),
    ("Margaret", "Ellison", "Director", 1, None, None),
    ("Rebecca", "Lister", "Agent", 2, 301, None),
    ("Ace", "Gas", "Contractor", 5, None, 201),
    ("Sam", "Booth", "Minimal Access", 1, None, None),
    ("Nia", "Lowe", "Maintenance Coordinator", 1, None, None),
)
_TYPES: Final = {1: "Staff", 2: "Agent", 5: "Contractor"}


def people(state: State, rng: random.Random) -> None:
    """Fill the tables of people and places, and the accounts."""
    state.tables |= {
        "addresses": [
            {"ID": number, "uuid": state.uuid("address", number), "full_address": text}
            | {"landlord": rng.choice(LANDLORDS)}
            for number, text in enumerate(ADDRESSES, 501)
        ],
        "trades": [{"ID": number, "name": name} for number, name in enumerate(TRADES, 31)],
        "contractors": [_contractor(state, n, *row) for n, row in enumerate(CONTRACTORS, 201)],
        "agents": [_agent(state, n, *row) for n, row in enumerate(AGENTS, 301)],
        "landlords": [{"ID": number, "name": name} for number, name in enumerate(LANDLORDS, 901)],
    }
    state.tables["tenants"] = _tenants(state, rng)
    state.accounts = [_account(state, number, row) for number, row in enumerate(_ACCOUNTS, 11)]


def email(*names: str, host: str) -> str:
    """An address made of the letters of the names."""
    words = [part for name in names for part in name.split()]
    local = ".".join("".join(c for c in word if c.isascii() and c.isalnum()) for word in words)
    return f"{'.'.join(filter(None, local.split('.')))}@{host}".lower()


def _contractor(
    state: State,
    number: int,
    first: str,
    last: str,
    trades: tuple[str, ...],
) -> Row:
    return {
        "ID": number,
        "uuid": state.uuid("contractor", number),
        "first_name": first,
        "last_name": last,
        "email": email(first, last, host="trades.example"),
        "phone": f"01632 960{number}",
        "trades": list(trades),
        "is_active": True,
    }


def _agent(state: State, number: int, first: str, last: str, branch: int) -> Row:
    return {
        "ID": number,
        "uuid": state.uuid("agent", number),
        "first_name": first,
        "last_name": last,
        "email": email(first, last, host="harrowfield.example"),
        "branch_id": branch,
        "branch_name": dict(BRANCHES)[branch],
        "is_active": True,
    }


def _tenants(state: State, rng: random.Random) -> list[Row]:
    homes = state.tables["addresses"][:1] + rng.sample(state.tables["addresses"][1:], 27)
    homes += homes[1:3]  # two homes are shared
    return [
        {
            "ID": number,
            "uuid": state.uuid("tenant", number),
            "tenant_name": name,
            "tenant_email": email(name, host="mail.example"),
            "tenant_number_primary": f"07700 900{number}",
            "tenant_number_work": f"0113 496 0{number}" if number % 4 == 0 else None,
            "address_id": home["ID"],
            "full_address": home["full_address"],
            "created_at": f"2023-{number % 12 + 1:02}-14T10:20:00Z",
        }
        for (number, name), home in zip(enumerate(TENANTS, 801), homes, strict=True)
    ]


def _account(
    state: State,
    number: int,
    row: tuple[str, str, str, int, int | None, int | None],
) -> Row:
    first, last, role, kind, agent, contractor = row
    host = "trades.example" if contractor else "harrowfield.example"
    return {
        "ID": number,
        "uuid": state.uuid("account", number),
        "name": f"{first} {last}",
        "first_name": first,
        "last_name": last,
        "email": email(first, last, host=host),
        "account_type_id": kind,
        "account_type": _TYPES[kind],
        "role": role,
        "permissions": list(_ROLES[role]),
        "agent_id": agent,
        "contractor_id": contractor,
    }
