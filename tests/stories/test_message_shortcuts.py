"""*Create PropOps job* in the menu of a message: from what a tenant wrote to a job with its photos."""

from typing import Any

import pytest

from bot.sandbox.outline import outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack import Message
from bot.sandbox.slack import pictures as drawn
from bot.sandbox.slack.methods import DEFAULT_SCOPES
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import CHANNEL, Testbed
from tests.stories.acting import answer, card_saying, dm_saying, linked_outside
from tests.stories.at_rest import at_rest
from tests.without_ids import without_ids

DRAWN = drawn.files()
LEAK = "Kitchen tap won't stop dripping at 12 Elm Row, urgent :droplet: :pray:"
REST: dict[str, Any] = {"job_type_id": "Plumbing"}
MAIL = """FYI please log

---------- Forwarded message ---------
From: Jane Tenant <jane@example.org>
Date: Mon, 24 Nov 2026 at 08:15
Subject: Fwd: No hot water at 12 Elm Row
To: Repairs <repairs@example.com>

Hi team,

The boiler bangs and there is no hot water since Sunday. Key safe 4471.

Kind regards,
Jane Tenant
07700 900123

Sent from my iPhone"""


async def opened(play: Testbed, message: Message, who: str = "priya") -> View:
    member = play.slack.member(who)
    await member.message_shortcut("job.from_message", message)
    return await member.modal(having="job_title")


def description(view: View) -> str:
    return without_ids(view.value("job_description"))


async def test_from_a_tenants_message_to_a_job_with_its_photos(play: Testbed) -> None:
    """Three clicks: the menu, its entry, and *Create job*, where the words name all that is required."""
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    files = [tom.upload(name, data) for name, data in DRAWN.items()]
    message = tom.say(LEAK, files=files)
    form = await opened(play, message)
    assert form.value("job_title") == "Kitchen tap won't stop dripping droplet"
    assert "12 Elm Row" in str(form.state["address_id"])
    *_, last = description(form).split("\n")
    assert last.startswith(
        "From Slack: Tom Reilly, https://elm-maintenance.slack.com/archives/C0MAINT001/p"
    )
    assert len(form.value("attached")) == 4
    await priya.fill(form, **REST)
    await priya.submit(form)
    await card_saying(play, "✅ 4 files added")
    [create, *uploads] = play.propops.writes
    assert create["action"] == "create"
    assert sorted(each["action"] for each in uploads) == ["upload_document", *["upload_photo"] * 3]
    job = play.propops.job(create["uuid"])
    lines = job["job_description"].replace("</p>", "\n").replace("<p>", "").split("\n")
    told = [line for line in lines if line.strip()]
    assert told[-2].startswith("From Slack: Tom Reilly, https://")
    assert told[-1].startswith("Slack ref S-")


async def test_a_mail_that_was_passed_on_gives_its_subject_and_its_code_stays_private(
    play: Testbed,
) -> None:
    form = await opened(play, play.slack.member("tom").say(MAIL))
    assert form.value("job_title") == "No hot water"
    text = description(form)
    for word in ("iPhone", "jane@example.org", "Forwarded", "4471", "07700", "Hi team"):
        assert word not in text, word
    assert "bangs" in text
    assert "E-mail from Jane Tenant" in text
    assert "4471" in str(form.value("access_details"))
    assert "07700 900123" in str(form.value("access_details"))


async def test_a_code_that_is_left_is_asked_about_as_everywhere(play: Testbed) -> None:
    """In what was not read, as further down in a chain, the same is done."""
    mail = MAIL + "\n\nOn Sun, 23 Nov 2026, Jo wrote:\n> the alarm code is 2468, mind the dog"
    form = await opened(play, play.slack.member("tom").say(mail))
    assert "2468" not in description(form)
    assert "2468" in str(form.value("access_details"))
    priya = play.slack.member("priya")
    await priya.fill(form, job_title="Boiler, key safe 4471", **REST, priority_id="High")
    await priya.submit(form)
    assert "Access details" in form.errors["job_title"]
    asked = await priya.modal(having="private.job_title.choice")
    await priya.press(asked, "Move to Access details")
    await play.slack.until(
        lambda: "4471" not in str(asked.value("job_title")) or None, why="the code has moved"
    )


