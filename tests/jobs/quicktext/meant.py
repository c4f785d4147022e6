"""What a line comes to, as the corpora of whole lines write it."""

from dataclasses import dataclass

from bot.jobs.quicktext.parser import QuickText


@dataclass(frozen=True)
class Meant:
    """`start`, `end`: days; `total`, `contractor`: budgets in pounds; `access`: what went to Access details.

    None: left open. `asks`: a note at one of the days says why.
    """

    title: str | None
    start: str | None = None
    end: str | None = None
    total: str | None = None
    contractor: str | None = None
    access: str | None = None
    asks: bool = False

    @classmethod
    def of(cls, quick: QuickText) -> "Meant":
        """What was read of a line."""
        values = {name: None if each is None else str(each) for name, each in quick.values.items()}
        return cls(
            values.get("job_title"),
            values.get("date_works_start_date"),
            values.get("date_works_end_date"),
            values.get("job_total_budget"),
            values.get("contractor_budget"),
            values.get("access_details"),
            any(each.field.startswith("date_works") for each in quick.notes),
        )
