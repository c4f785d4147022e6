"""What a card says of who was told, and of what happened in PropOps itself."""

from typing import Any

import pytest

from bot.jobs.channel_settings import ChannelSettings
from bot.jobs.outcome import FieldChange
from bot.jobs.outside_changes import News
from bot.views.card_lines import CardView, happened, small
from bot.views.channel_settings import settings_form
from bot.views.outside_news import outside_news
from tests.views.samples import AT, JOB

NO_CONTRACTOR = JOB.model_copy(update={"contractor_id": None, "contractor_name": ""})


def test_who_was_told_and_is_no_longer_on_the_job_is_said_to_be_off_it() -> None:
    card = CardView(
        NO_CONTRACTOR,
        "Job updated",
        "U1",
        AT,
        notified="Ace Gas",
        notified_at=AT - 9,
        other_told=True,
    )
    [line] = small(card)
    assert line.startswith("📣 Ace Gas told")
    assert line.endswith("and no longer on the job")


def test_also_where_telling_them_was_done_last() -> None:
    last: dict[str, Any] = {
        "notified": "Ace Gas",
        "notified_at": AT,
        "notified_by": "U1",
        "other_told": True,
    }
    card = CardView(NO_CONTRACTOR, "Contractor notified", "U1", AT, **last)
    assert list(small(card)) != ["📣 Ace Gas told"]


def test_what_happened_in_propops_names_it_once() -> None:
    assert happened(CardView(JOB, "Changed in PropOps", "", AT)).count("PropOps") == 1


@pytest.mark.parametrize(
    ("by", "notes", "said"),
    [
        ((), (), "🔄 Changed in PropOps: JOB-001"),
        (("Sam",), (), "🔄 Changed in PropOps: JOB-001, by Sam"),
        ((), ("",), "📝 New note in PropOps: JOB-001"),
        ((), ("", ""), "📝 2 new notes in PropOps: JOB-001"),
        ((), ("Sam",), "📝 New note: JOB-001, by Sam"),
    ],
)
def test_its_thread_says_propops_where_nobody_is_named(
    by: tuple[str, ...], notes: tuple[str, ...], said: str
) -> None:
    changes = () if notes else (FieldChange("status_id", "Status", "New", "Open"),)
    news = News("1-1", AT, AT, {"job_ref": "JOB-001"}, by, changes, notes)
    message = outside_news(news, money=False, notes=True)
    assert message is not None
    assert message.text.splitlines()[0] == said
    assert str(message.blocks[0]).count("PropOps") == (0 if notes == ("Sam",) else 1)


@pytest.mark.parametrize(
    ("usual", "said"),
    [("off", "Off or empty: never."), ("20:00-07:00", "Empty: 20:00-07:00 as everywhere")],
)
def test_the_hint_of_quiet_hours_says_what_leaving_it_empty_does(usual: str, said: str) -> None:
    view = settings_form(
        "C1", ChannelSettings(), usual_quiet=usual, types=[], names={}, set_by="", version=0
    )
    [hint] = [
        each["hint"]["text"] for each in view["blocks"] if each.get("block_id") == "quiet_hours"
    ]
    assert said in hint
    assert "(off)" not in hint
