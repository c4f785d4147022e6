"""One form sent twice: Slack may deliver a send again, and a client may send a form that was changed since."""

from bot.sandbox.outline import outline_view
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, card_saying
from tests.stories.at_rest import at_rest


async def test_sent_again_with_other_values_the_first_count(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX)
    await priya.submit(form)
    await card_saying(play, "Job created")
    form.is_open = True
    play.slack.workspace.stacks[priya.id].append(form)
    await priya.fill(form, job_title="Something else")
    outcome = await priya.submit(form)
    assert outcome.view is not None
    assert "already sent, with other values. The first ones count" in outline_view(outcome.view)
    await at_rest(play)
    assert [write["action"] for write in play.propops.writes] == ["create"]
    assert play.propops.job("JOB-061")["job_title"] == SIX["job_title"]
