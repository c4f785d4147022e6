"""Files of a message that turn out to be none: a sentence each, and the others go on."""

from typing import Any

import pytest

from bot.sandbox.propops import Fault
from bot.sandbox.slack import pictures as drawn
from bot.sandbox.slack.files import StoredFile
from bot.sandbox.testbed import Testbed
from tests.stories.acting import answer, card_saying
from tests.stories.another_host import another_host

DRAWN = drawn.files()
LEAK = "Kitchen tap won't stop dripping at 12 Elm Row, urgent"
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no picture": ({"data": b"just words"}, "isn't a picture"),
    "a HEIC that won't open": ({"half_of": "ceiling.heic"}, "can't be opened"),
    "11 MB that says it is small": ({"data": b"\xff\xd8\xff" + b"x" * 11_000_000, "size": 500}, "at most 10 MB"),
    "a login page": ({"host": "login"}, "didn't let me have"),
    "not there": ({"host": "404"}, "right now"),
    "a host that breaks": ({"host": "500"}, "right now"),
}  # fmt: skip


async def raised(play: Testbed, files: list[StoredFile]) -> str:
    """Priya raises a job from Tom's message with these files; its reference."""
    priya = play.slack.member("priya")
    message = play.slack.member("tom").say(LEAK, files=files)
    await priya.message_shortcut("job.from_message", message)
    form = await priya.modal(having="attached")
    await priya.fill(form, job_type_id="Plumbing")
    await priya.submit(form)
    await card_saying(play, "Job created")
    return str(play.propops.jobs[-1]["job_ref"])


def put(play: Testbed, name: str, data: bytes, **more: Any) -> StoredFile:
    stored = play.slack.member("tom").upload(name, data)
    for key, value in more.items():
        setattr(stored, key, value)
    return stored


@pytest.mark.parametrize("case", BAD)
async def test_each_bad_file_is_a_sentence_and_the_others_go_on(
    play: Testbed, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.files._WAITS", (0.0, 0.0))
    monkeypatch.setattr("bot.workflows.writes.add_file.AGAIN_IN", ())
    how, words = BAD[case]
    more = {key: value for key, value in how.items() if key not in {"data", "half_of"}}
    data = DRAWN[how["half_of"]][:3000] if "half_of" in how else DRAWN["boiler.jpg"]
    bad = put(play, "wall.jpg", how.get("data", data), **more)
    ref = await raised(play, [bad, put(play, "gate.png", DRAWN["gate.png"])])
    told = await answer(play, "priya", "Not added to")
    assert "wall.jpg" in told.text
    assert words in told.text
    await card_saying(play, "✅ 1 of 2 photos added")
    assert [name for _, name, _ in play.propops.files(ref)] == ["gate.png"]


async def test_no_redirect_takes_the_token_to_another_host(play: Testbed) -> None:
    async with another_host(DRAWN["boiler.jpg"]) as (there, asked):
        await raised(
            play, [put(play, "wall.jpg", DRAWN["boiler.jpg"], host="redirect", elsewhere=there)]
        )
        told = await answer(play, "priya", "Not added to")
        assert "kept outside Slack" in told.text
        assert asked == []


async def test_propops_refuses_one_of_three(play: Testbed) -> None:
    play.propops.fail(Fault("/api/jobs/photos", "400", words="The disk is full"))
    names = ("boiler.jpg", "gate.png", "ceiling.heic")
    ref = await raised(play, [put(play, name, DRAWN[name]) for name in names])
    told = await answer(play, "priya", "Not added to")
    assert "The disk is full" in told.text
    await card_saying(play, "✅ 2 of 3 photos added")
    assert len(play.propops.files(ref)) == 2


async def test_what_was_unticked_does_not_go_along(play: Testbed) -> None:
    priya = play.slack.member("priya")
    files = [put(play, name, DRAWN[name]) for name in ("boiler.jpg", "gate.png")]
    await priya.message_shortcut(
        "job.from_message", play.slack.member("tom").say(LEAK, files=files)
    )
    form = await priya.modal(having="attached")
    await priya.fill(form, job_type_id="Plumbing", attached=["gate.png"])
    await priya.submit(form)
    await card_saying(play, "✅ 1 photo added")
    [(_, name, _)] = play.propops.files(play.propops.jobs[-1]["job_ref"])
    assert name == "gate.png"


async def test_a_photo_whose_answer_was_lost_is_there_once(play: Testbed) -> None:
    play.propops.fail(Fault("/api/jobs/photos", "drop_after"))
    names = ("boiler.jpg", "gate.png")
    ref = await raised(play, [put(play, name, DRAWN[name]) for name in names])
    await card_saying(play, "✅ 2 photos added")
    assert sorted(name for _, name, _ in play.propops.files(ref)) == sorted(names)
