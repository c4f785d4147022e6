"""What looks private in a title or description is asked about at send, and never in the channel."""

from typing import Any

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.slack import Member
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, card_of, card_saying, send_new, until_title
from tests.without_ids import without_ids

MOBILE = "07700 900456"


async def test_a_code_in_a_description_is_asked_about_once_and_kept_knowingly(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    words = f"No hot water. Key safe 4471 by back door. My mobile is {MOBILE}"
    await priya.fill(form, **(SIX | {"job_description": words}))
    errors = (await priya.submit(form)).errors
    assert list(errors) == ["job_description"]
    assert "a code and a phone number" in errors["job_description"]
    assert "Access details" in errors["job_description"]
    assert not play.propops.writes

    assert not (await priya.submit(form)).errors
    card = await card_saying(play, "Job created")
    shown = without_ids(f"{card.text}{card.blocks}")
    assert "4471" not in shown
    assert "900456" not in shown
    assert "(private detail, see Show)" in shown
    assert MOBILE in play.propops.job("JOB-061")["job_description"]


async def test_what_the_job_had_before_is_not_asked_about(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Tom Reilly", job_title="Leak, key safe 4471")
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003 priority: low")
    form = await priya.modal(having="job_title")
    assert not (await priya.submit(form)).errors
    card = await card_saying(play, "Job updated")
    assert "4471" not in without_ids(f"{card.text}{card.blocks}")


async def pointed_out(play: Testbed, words: str, **more: Any) -> tuple[Member, View]:
    """Priya's form with the choice under its description."""
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **(SIX | {"job_description": words} | more))
    assert (await priya.submit(form)).errors
    return priya, await until_title(priya, play, "[Move to Access details]")


async def test_moved_to_access_details_it_is_in_no_channel_and_nothing_typed_is_lost(
    play: Testbed,
) -> None:
    words = f"No hot water. Key safe 4471 by back door, then ring {MOBILE} please."
    priya, form = await pointed_out(play, words, access_details="Dog", job_total_budget="120")
    shown = outline_view(form)
    assert shown.index("Description") < shown.index("Key safe 4471") < shown.index("Address")
    await priya.press(form, "Move to Access details")
    form = await until_title(priya, play, "Moved to Access details")
    assert form.value("job_description") == "No hot water. then please."
    assert form.value("access_details") == f"Dog\nKey safe 4471 by back door\nring {MOBILE}"
    assert form.value("job_title") == SIX["job_title"]
    assert form.value("job_total_budget") == "120"

    assert not (await priya.submit(form)).errors
    card = await card_saying(play, "Job created")
    assert "private detail" not in f"{card.text}{card.blocks}"
    job = play.propops.job("JOB-061")
    assert job["access_details"] == f"Dog\nKey safe 4471 by back door\nring {MOBILE}"
    assert "4471" not in job["job_description"]


async def test_kept_it_is_not_asked_about_again(play: Testbed) -> None:
    priya, form = await pointed_out(play, "Key safe 4471")
    await priya.press(form, "Keep")
    form = await until_title(priya, play, "Kept here")
    assert "[Keep]" not in outline_view(form)
    assert not (await priya.submit(form)).errors
    card = await card_saying(play, "Job created")
    assert "(private detail, see Show)" in f"{card.text}{card.blocks}"


async def test_what_is_added_to_it_afterwards_is_asked_about(play: Testbed) -> None:
    priya, form = await pointed_out(play, "Key safe 4471")
    await priya.press(form, "Keep")
    form = await until_title(priya, play, "Kept here")
    await priya.fill(form, job_description="Key safe 4471, alarm code 9038")
    assert "9038" in (await priya.submit(form)).errors["job_description"]


async def test_a_title_typed_by_name_is_pointed_out_as_the_form_opens(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new title: Leak, key safe 4471")
    form = await priya.modal(having="job_title")
    if "4471" in str(form.value("job_title")):
        assert "[Move to Access details] [Keep]" in outline_view(form)
        await priya.press(form, "Move to Access details")
        form = await until_title(priya, play, "Moved to Access details")
    assert form.value("job_title") == "Leak"
    assert "4471" in form.value("access_details")


async def test_an_update_keeps_what_propops_has_in_access_details(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Tom Reilly", access_details="Dog in the yard")
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Leak, gate code 9038")
    assert (await priya.submit(form)).errors
    form = await until_title(priya, play, "[Move to Access details]")
    assert "Dog" not in outline_view(form)
    await priya.press(form, "Move to Access details")
    form = await until_title(priya, play, "Moved to Access details")
    assert form.value("access_details") == "Dog in the yard\ngate code 9038"
    assert not (await priya.submit(form)).errors
    card = await card_saying(play, "Job updated")

    assert "Dog" not in without_ids(f"{card.text}{card.blocks}")
    assert play.propops.job("JOB-003")["access_details"] == "Dog in the yard\ngate code 9038"
    assert play.app is not None
    entries = await play.app.stores.audit.entries()
    assert any(each.entry.what == "private.shown" for each in entries)


async def test_typed_access_details_say_that_they_replace_what_propops_has(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Tom Reilly", access_details="Dog in the yard")
    priya = play.slack.member("priya")
    said = "PropOps has access details for this job already: what stands here replaces them."
    await priya.command("/job update JOB-003 gate code 9038")
    form = await priya.modal(having="job_title")
    shown = outline_view(form)
    assert shown.index("Access details") < shown.index(said) < shown.index("Private contact")
    assert "Dog" not in shown
    await priya.close(form)

    play.propops.edit("JOB-003", by="Tom Reilly", access_details="")
    await priya.command("/job update JOB-003 gate code 9038")
    assert said not in outline_view(await priya.modal(having="job_title"))


async def test_a_note_that_is_e_mailed_says_so_first(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job note JOB-003 Gate code 9038")
    form = await priya.modal(title="Add case note")
    assert "the job's contractor may read it too" in outline_view(form)
    await priya.fill(form, send_email=["yes"])
    errors = (await priya.submit(form)).errors
    assert "a code in it: “Gate code 9038”. PropOps e-mails this note" in errors["note_text"]
    await priya.fill(form, send_email=[])
    kept = (await priya.submit(form)).errors  # not mailed, it is pointed out all the same
    assert "A case note has no private part" in kept["note_text"]
    assert not (await priya.submit(form)).errors
    posted = await card_saying(play, "Case note added")
    assert "9038" not in without_ids(f"{posted.text}{posted.blocks}")


async def test_a_bank_number_in_a_note_is_pointed_out_though_it_is_not_mailed(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job note JOB-003 Refund to sort code 20-00-00 account 55779911")
    form = await priya.modal(title="Add case note")
    asked = (await priya.submit(form)).errors
    assert (
        "a bank or card number in it: “sort code 20-00-00 account 55779911”" in asked["note_text"]
    )
    assert not (await priya.submit(form)).errors
    posted = await card_saying(play, "Case note added")
    assert "55779911" not in f"{posted.text}{posted.blocks}"


async def test_a_phone_number_in_a_note_that_goes_to_nobody_is_not_asked_about(
    play: Testbed,
) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job note JOB-003 Tenant rang from {MOBILE}")
    form = await priya.modal(title="Add case note")
    assert not (await priya.submit(form)).errors


@pytest.mark.testbed(
    approvals_channel="C0APPROV01", approvers=("U0DANA0001",), approval_budget_over=500
)
async def test_a_reason_is_asked_about_and_masked(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    card = await card_of(play)
    dana = play.slack.member("dana")
    await dana.press(card, "Reject")
    form = await dana.modal(title="Reject")
    await dana.fill(form, reason=f"Ring {MOBILE} first")
    assert MOBILE in (await dana.submit(form)).errors["reason"]
    assert not (await dana.submit(form)).errors
    over = await card_of(play, "Rejected")
    assert MOBILE not in f"{over.text}{over.blocks}"
    assert "(private detail, not shown here)" in over.text
    assert "see Show" not in over.text  # there is none on it


FORMATTED = (
    "<p>See <a href='https://x.example/plan'>plan</a></p><ul><li><b>Stopcock</b> off</li></ul>"
)


async def test_a_form_says_that_formatting_goes_where_there_is_some(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Tom Reilly", job_description=FORMATTED)
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003 priority: low")
    form = await priya.modal(having="job_title")
    said = "In PropOps this has bold, lists and links. If you change it here, it becomes plain text"
    shown = outline_view(form)
    assert shown.index("Description") < shown.index(said) < shown.index("Address")
    await priya.submit(form)
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-003")["job_description"] == FORMATTED

    await priya.command("/job update JOB-001")
    assert said[:15] not in outline_view(await priya.modal(having="job_title"))
