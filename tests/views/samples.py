"""A plain job, and everything at its worst."""

from decimal import Decimal
from typing import Any

from bot.jobs.change import Change, Member
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice, Commit, Job
from bot.jobs.outcome import FieldChange

UUID = "550e8400-e29b-41d4-a716-446655440001"
AT = 1_718_190_000.0
SAM = "U012SAM"

JOB = Job(
    uuid=UUID,
    id=1001,
    job_ref="JOB-001",
    job_title="Boiler not firing",
    job_description="<p>No hot water since <b>Monday</b>.</p><p>Tenant works nights.</p>",
    status_id=1,
    status_name="Open",
    priority_id=2,
    priority_name="High",
    job_type_id=3,
    job_type_name="Gas & Heating",
    agent_id=10,
    agent_name="Lets & Co",
    contractor_id=20,
    contractor_name="Ace Gas",
    address_id=5,
    full_address="12 Elm Row, Leeds, LS1 1AA",
    job_total_budget=Decimal(250),
    contractor_budget=Decimal(180),
    vat_percentage=Decimal(20),
    total_amount=Decimal(216),
    date_works_start_date="2026-06-12",
    access_details="Key safe 4321",
    private_contact_name="Priya Shah",
    private_contact_email="priya@example.com",
    updated_at="2024-01-15T09:30:00Z",
    photos_count=3,
)
SECRETS = ("Key safe 4321", "Priya Shah", "priya@example.com")
LISTS = {
    "priorities": [Choice(1, "Low"), Choice(2, "High")],
    "statuses": [Choice(1, "Open"), Choice(2, "In progress")],
    "job_types": [Choice(3, "Gas & Heating"), Choice(4, "Plumbing")],
}

STORMS = {
    "pings": "<!channel> <!here> <@U1> <!subteam^S1> <https://evil.example|https://good.example> ",
    "ampersands": "&&&&<<<>>>",
    "entities": "&amp;&lt;",
    "emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿👍🏽",
    "marks": "*b* _i_ ~s~ `c` ```pre``` @here #general :tada: | \n> quote\n",
    "unseen": "\x00\x1b\ud800a\u2028\u200d",
    "spaces": " \n\t ",
}


def much(storm: str, length: int = 3_000) -> str:
    text = STORMS[storm]
    return (text * (length // len(text) + 1))[:length]


def worst_job(storm: str) -> Job:
    text = much(storm)
    texts: dict[str, Any] = {
        name: text for name, field in Job.model_fields.items() if field.annotation is str
    }
    numbers = {"tenants_ids": tuple(range(1, 90)), "photos_count": 10**9}
    ids = {name: 10**15 for name in Job.model_fields if name.endswith("_id")}
    money = {
        name: Decimal("9999999.99")
        for name in ("job_total_budget", "contractor_budget", "total_amount")
    }
    start = {"date_works_start_date": "2026-06-12", "date_works_end_date": "2026-06-30"}
    return Job.model_validate(
        {
            **texts,
            **numbers,
            **ids,
            **money,
            **start,
            "vat_percentage": Decimal("17.5"),
            "uuid": UUID,
        }
    )


def worst_choices(storm: str, count: int = 100) -> list[Choice]:
    return [Choice(at, f"{at} {much(storm, 200)}", much(storm, 200)) for at in range(1, count + 1)]


def worst_changes(storm: str, count: int = 50) -> list[FieldChange]:
    """Twice as many as a job has fields."""
    text = much(storm)
    return [FieldChange("job_title", "Title", text, text + "x") for _ in range(count)]


def worst_commits(storm: str, count: int = 300) -> list[Commit]:
    text = much(storm, 500)
    return [
        Commit(id=f"{at}-{text[:100]}", at=text, by=text, message=text, rest=(text,) * 30)
        for at in range(count)
    ]


def worst_values(storm: str) -> dict[str, Any]:
    """Every field full: as big as a Slack input, chosen things with the longest names."""
    text = much(storm)
    values: dict[str, Any] = dict.fromkeys(FIELDS, text)
    values |= dict.fromkeys(
        ("job_total_budget", "contractor_budget", "total_amount", "vat_percentage"),
        Decimal("99.99"),
    )
    values |= {"date_works_start_date": "2026-06-12", "date_works_end_date": "2026-06-30"}
    values |= {
        name: Choice(10**15, much(storm, 200), much(storm, 200))
        for name in FIELDS
        if name.endswith("_id")
    }
    return values | {"tenants_ids": tuple(worst_choices(storm, 5))}


def a_change(action: Any = "create", **more: Any) -> Change:
    member = Member("", "T1", SAM)
    base = Change(id="S-ABCDEFGHIJKL", key="k", action=action, member=member, created_at=AT)
    return base.but(**more)
