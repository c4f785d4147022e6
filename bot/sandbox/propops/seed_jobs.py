"""The made-up agency's sixty jobs, each with the story of how it got where it is."""

import functools
import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from bot.sandbox.propops import seed_people, seed_words
from bot.sandbox.propops.book import Book
from bot.sandbox.propops.call import Row
from bot.sandbox.propops.fields import plain
from bot.sandbox.propops.options import Clock
from bot.sandbox.propops.state import State, read, stamp, written

COUNT: Final = 60

_PATHS: Final = (
    # how far a job has come, and how many jobs of the sixty
    ((), 12),
    (("Assigned",), 12),
    (("Assigned", "In progress"), 14),
    (("Assigned", "In progress", "Complete"), 9),
    (("Assigned", "In progress", "Complete", "Closed"), 10),
    (("Archived",), 3),
)
_RECENT: Final = 9
_OUTDOORS: Final = frozenset({74, 81})
_TRADE: Final = {
    71: "Gas",
    72: "Plumbing",
    73: "Electrical",
    74: "Roofing",
    75: "Joinery",
    76: "Damp proofing",
    77: "Decorating",
    78: "Locksmith",
    79: "White goods",
    80: "Drainage",
    81: "Gardening",
    82: "Pest control",
    83: "Cleaning",
}
_STATUS: Final = {name: number for number, name in seed_words.STATUSES}


def seeded(seed: int, clock: Clock) -> State:
    """A whole agency: the same for the same seed and the same day."""
    midnight = clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return read(_agency(seed, midnight))


@functools.lru_cache(maxsize=4)
def _agency(seed: int, today: datetime) -> bytes:
    """Made once in a process: a hundred sandboxes may open in one."""
    rng = random.Random(seed)
    state = State(seed)
    state.tables = {
        "statuses": [{"ID": n, "name": name} for n, name in seed_words.STATUSES],
        "priorities": [{"ID": n, "name": name} for n, name in seed_words.PRIORITIES],
        "types": [
            *({"ID": n, "name": name, "is_active": True} for n, name in seed_words.TYPES),
            {"ID": seed_words.RETIRED_TYPE[0], "name": seed_words.RETIRED_TYPE[1]}
            | {"is_active": False},
        ],
        "time_ranges": [{"ID": n, "name": name} for n, name in seed_words.TIME_RANGES],
        "file_types": [{"ID": n, "name": name} for n, name in seed_words.FILE_TYPES],
    }
    seed_people.people(state, rng)
    _jobs(state, rng, today)
    return written(state)


