"""Somebody pastes a link to a job: it is shown under the message, as they may see it, or nothing is."""

import pytest
from structlog.testing import capture_logs

from bot.sandbox.propops.faults import Fault
from bot.sandbox.slack.links import Draft
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, answer
from tests.stories.pasted import SITE, entity, page, shared, shown, told, unfurls

pytestmark = pytest.mark.testbed(propops_job_url=SITE + "/jobs/{uuid}")


async def test_a_pasted_link_shows_the_job(play: Testbed) -> None:
    message = await shared(play, f"Can you look at {page(play, 'JOB-003', '?tab=notes')} please?")

    [preview] = message.previews
    job = play.propops.job("JOB-003")
    assert job["job_title"] in preview.outline()
    assert "JOB-003" in preview.outline()
    assert "As of" in preview.outline()
    assert entity(preview)["external_ref"] == {"id": job["uuid"]}
    assert entity(preview)["app_unfurl_url"].endswith("?tab=notes")
    assert not entity(preview)["url"].endswith("?tab=notes")
    assert play.slack.member("priya").ephemerals == []


async def test_its_buttons_work_for_whoever_presses_them(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))

    await play.slack.member("priya").press_preview(message, "Show")
    await answer(play, "priya", "JOB-003")
    await play.slack.member("priya").press_preview(message, "Update")
    assert await play.slack.member("priya").modal(title="Update job", having="job_title")


async def test_it_shows_while_it_is_typed_and_once_more_when_it_is_sent(play: Testbed) -> None:
    priya = play.slack.member("priya")
    draft: Draft = priya.type_links(f"See {page(play, 'JOB-003')}")
    await told(play)
    [preview] = draft.shared.previews.values()
    assert "JOB-003" in preview.outline()
    assert "£" not in preview.outline() + str(preview.entity)
    message = priya.send(draft)
    await told(play)

    assert "JOB-003" in shown(message)
    assert len(unfurls(play)) == 2


async def test_several_links_show_several_jobs_up_to_five(play: Testbed) -> None:
    refs = [f"JOB-00{number}" for number in range(1, 8)]
    message = await shared(play, "\n".join(page(play, ref) for ref in refs))

    assert len(message.previews) == 5
    assert len(unfurls(play)) == 1
    assert all(ref in shown(message) for ref in refs[:5])


async def test_the_same_job_twice_shows_once(play: Testbed) -> None:
    one, other = page(play, "JOB-003"), page(play, "JOB-003", "?from=mail")
    message = await shared(play, f"{one} {other} {one}")

    assert [each.url for each in message.previews] == [one]


async def test_many_links_to_one_job_leave_room_for_another(play: Testbed) -> None:
    same = [page(play, "JOB-003", f"?n={number}") for number in range(6)]
    message = await shared(play, "\n".join([*same, page(play, "JOB-004")]))

    assert [each.url for each in message.previews] == [same[0], page(play, "JOB-004")]


@pytest.mark.parametrize(
    "link",
    [
        SITE + "/jobs/not-a-uuid",
        SITE + "/jobs/",
        SITE + "/invoices/550e8400-e29b-41d4-a716-446655440001",
        SITE + "/jobs/550e8400-e29b-41d4-a716-4466554400ff",  # no such job
        SITE + "/jobs/%00",
        SITE + "/jobs/550e8400-e29b-41d4-a716-446655440001/../../admin",
    ],
)
async def test_any_other_page_shows_nothing(play: Testbed, link: str) -> None:
    with capture_logs() as lines:
        message = await shared(play, link)

    assert message.previews == []
    assert unfurls(play) == []
    assert [line for line in lines if line["log_level"] in {"error", "warning"}] == []


async def test_one_bad_link_spoils_no_other(play: Testbed) -> None:
    gone = SITE + "/jobs/550e8400-e29b-41d4-a716-4466554400ff"
    message = await shared(play, f"{gone} {page(play, 'JOB-003')}")

    assert [each.url for each in message.previews] == [page(play, "JOB-003")]


