"""A second pair of hands in PropOps: what others do there, by no way of the bot."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import NotPossible

Json = dict[str, Any]
SOMEBODY = "Rebecca Lister"
"""An agent who works in PropOps and is not in this Slack."""
NOTE = "Tenant rang: nobody in before 4 pm, the neighbour at number 14 has a key."


class Elsewhere:
    """`today`: the day in PropOps."""

    def __init__(self, propops: SandboxPropOps, today: Callable[[], date]) -> None:
        self._propops, self._today = propops, today

    def do(self, deed: str, ref: str) -> Json:
        """Does it to the job; `words`: what was done. Raises `NotPossible`."""
        if deed not in DEEDS:
            raise NotPossible(f"nobody can {deed}")
        job = self._propops.job_by(ref)
        if job is None:
            raise NotPossible(f"{ref} is no longer in PropOps")
        _, does = DEEDS[deed]
        return {"words": f"{job['job_ref']}: {does(self, job)}"}

    def accept(self, job: Json) -> str:
        who = job["contractor_name"]
        if not who:
            raise NotPossible(f"{job['job_ref']} has no contractor yet")
        self._propops.edit(job["uuid"], who, status_id=self._status("In progress"))
        return f"{who} accepted it, so it is In progress."

    def move(self, job: Json) -> str:
        """Two days on from when it was to begin, or from today."""
        starts, ends = (_day(job[f"date_works_{which}_date"]) for which in ("start", "end"))
        days = {"date_works_start_date": (starts or self._today()) + timedelta(days=2)}
        if ends is not None:
            days["date_works_end_date"] = max(ends, starts or ends) + timedelta(days=2)
        self._propops.edit(
            job["uuid"], SOMEBODY, **{name: day.isoformat() for name, day in days.items()}
        )
        start = days["date_works_start_date"]
        return f"{SOMEBODY} moved it to {start:%a} {start.day} {start:%B}."

    def note(self, job: Json) -> str:
        self._propops.add_note(job["uuid"], SOMEBODY, NOTE)
        return f"{SOMEBODY} wrote a case note."

    def close(self, job: Json) -> str:
        self._propops.edit(job["uuid"], SOMEBODY, status_id=self._status("Closed"))
        return f"{SOMEBODY} closed it."

    def delete(self, job: Json) -> str:
        self._propops.delete(job["uuid"])
        return f"{SOMEBODY} deleted it."

    def _status(self, name: str) -> int:
        return int(next(row["ID"] for row in self._propops.rows("statuses") if row["name"] == name))


DEEDS: Mapping[str, tuple[str, Callable[[Elsewhere, Json], str]]] = MappingProxyType(
    {
        "accept": ("The contractor accepts", Elsewhere.accept),
        "move": ("Somebody changes the date", Elsewhere.move),
        "note": ("A note arrives", Elsewhere.note),
        "close": ("Somebody closes it", Elsewhere.close),
        "delete": ("Somebody deletes it", Elsewhere.delete),
    }
)
"""What each deed is called on the page, and what does it."""


def shown() -> list[Json]:
    return [{"name": name, "label": label} for name, (label, _) in DEEDS.items()]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
