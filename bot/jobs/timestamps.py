"""PropOps's timestamps: ISO 8601 text, one without a zone is read as UTC (undocumented)."""

from datetime import UTC, datetime


def unix_seconds(text: str) -> float | None:
    """The moment in Unix seconds; None for text that is none, or that no calendar shows in any zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not 1 < moment.year < 9999:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