@pytest.mark.parametrize("who", ["gil", "sol"])
async def test_guests_and_other_companies_get_nothing(play: Testbed, who: str) -> None:
    """Not even one that was linked, as a guest who was a full member before."""
    await play.link(who, "Priya Shah")
    play.slack.invite(who, "elm-contractors")
    message = await shared(play, page(play, "JOB-003"), who, "elm-contractors")

    assert message.previews == []
    assert unfurls(play) == []
    assert len(play.propops.requests) == 0
    assert play.slack.member(who).ephemerals == play.slack.member(who).dms == []


async def test_a_forged_event_of_another_company_gets_nothing(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"), channel="elm-contractors")
    before, sol = len(unfurls(play)), play.slack.member("sol").person
    await play.link("sol", "Priya Shah")
    assert message.shared is not None
    await play.slack.emit(
        {
            "type": "link_shared",
            "user": sol.id,
            "user_team": sol.team,
            "channel": message.channel,
            "message_ts": message.ts,
            "links": [{"domain": "propops.example.com", "url": page(play, "JOB-003")}],
        }
    )
    await told(play)

    assert len(unfurls(play)) == before
    assert play.slack.member("sol").dms == []


async def test_amounts_stay_out_of_a_channel_that_another_company_reads(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Sam", job_total_budget=7501, contractor_budget=4302)
    ours = await shared(play, page(play, "JOB-003"))
    theirs = await shared(play, page(play, "JOB-003"), channel="elm-contractors")

    assert "7,501" in shown(ours)
    for preview in theirs.previews:
        assert "JOB-003" in preview.outline()
        assert "7,501" not in preview.outline() + str(preview.entity)
        assert "budget" not in str(preview.entity)


async def test_a_direct_message_between_people_shows_no_amount(play: Testbed) -> None:
    """It may be one with somebody of another company, and the bot can't look."""
    play.propops.edit("JOB-003", by="Sam", job_total_budget=7501)
    message = await shared(play, page(play, "JOB-003"), channel=play.slack.dm("priya", "dana"))

    assert "JOB-003" in shown(message)
    assert "7,501" not in shown(message) + str(message.previews[0].entity)


async def test_private_words_stay_out(play: Testbed) -> None:
    play.propops.edit(
        "JOB-003",
        by="Sam",
        job_title="Leak, key safe 4471",
        access_details="Alarm 9182",
        private_contact_name="Mrs Qxyz",
    )
    message = await shared(play, page(play, "JOB-003"))
    [preview] = message.previews

    text = preview.outline() + str(preview.blocks) + str(preview.entity)
    assert "Leak" in text
    assert not [secret for secret in ("4471", "9182", "Qxyz") if secret in text]


async def test_who_is_not_linked_is_offered_the_link_once_a_day_when_it_is_sent(
    play: Testbed, clock: Clock
) -> None:
    dana = play.slack.member("dana")
    draft = dana.type_links(page(play, "JOB-003"))
    await told(play)
    assert dana.dms == []
    message = dana.send(draft)
    await told(play)
    await answer(play, "dana", "Links to jobs show the job")
    await shared(play, page(play, "JOB-004"), "dana")
    assert len(dana.dms) == 1
    await play.restart_bot()
    await shared(play, page(play, "JOB-005"), "dana")
    assert len(dana.dms) == 1
    clock.ahead = 90_000.0
    await shared(play, page(play, "JOB-006"), "dana")

    assert len(dana.dms) == 2
    assert message.previews == []
    assert unfurls(play) == []
    assert [each for each in play.slack.messages("maintenance") if each.bot] == []


async def test_who_may_not_see_jobs_gets_nothing(play: Testbed) -> None:
    play.propops.forbid("Priya Shah", "api.jobs.manage.list", "api.jobs.manage.manage")
    message = await shared(play, page(play, "JOB-003"))

    assert message.previews == []
    assert play.slack.member("priya").ephemerals == []


async def test_while_propops_is_away_nothing_is_shown_and_nobody_told(play: Testbed) -> None:
    play.propops.fail(Fault("*", "maintenance", times=None))
    with capture_logs() as lines:
        message = await shared(play, page(play, "JOB-003"))

    assert message.previews == []
    assert play.slack.member("priya").ephemerals == []
    assert [line for line in lines if line.get("exc_info")] == []
