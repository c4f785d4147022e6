"""Lines typed and pasted in a hurry: no value is wrong, no code is seen, and what is doubtful is asked about."""

from bot.jobs.quicktext.parser import parse
from tests.corpus import corpus
from tests.jobs.phrases import WEDNESDAY
from tests.jobs.quicktext.hurried_coordinators import HURRIED_COORDINATORS
from tests.jobs.quicktext.hurried_jobs import HURRIED_JOBS
from tests.jobs.quicktext.hurried_mixed import HURRIED_MIXED
from tests.jobs.quicktext.hurried_pastes import HURRIED_PASTES
from tests.jobs.quicktext.hurried_plans import HURRIED_PLANS
from tests.jobs.quicktext.hurried_repairs import HURRIED_REPAIRS
from tests.jobs.quicktext.hurried_reports import HURRIED_REPORTS
from tests.jobs.quicktext.meant import Meant
from tests.jobs.quicktext.test_parser import NAMES

_LINES = {
    **HURRIED_COORDINATORS,
    **HURRIED_PASTES,
    **HURRIED_MIXED,
    **HURRIED_REPORTS,
    **HURRIED_PLANS,
    **HURRIED_JOBS,
    **HURRIED_REPAIRS,
}


@corpus(("text", "meant"), _LINES.items())
def test_a_hurried_line_is_read_as_it_is_meant(text: str, meant: Meant) -> None:
    assert Meant.of(parse(text, WEDNESDAY, NAMES)) == meant
