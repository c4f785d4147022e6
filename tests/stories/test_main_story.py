"""The main story: a job is raised by form, updated, and its contractor notified."""

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, dm_saying, raised, until_title, went_through
from tests.stories.at_rest import at_rest


async def test_sending_the_form_creates_the_job_as_its_member_and_shows_a_card(
    play: Testbed,
) -> None:
    card = await raised(play, contractor_id=("Ace", 0), job_total_budget="250")

    [write] = play.propops.writes
    assert write["action"] == "create"
    assert write["by"] == "Priya Shah"
    assert write["body"]["job_total_budget"] == 250
    assert write["body"]["job_description"].startswith("<p>No hot water since Sunday.</p>")
    assert "Slack ref S-" in write["body"]["job_description"]
    shown = outline(card.blocks)
    assert "JOB-061 · Boiler not firing" in shown
    assert "12 Elm Row" in shown
    assert "PropOps may have e-mailed: Ace Gas (contractor)" in shown
    assert "Slack ref" not in shown
    assert "[Update] [Notify contractor] [Restore] [‹Change status› ▾] " in shown
    await went_through(play.slack.member("priya"), play, "Job created")


async def test_what_is_private_never_reaches_the_channel(play: Testbed) -> None:
    card = await raised(
        play,
        access_details="Key safe 44719082",
        private_contact_name="Mrs Doubtful",
        private_contact_email="doubt@example.com",
    )

    assert play.propops.job("JOB-061")["access_details"] == "Key safe 44719082"
    for secret in ("44719082", "Doubtful", "doubt@"):
        assert secret not in f"{card.text} {card.blocks}"


async def test_wrong_values_are_pointed_out_beside_their_fields(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(
        form,
        **SIX,
        date_works_start_date="2026-06-10",
        date_works_end_date="2026-06-01",
        private_contact_email="nobody",
    )
    outcome = await priya.submit(form, force=True)

    assert set(outcome.errors) == {"date_works_end_date", "private_contact_email"}
    assert play.propops.writes == []


async def test_a_total_that_does_not_follow_is_questioned_once(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX, contractor_budget="180", vat_percentage="20", total_amount="300")

    first = await priya.submit(form)
    assert "£216.00" in first.errors["total_amount"]
    await priya.submit(form)

    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert play.propops.writes[0]["body"]["total_amount"] == 300


async def test_what_propops_refuses_comes_back_into_the_form(play: Testbed) -> None:
    play.propops.edit("JOB-001", by="Somebody")
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX)
    play.propops.forbid("Priya Shah", "api.jobs.manage.manage")
    await priya.submit(form)

    back = await until_title(priya, play, "administrator")
    assert back.value("job_description") == "No hot water since Sunday."
    play.propops.permit("Priya Shah", "api.jobs.manage.manage")
    await priya.submit(back)
    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    assert len(play.propops.writes) == 1


async def test_sending_twice_creates_one_job(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX)
    await priya.submit(form)
    sent = next(d for d in reversed(play.slack.deliveries) if d.kind == "view_submission")
    await play.slack.redeliver(sent)

    await play.slack.wait_for_message(channel="maintenance", containing="Job created")
    await at_rest(play)
    assert len(play.propops.writes) == 1


async def test_notify_tells_the_contractor_once_and_the_card_says_so(play: Testbed) -> None:
    card = await raised(play, contractor_id=("Ace", 0))
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")
    await play.slack.wait_for_message(channel="maintenance", containing="Contractor notified")

    [told] = play.propops.notified
    assert told["contractor"] == "Ace Gas"
    replies = await play.slack.until(lambda: play.slack.thread(card) or None, why="a reply")
    assert "Contractor notified" in replies[-1].text


async def test_notify_without_a_contractor_is_refused_privately(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    await priya.press(card, "Notify contractor")

    await play.slack.until(lambda: priya.ephemerals or None, why="a private answer")
    assert "has no contractor yet" in priya.ephemerals[-1].text
    assert play.propops.notified == []


async def test_an_update_sends_only_what_changed(play: Testbed) -> None:
    priya = play.slack.member("priya")
    before = play.propops.job("JOB-003")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, priority_id="Low", date_works_end_date="2027-01-15")
    await priya.submit(form)
    card = await play.slack.wait_for_message(channel="maintenance", containing="Job updated")

    [write] = play.propops.writes
    assert set(write["body"]) - {"action"} == {
        "uuid", "job_title", "job_description", "priority_id", "status_id", "job_type_id",
        "address_id", "date_works_end_date",
    }  # fmt: skip
    assert write["body"]["job_description"] == before["job_description"]
    assert "Works end: " in outline(card.blocks)
    assert "15 January 2027" in outline(card.blocks)


async def test_restore_shows_what_would_change_and_then_does_it(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-061")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Wrong job")
    await priya.submit(form)
    await play.slack.wait_for_message(channel="maintenance", containing="Job updated")

    await priya.press(card, "Restore")
    picker = await priya.modal(title="Restore job", having="commit_id")
    await priya.fill(picker, commit_id=1)
    ready = await until_title(priya, play, "What would change")
    assert "Wrong job → Boiler not firing" in outline_view(ready)
    await priya.submit(ready)
    await play.slack.wait_for_message(channel="maintenance", containing="Job restored")
    assert play.propops.job("JOB-061")["job_title"] == "Boiler not firing"


async def test_an_unlinked_member_is_told_how_to_link_and_nothing_is_sent(play: Testbed) -> None:
    tom = play.slack.member("tom")
    await tom.command("/job new boiler")
    await play.slack.until(lambda: tom.ephemerals or None, why="a private answer")

    assert "link" in tom.ephemerals[-1].text.casefold()
    assert play.propops.requests == type(play.propops.requests)()


async def test_an_answer_lost_after_the_write_still_means_one_job(play: Testbed) -> None:
    play.propops.fail(Fault("create", "drop_after"))
    card = await raised(play)
    assert len(play.propops.writes) == 1
    assert "done once" in outline(card.blocks)


async def test_a_bot_outside_the_channel_tells_the_member_and_loses_nothing(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new", channel="private-one")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX)
    await priya.submit(form)

    await dm_saying(play, "/invite")
    assert play.propops.job("JOB-061")["job_title"] == "Boiler not firing"
