"""Whole lines as coordinators type them on a phone: what each comes to, judged one by one."""

from bot.jobs.quicktext.parser import parse
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.test_parser import NAMES
from tests.jobs.quicktext.typed_on_a_phone import TYPED_ON_A_PHONE

_FIELDS = (
    "job_title", "date_works_start_date", "date_works_end_date", "job_total_budget", "contractor_budget", "priority_id", "contractor_id",
)  # fmt: skip


@corpus(("text", "meant"), TYPED_ON_A_PHONE.items())
def test_a_line_is_read_as_it_is_meant(text: str, meant: tuple[str | None, ...]) -> None:
    values = parse(text, WEDNESDAY, NAMES).values
    read = (values.get(name) for name in _FIELDS)

    assert (
        tuple(None if each is None else getattr(each, "name", str(each)) for each in read) == meant
    )
