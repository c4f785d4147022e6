"""The last good day of something, as a date people copy: 2026-12-31 or 31/12/2026."""

from datetime import date, datetime, timedelta, tzinfo

FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def last_moment(text: str, zone: tzinfo, now: float) -> tuple[float | None, str]:
    """The end of that day in this zone, in Unix seconds, and a complaint or nothing."""
    for form in FORMS:
        try:
            day: date = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a plain day
            end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone).timestamp()
        except (ValueError, OverflowError):
            continue
        return (end, "") if end > now else (None, "The expiry date has passed.")
    return None, "The expiry date must look like 2026-12-31 or 31/12/2026."
