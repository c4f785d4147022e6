"""Working time: Monday to Friday, 9:00 to 17:00, but no English bank holiday, where the properties are."""

from datetime import datetime, time, timedelta, tzinfo

from bot.jobs.working_time import bank_holiday

OPENS, CLOSES = time(9), time(17)
_FRIDAY = 4


def after(start: float, hours: float, zone: tzinfo) -> float:
    """The moment `hours` working hours after `start`; Unix seconds."""
    now, left = datetime.fromtimestamp(start, zone), timedelta(hours=hours)
    while True:
        now = _at_work(now)
        closes = datetime.combine(now.date(), CLOSES, zone)
        if now + left <= closes:
            return (now + left).timestamp()
        left -= closes - now
        now = closes


def end_of_day(start: float, days: int, zone: tzinfo) -> float:
    """The close of the working day `days` working days after the one `start` falls in."""
    day = _at_work(datetime.fromtimestamp(start, zone)).date()
    for _ in range(days):
        day = _at_work(datetime.combine(day, CLOSES, zone)).date()
    return datetime.combine(day, CLOSES, zone).timestamp()


def _at_work(now: datetime) -> datetime:
    """The moment itself, or the next opening."""
    if _works(now) and now.time() < CLOSES:
        return now if now.time() >= OPENS else datetime.combine(now.date(), OPENS, now.tzinfo)
    day = datetime.combine(now.date(), OPENS, now.tzinfo) + timedelta(days=1)
    while not _works(day):
        day += timedelta(days=1)
    return day


def _works(day: datetime) -> bool:
    return day.weekday() <= _FRIDAY and not bank_holiday(day)