async def test_a_message_with_files_alone(play: Testbed) -> None:
    tom = play.slack.member("tom")
    form = await opened(play, tom.say("", files=[tom.upload("gate.png", DRAWN["gate.png"])]))
    assert form.value("job_title") in (None, "")
    assert description(form).startswith("From Slack: Tom Reilly")
    assert "gate.png" in outline_view(form)


async def test_a_very_long_message_says_what_does_not_fit(play: Testbed) -> None:
    text = "Boiler broken at 12 Elm Row. " + "It bangs all night and day. " * 300
    form = await opened(play, play.slack.member("tom").say(text))
    assert len(description(form)) <= 3_000
    assert "From Slack: Tom Reilly" in description(form).split("\n")[-1]
    assert "longer than there is room for" in outline_view(form)


async def test_a_message_of_an_app_with_attachments_alone(play: Testbed) -> None:
    fields = [{"title": "Where", "value": "12 Elm Row"}]
    attachments = [{"title": "Leak under the sink", "fields": fields}]
    message = play.slack.post_as_app("Intake form", CHANNEL, attachments=attachments)
    form = await opened(play, message)
    assert form.value("job_title") == "Leak under the sink"
    assert "From Slack: Intake form, https://" in description(form)


async def test_a_message_of_this_bot_is_no_new_job(play: Testbed) -> None:
    priya = play.slack.member("priya")
    form = await opened(play, play.slack.member("tom").say(LEAK))
    await priya.fill(form, **REST)
    await priya.submit(form)
    card = await card_saying(play, "Job created")
    await at_rest(play)  # where the card is, is written down
    await priya.message_shortcut("job.from_message", card)
    view = await priya.modal(title="Create PropOps job")
    assert "exists already" in outline_view(view)
    assert len(play.propops.writes) == 1


async def test_the_second_who_takes_the_same_message_is_told(play: Testbed) -> None:
    await play.link("tom", "Tom Reilly")
    message = play.slack.member("dana").say(LEAK)
    priya = play.slack.member("priya")
    form = await opened(play, message)
    assert "came from this message" not in outline_view(form)
    await priya.fill(form, **REST)
    await priya.submit(form)
    await card_saying(play, "Job created")
    ref = play.propops.jobs[-1]["job_ref"]
    again = await opened(play, message, "tom")
    assert f"{ref} came from this message already" in outline_view(again)


@pytest.mark.parametrize("where", ["general", "private-one", "elm-contractors", "dm", "group"])
async def test_wherever_the_message_stands(play: Testbed, where: str) -> None:
    """The bot is in none of these but the shared channel; the form opens, and what can't be is told once."""
    dana, priya = play.slack.member("dana"), play.slack.member("priya")
    people = {"dm": ("priya", "dana"), "group": ("priya", "dana", "tom")}.get(where)
    channel = play.slack.dm(*people) if people else where
    message = dana.say(LEAK, channel, files=[dana.upload("gate.png", DRAWN["gate.png"])])
    form = await opened(play, message)
    if where == "elm-contractors":
        assert "no budget is shown there" in outline_view(form)
    await priya.fill(form, **REST)
    if people:
        await priya.fill(form, card_channel="maintenance")
    await priya.submit(form)
    await play.slack.until(lambda: len(play.propops.writes) or None, why="the job")
    if people:
        await card_saying(play, "Job created", "maintenance")
    if where != "elm-contractors":
        told = await answer(play, "priya", "gate.png")
        assert "conversation I'm not in" in told.text
    else:
        await card_saying(play, "✅ 1 photo added", where)
    assert play.propops.writes[0]["action"] == "create"


async def test_a_message_that_is_deleted_meanwhile(play: Testbed) -> None:
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    message = tom.say(LEAK, files=[tom.upload("gate.png", DRAWN["gate.png"])])
    form = await opened(play, message)
    tom.delete(message)
    await priya.fill(form, **REST)
    await priya.submit(form)
    await card_saying(play, "Job created")
    told = await answer(play, "priya", "gate.png")
    assert "deleted" in told.text