def _jobs(state: State, rng: random.Random, today: datetime) -> None:
    paths = [path for path, count in _PATHS for _ in range(count)]
    rng.shuffle(paths)
    paths.sort(key=lambda path: path in {(), ("Assigned",)})
    new, old = paths[-_RECENT:], paths[:-_RECENT]
    rng.shuffle(old)
    paths = old + new  # what was raised these days is not yet at work
    words = list(seed_words.JOBS) + rng.sample(seed_words.JOBS, COUNT - len(seed_words.JOBS))
    rng.shuffle(words)
    book = Book(state, lambda: today)
    homes = rng.sample(state.tables["addresses"], len(state.tables["addresses"]))
    homes += rng.sample(homes, COUNT - len(homes))
    _no_gardens_in_flats(words, homes)
    for number, (path, word, home) in enumerate(zip(paths, words, homes, strict=True)):
        # JOB-001 was raised about ninety days ago, JOB-060 yesterday
        raised = today - timedelta(days=1 + (COUNT - 1 - number) * 3 // 2)
        raised += timedelta(hours=8, minutes=rng.randint(1, 180), seconds=rng.randint(0, 59))
        _job(book, rng, raised, (path, word, home))
    _archived_file(book, rng)


def _no_gardens_in_flats(words: list[tuple[int, int, str, str]], homes: list[Row]) -> None:
    """Let work on roofs and gardens be at a house: swap homes with a job that fits in a flat."""
    houses = [
        at
        for at, (word, home) in enumerate(zip(words, homes, strict=True))
        if word[0] not in _OUTDOORS and not home["full_address"].startswith("Flat")
    ]
    for at, word in enumerate(words):
        if word[0] in _OUTDOORS and homes[at]["full_address"].startswith("Flat"):
            other = houses.pop()
            homes[at], homes[other] = homes[other], homes[at]


def _job(
    book: Book,
    rng: random.Random,
    raised: datetime,
    story: tuple[tuple[str, ...], tuple[int, int, str, str], Row],
) -> None:
    path, word, home = story
    state = book.state
    staff = state.accounts[:3]
    kind, priority, title, description = word
    tenants = [row["ID"] for row in state.tables["tenants"] if row["address_id"] == home["ID"]]
    starts = raised + timedelta(days=rng.randint(1, 5))
    ends = starts + timedelta(days=rng.choice((0, 1)), hours=4)
    fields: dict[str, Any] = {
        "job_title": title,
        "job_description": description,
        "status_id": _STATUS["New"],
        "priority_id": priority,
        "job_type_id": kind,
        "address_id": home["ID"],
        "agent_id": rng.choice(state.tables["agents"])["ID"] if rng.random() < 0.9 else None,
        "tenants_ids": tenants,
        "time_range_id": rng.choice((None, 1, 2, 4)),
        "access_details": rng.choice(seed_words.ACCESS) if rng.random() < 0.45 else None,
        "works_order_ref": f"WO-{rng.randint(2000, 9999)}" if rng.random() < 0.3 else None,
    }
    if rng.random() < 0.2:
        fields["private_contact_name"] = state.tables["landlords"][rng.randrange(4)]["name"]
        fields["private_contact_email"] = f"landlord{rng.randint(1, 99)}@mail.example"
    job = book.add(fields, rng.choice(staff), stamp(raised))
    for step in path:
        change: dict[str, Any] = {"status_id": _STATUS[step]}
        match step:
            case "Assigned":
                moment = raised + timedelta(hours=rng.randint(1, 4))
                change |= {"contractor_id": _contractor(state, rng, kind), **_budget(rng)}
                change |= {"date_works_start_date": starts.date().isoformat()}
            case "In progress":
                moment = starts
                change |= {"photos_count": rng.randint(0, 4)}
            case "Complete":
                moment = ends
                change |= {"date_works_end_date": ends.date().isoformat()}
                change |= {"documents_count": rng.randint(1, 2), "quote_no": _numbered("QT", job)}
            case "Closed":
                moment = ends + timedelta(days=2)
                change |= {"invoice_no": _numbered("INV", job)}
            case _:
                moment = ends
        moment += timedelta(minutes=rng.randint(1, 110), seconds=rng.randint(0, 59))
        book.write(job, change, rng.choice(staff)["name"], seed_words.MESSAGES[step], stamp(moment))
    if path[-1:] == ("In progress",) and rng.random() < 0.5:
        more = _money(job["contractor_budget"] + 25, job["vat_percentage"])
        when = stamp(starts + timedelta(hours=3))
        book.write(job, more, rng.choice(staff)["name"], seed_words.MESSAGES["budget"], when)
    _notes(state, rng, job)


def _notes(state: State, rng: random.Random, job: Row) -> None:
    staff = state.accounts[:3]
    for text in rng.sample(seed_words.NOTES, rng.choice((0, 0, 1, 2))):
        note = state.next("note")
        state.notes.setdefault(job["uuid"], []).append(
            {
                "ID": 7000 + note,
                "uuid": state.uuid("note", note),
                "job_id": job["ID"],
                "note_text": text,
                "created_by_name": rng.choice(staff)["name"],
                "send_email": False,
                "attachments_count": 0,
                "created_at": job["updated_at"],
            },
        )


def _contractor(state: State, rng: random.Random, kind: int) -> int:
    skilled = [row["ID"] for row in state.tables["contractors"] if _TRADE[kind] in row["trades"]]
    return int(rng.choice(skilled))


def _budget(rng: random.Random) -> Row:
    return _money(rng.randrange(60, 520, 5), rng.choice((20, 20, 20, 0)))


def _money(budget: int, vat: int) -> Row:
    """Budgets in pounds: what the client pays covers the contractor, VAT and a margin."""
    client = Decimal(budget) * (100 + vat) / 100 * Decimal("1.15")
    return {
        "contractor_budget": budget,
        "vat_percentage": vat,
        "job_total_budget": plain((client / 5).to_integral_value() * 5),
    }


def _archived_file(book: Book, rng: random.Random) -> None:
    """One job has a file that was archived, and can come back."""
    done = [job for job in book.state.jobs.values() if job["status_name"] == "Complete"]
    job = rng.choice(done)
    number = book.state.next("file")
    book.state.archived_files[job["uuid"]] = [
        {
            "file_id": 3000 + number,
            "file_uuid": book.state.uuid("file", number),
            "file_name": "before-and-after.pdf",
            "file_type": "Quote",
            "kind": "document",
            "size_bytes": 184_320,
            "archived_at": job["updated_at"],
            "archived_by_name": "Tom Reilly",
        },
    ]


def _numbered(prefix: str, job: Row) -> str:
    return f"{prefix}-{job['ID'] + 1200}"
