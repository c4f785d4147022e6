"""Somebody pastes a link to a job: it is shown under the message, as they may see it, or nothing is."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.sandbox.propops.faults import Fault
from bot.sandbox.slack.links import Draft, Preview
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.methods import DEFAULT_SCOPES
from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, answer, updated

SITE = "https://propops.example.com"
pytestmark = pytest.mark.testbed(propops_job_url=SITE + "/jobs/{uuid}")


def page(play: Testbed, ref: str, after: str = "") -> str:
    return f"{SITE}/jobs/{play.propops.job(ref)['uuid']}{after}"


async def told(play: Testbed) -> None:
    """Until the bot has done all it does about the links that were shared."""
    await play.slack.settled()
    assert play.app is not None
    await play.app.bolt.settle(within=20)
    await play.app.flows.cards.previews.close(within=20)


async def shared(
    play: Testbed, text: str, who: str = "priya", channel: str = "maintenance"
) -> Message:
    message = play.slack.member(who).say(text, channel)
    await told(play)
    return message


def unfurls(play: Testbed) -> list[dict[str, Any]]:
    return play.slack.sent("chat.unfurl")


def shown(message: Message) -> str:
    return "\n".join(each.outline() for each in message.previews)


def entity(preview: Preview) -> dict[str, Any]:
    assert preview.entity is not None
    return preview.entity


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
    play.slack.invite(who, "elm-contractors")
    message = await shared(play, page(play, "JOB-003"), who, "elm-contractors")

    assert message.previews == []
    assert unfurls(play) == []
    assert len(play.propops.requests) == 0
    assert play.slack.member(who).ephemerals == []


async def test_a_forged_event_of_another_company_gets_nothing(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"), channel="elm-contractors")
    before = len(unfurls(play))
    sol = play.slack.member("sol").person
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


@pytest.mark.parametrize(
    "error", ["cannot_unfurl_url", "cannot_find_message", "cannot_unfurl_message", "no_permission"]
)
async def test_what_slack_refuses_is_logged_and_no_more(play: Testbed, error: str) -> None:
    play.slack.fail("chat.unfurl", error)
    with capture_logs() as lines:
        message = await shared(play, page(play, "JOB-003"))

    assert message.previews == []
    assert [line["error"] for line in lines if line["event"] == "slack shows no preview of a link"] == [error]  # fmt: skip
    assert play.slack.member("priya").ephemerals == []
    assert len([each for each in play.slack.calls if each.method == "chat.unfurl"]) == 1


@pytest.mark.parametrize("state", ["dropped", "refused"])
async def test_where_work_objects_are_not_taken_blocks_are_shown(play: Testbed, state: Any) -> None:
    play.slack.workspace.work_objects = state
    message = await shared(play, page(play, "JOB-003"))
    [preview] = message.previews

    assert preview.entity is None
    assert "JOB-003" in preview.outline()


async def test_an_event_that_comes_twice_changes_nothing(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    [delivery] = [each for each in play.slack.deliveries if each.kind == "event_callback"]
    await play.slack.redeliver(delivery)
    await told(play)

    assert len(message.previews) == 1


async def test_the_ack_does_not_wait_for_propops(play: Testbed) -> None:
    play.propops.fail(Fault("*", "slow", times=None, seconds=2))
    play.slack.member("priya").say(page(play, "JOB-003"))
    await play.slack.settled()
    [delivery] = [each for each in play.slack.deliveries if each.kind == "event_callback"]

    assert delivery.status == 200
    assert delivery.seconds < 2
    await told(play)


async def test_a_change_made_here_is_on_the_preview_too(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    await updated(play, job_title="Boiler leaks")

    await play.slack.until(lambda: "Boiler leaks" in shown(message) or None, why="the new title")
    assert len(message.previews) == 1


async def test_a_change_made_in_propops_comes_with_the_next_look(play: Testbed) -> None:
    message = await shared(play, f"{page(play, 'JOB-003')} {page(play, 'JOB-004')}")
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    assert play.app is not None
    previews = play.app.flows.cards.previews
    await previews.refresh_recent()
    assert "Changed there" in shown(message)
    calls = len(unfurls(play))
    await previews.refresh_recent()

    assert len(unfurls(play)) == calls  # nothing new, nothing sent
    assert len(message.previews) == 2


async def test_a_deleted_job_is_no_longer_shown(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    play.propops.delete("JOB-003")
    assert play.app is not None
    await play.app.flows.cards.previews.refresh_recent()

    assert "no longer visible in PropOps" in shown(message)
    assert "JOB-003" not in shown(message)
    assert message.previews[0].entity is None


async def test_of_who_has_unlinked_a_preview_stays_and_is_looked_at_no_more(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    assert play.app is not None
    await play.app.stores.tokens.remove(play.member("priya"))
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    previews = play.app.flows.cards.previews
    await previews.refresh_recent()
    await previews.refresh_recent()

    assert "Changed there" not in shown(message)
    assert previews.found is False


async def test_an_old_preview_is_a_snapshot(play: Testbed, clock: Clock) -> None:
    message = await shared(play, page(play, "JOB-003"))
    clock.ahead = 8 * 86_400.0
    await updated(play, job_title="Boiler leaks")
    await told(play)
    assert play.app is not None
    await play.app.flows.retention.run()

    assert "Boiler leaks" not in shown(message)
    assert await play.app.stores.link_previews.in_message(message.channel, message.ts) == []


async def test_a_channel_shared_later_loses_the_amounts_of_its_previews(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Sam", job_total_budget=7501)
    message = await shared(play, page(play, "JOB-003"))
    assert "7,501" in shown(message)
    play.slack.channel("maintenance").is_shared = True
    await play.slack.emit(
        {"type": "channel_shared", "connected_team_id": "E163Q94DX", "channel": play.channel()}
    )

    await play.slack.until(lambda: "7,501" not in shown(message) or None, why="no amount")
    assert "7,501" not in str(message.previews[0].entity)


async def test_refresh_under_a_preview_brings_it_up_to_date(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    play.slack.member("priya").refresh_previews(message)
    await told(play)

    assert "Changed there" in shown(message)
    assert len(message.previews) == 1


async def test_a_deleted_message_is_forgotten(play: Testbed) -> None:
    message = await shared(play, page(play, "JOB-003"))
    play.slack.workspace.remove(message)
    play.propops.edit("JOB-003", by="Sam", job_title="Changed there")
    assert play.app is not None
    previews = play.app.flows.cards.previews
    await previews.refresh_recent()
    await previews.refresh_recent()

    assert previews.found is False


async def test_without_the_scope_slack_tells_of_no_link(play: Testbed) -> None:
    play.slack.grant(*(DEFAULT_SCOPES - {"links:read"}))
    message = await shared(play, page(play, "JOB-003"))

    assert message.previews == []
    assert [each for each in play.slack.deliveries if each.kind == "event_callback"] == []


@pytest.mark.testbed(propops_job_url=SITE + "/jobs/{ref}")
async def test_pages_named_by_reference_work_too(play: Testbed) -> None:
    message = await shared(play, f"{SITE}/jobs/JOB-003/ and {SITE}/jobs/JOB-999")

    assert [each.url for each in message.previews] == [f"{SITE}/jobs/JOB-003/"]
    assert "JOB-003" in shown(message)


@pytest.mark.testbed(propops_job_url=None)
async def test_without_a_template_an_event_does_nothing(play: Testbed) -> None:
    play.slack.unfurls("propops.example.com")
    message = await shared(play, f"{SITE}/jobs/550e8400-e29b-41d4-a716-446655440001")

    assert message.previews == []
    assert unfurls(play) == []


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"links": None},
        {"links": [None, 7, {"url": 7}]},
        {"links": [{"url": "https://propops.example.com/jobs/x"}], "message_ts": 7},
        {"links": [{"url": "https://[propops"}], "message_ts": "1.2", "channel": "C1"},
        {"links": "x", "message_ts": "1.2", "channel": "C1"},
    ],
)
async def test_an_event_of_another_shape_is_acked_and_left(
    play: Testbed, event: dict[str, Any]
) -> None:
    with capture_logs() as lines:
        sent = await play.slack.emit(
            {"type": "link_shared", "user": play.slack.member("priya").id, **event}
        )
        await told(play)

    assert sent.status == 200
    assert [line for line in lines if line.get("exc_info") or line["log_level"] == "error"] == []
