"""What is said where PropOps does not find the job of a change, and who is named for it."""

import pytest

from bot.jobs.actions import Action
from bot.jobs.change import Change, Member, Place
from bot.jobs.outcome import Outcome
from bot.views import promise_outcomes
from bot.views.messages import failed
from bot.workflows.outcome import no_job

PRIYA, TOM = Member("", "T1", "U1"), Member("", "T1", "U2")
AGAIN = ", so nothing was changed. If it is still needed, please raise it again with /job new."
NOTHING = ", so there was nothing to delete. If it should still be there, please look in PropOps."
UNSEEN = "JOB-003 is no longer in PropOps, or your PropOps account can't see it any more"


def change(
    action: Action, member: Member = PRIYA, account: str = "", ref: str = "JOB-003"
) -> Change:
    new = Change("S-1", "T1:1", action, member, Place("C1"), job_uuid="u-3", job_ref=ref)
    return new.but(outcome=Outcome(account=account))


@pytest.mark.parametrize(
    ("asked", "deletion", "said"),
    [
        (
            change("update"),
            None,
            f"{UNSEEN}. Please look for it there; if it is still needed, raise it again with /job new.",
        ),
        (change("delete"), None, f"{UNSEEN}{NOTHING}"),
        (change("update"), change("delete"), f"You deleted JOB-003 from Slack{AGAIN}"),
        (
            change("update"),
            change("delete", TOM, "Tom Reilly"),
            f"Tom Reilly deleted JOB-003 from Slack{AGAIN}",
        ),
        (change("update"), change("delete", TOM), f"Somebody deleted JOB-003 from Slack{AGAIN}"),
        (
            change("delete", ref=""),
            change("delete", TOM, "Tom Reilly"),
            f"Tom Reilly deleted the job from Slack{NOTHING}",
        ),
    ],
)
def test_who_deleted_it_is_named(asked: Change, deletion: Change | None, said: str) -> None:
    result = no_job(asked, deletion)
    assert (result.state, result.outcome.why, result.outcome.said) == ("failed", "gone", said)
    assert result.outcome.no_job


def test_a_job_is_named_once() -> None:
    asked = change("update")
    ended = asked.but(state="failed", outcome=no_job(asked, None).outcome)
    words = promise_outcomes.ended(ended).text
    assert words.startswith(f"✖️ {UNSEEN}")
    told = failed(ended, ended.outcome.said).text
    assert told.startswith("I couldn't update *JOB-003*. It is no longer in PropOps")


def test_words_that_name_no_job_get_its_name() -> None:
    ended = change("update").but(state="failed", outcome=Outcome("refused", "It is locked."))
    assert promise_outcomes.ended(ended).text.startswith("✖️ *JOB-003*: It is locked.")