async def test_files_that_can_not_be_sent_are_said_at_once(play: Testbed) -> None:
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    good = [tom.upload(f"{number}.png", DRAWN["gate.png"]) for number in range(11)]
    big = tom.upload("film.jpg", b"\xff\xd8\xff")
    big.size = 41_943_040
    bad = [tom.upload("notes.docx", b"PK"), tom.upload("empty.png", b""), big]
    form = await opened(play, tom.say(LEAK, files=[*bad, *good]))
    shown = outline_view(form)
    for words in (
        "notes.docx isn't a picture",
        "empty.png is empty",
        "film.jpg is 40 MB",
        "has 11 files",
    ):
        assert words in shown
    assert len(form.value("attached")) == 10
    await priya.fill(form, **REST)
    await priya.submit(form)
    await card_saying(play, "✅ 10 photos added")
    assert len(play.propops.files(play.propops.jobs[-1]["job_ref"])) == 10


async def test_without_the_scope_the_job_goes_on_and_the_form_says_so(play: Testbed) -> None:
    play.slack.grant(*(DEFAULT_SCOPES - {"files:read"}))
    await play.restart_bot()
    tom = play.slack.member("tom")
    form = await opened(play, tom.say(LEAK, files=[tom.upload("gate.png", DRAWN["gate.png"])]))
    assert "files:read" in outline_view(form)
    assert not form.has("attached")


async def test_who_has_not_linked_goes_on_where_they_were(play: Testbed) -> None:
    tom = play.slack.member("tom")
    message = play.slack.member("dana").say(LEAK, files=[tom.upload("gate.png", DRAWN["gate.png"])])
    await tom.message_shortcut("job.from_message", message)
    await answer(play, "tom", "isn't linked")
    await linked_outside(play, "tom", "Tom Reilly")
    offer = await dm_saying(play, "Create PropOps job", "tom")
    await tom.press(offer, "Open the form")
    form = await tom.modal(having="job_title")
    assert form.value("job_title").startswith("Kitchen tap")
    assert "From Slack: Dana Okafor" in description(form)
    assert len(form.value("attached")) == 1


async def test_a_form_that_is_closed_keeps_words_and_files(play: Testbed) -> None:
    tom, priya = play.slack.member("tom"), play.slack.member("priya")
    files = [tom.upload(name, DRAWN[name]) for name in ("gate.png", "boiler.jpg")]
    form = await opened(play, tom.say(LEAK, files=files))
    mine = priya.upload("ceiling.heic", DRAWN["ceiling.heic"])
    await priya.fill(form, photos=[mine])
    await priya.fill(form, attached=["gate.png"])
    await priya.close(form)
    offer = await dm_saying(play, "is kept")
    await priya.press(offer, "Go on")
    again = await priya.modal(having="attached")
    shown = outline_view(again)
    assert "gate.png" in shown
    assert "ceiling.heic" in shown
    assert "boiler.jpg" not in shown
    assert description(again).split("\n")[-1].startswith("From Slack: Tom Reilly")


async def test_the_same_shortcut_delivered_twice_raises_one_job(play: Testbed) -> None:
    priya = play.slack.member("priya")
    form = await opened(play, play.slack.member("tom").say(LEAK))
    await priya.fill(form, **REST)
    outcome = await priya.submit(form)
    await card_saying(play, "Job created")
    await play.slack.redeliver(outcome.delivery)
    await at_rest(play)
    assert [each["action"] for each in play.propops.writes] == ["create"]


async def test_while_propops_is_away_the_message_is_kept(play: Testbed) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(Fault("*", "drop_before", None))
    await priya.message_shortcut("job.from_message", play.slack.member("tom").say(LEAK))
    kept = await answer(play, "priya", "kept")
    play.propops.heal()
    await play.restart_bot()
    await priya.press(kept, "Open the form")
    form = await priya.modal(having="job_title")
    assert "From Slack: Tom Reilly" in description(form)


@pytest.mark.testbed(hurried=True)
async def test_while_propops_is_slow_the_form_has_a_sign_of_life(play: Testbed) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(Fault("*", "slow", None, 1.5))
    await priya.message_shortcut("job.from_message", play.slack.member("tom").say(LEAK))
    assert "One moment" in outline_view(await priya.modal())
    form = await priya.modal(having="job_title")
    assert form.value("job_title").startswith("Kitchen tap")


@pytest.mark.testbed(
    rules='[[deny]]\nactions = ["create"]\nmembers = ["S0COORDIN1"]\nreason = "Ask the office."\n'
)
async def test_what_a_rule_forbids_is_forbidden_here_too(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.message_shortcut("job.from_message", play.slack.member("tom").say(LEAK))
    await answer(play, "priya", "Ask the office.")
    assert priya.top is None
