"""What an open job waits for, in words that stay true as time goes by: the last line of its card."""

from bot.jobs.dates.vocabulary import DAYS, MONTHS
from bot.jobs.display import day_of
from bot.jobs.model import Job
from bot.jobs.next_step import Next, last_day
from bot.views import blocks

_MOST_NAME, _IN_A_LINE = 40, 16
"""Characters of a name."""


def next_words(next_: Next, job: Job, *, year: int, asker: str = "", brief: bool = False) -> str:
    """`Ace Gas to accept, told on Tue 24 November`: plain text. `year`: the one that days are told without.

    `asker`: the name of whoever asked for what waits for approval. `brief`: in a line of a telephone.
    """
    most = _IN_A_LINE if brief else _MOST_NAME
    contractor = blocks.clip(blocks.one_line(job.contractor_name), most) or "the contractor"
    match next_.step:
        case "deletion":
            return "it is to be deleted"
        case "approval":
            what = next_.approval.what if next_.approval is not None else "a change"
            by = f", asked by {blocks.clip(blocks.one_line(asker), most)}" if asker else ""
            return f"approval of “{what}”{by}"
        case "contractor":
            return "choose a contractor"
        case "report":
            return "say how the visit went"
        case "tell":
            return f"tell {contractor}"
        case "tell_again":
            return f"tell {contractor} {'the new date' if last_day(job) else 'that no date is set now'}"
        case "accept":
            on = f", told on {_day(next_.told_on, year, brief=brief)}" if next_.told_on else ""
            return f"{contractor} to accept{on}"
        case "date":
            return "agree a date for the visit"
        case "visit":
            return f"visit {_visit(job, year)}"


def _visit(job: Job, year: int) -> str:
    start, end = job.date_works_start_date, job.date_works_end_date
    if not end or start[:10] == end[:10]:
        return f"on {_day(start, year)}"
    if not start:
        return f"by {_day(end, year)}"
    return f"from {_day(start, year)} to {_day(end, year)}"


def _day(value: object, year: int, *, brief: bool = False) -> str:
    """`Thu 26 November`, with its year where that is not `year`; `brief`: `Thu 26 Nov`."""
    day = day_of(value)
    if day is None:
        return blocks.clip(blocks.one_line(str(value)), _MOST_NAME)
    words = f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][: 3 if brief else None]}"
    return words if brief or day.year == year else f"{words} {day.year}"
