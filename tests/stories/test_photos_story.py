"""Photos and documents: with a new job, and for one that exists."""

import base64
import io
from typing import Any, Literal

import pytest
from PIL import Image

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack import pictures as drawn
from bot.sandbox.slack.files import StoredFile
from bot.sandbox.slack.methods import DEFAULT_SCOPES
from bot.sandbox.testbed import Testbed
from tests.stories.acting import answer, card_saying, dm_saying, raised, send_new, until_title
from tests.stories.another_host import another_host
from tests.stories.at_rest import at_rest

DRAWN = drawn.files()
REF = "JOB-003"


def put(play: Testbed, *names: str, who: str = "priya", **more: Any) -> list[StoredFile]:
    """Files of ours put into Slack."""
    member = play.slack.member(who)
    return [
        member.upload(name, more.get("data", DRAWN.get(name, b"")), more.get("says", ""))
        for name in names
    ]


async def sent(play: Testbed, files: list[StoredFile], ref: str = REF, who: str = "priya") -> None:
    """`/job photos`, filled and sent."""
    member = play.slack.member(who)
    await member.command(f"/job photos {ref}")
    form = await member.modal(having="photos")
    await member.fill(form, photos=files, force=True)
    await member.submit(form)


async def arrived(play: Testbed, count: int, ref: str = REF) -> list[tuple[str, str, bytes]]:
    await play.slack.until(
        lambda: len(play.propops.files(ref)) >= count or None, why=f"{count} files"
    )
    return play.propops.files(ref)


async def test_three_pictures_and_a_pdf_go_to_the_job_without_place_device_or_time(
    play: Testbed,
) -> None:
    before = play.propops.job(REF)
    await sent(play, put(play, *DRAWN))
    files = await arrived(play, 4)
    assert sorted((kind, name) for kind, name, _ in files) == [
        ("document", "gas-safety.pdf"),
        ("photo", "boiler.jpg"),
        ("photo", "ceiling.jpg"),
        ("photo", "gate.png"),
    ]
    for _, name, data in files:
        for word in (drawn.DEVICE.encode(), b"GPS", b"2026:11:24", b"Exif"):
            assert word not in data, name
    boiler = next(data for _, name, data in files if name == "boiler.jpg")
    assert Image.open(io.BytesIO(boiler)).size == (640, 480)
    job = play.propops.job(REF)
    assert job["photos_count"] == before["photos_count"] + 3
    assert job["documents_count"] == before["documents_count"] + 1

    card = await card_saying(play, "✅ 4 files added")
    assert REF in outline(card.blocks)
    view = await until_title(play.slack.member("priya"), play, "4 files added")
    assert REF in outline_view(view)


async def test_a_new_job_is_created_first_and_its_photos_follow(play: Testbed) -> None:
    await send_new(play, photos=put(play, "boiler.jpg", "gate.png"))
    await card_saying(play, "Job created")
    card = await card_saying(play, "✅ 2 photos added")
    [create, *uploads] = play.propops.writes
    assert create["action"] == "create"
    assert [each["action"] for each in uploads] == ["upload_photo"] * 2
    assert {each["uuid"] for each in uploads} == {create["uuid"]}
    thread = await play.slack.wait_for_message(containing="2 photos added", thread=card)
    assert "Priya" in outline(thread.blocks) or "U0PRIYA" in str(thread.blocks)
    told = [each for each in play.slack.thread(card) if "added" in each.text]
    assert len(told) == 1, "of files that were sent together the thread tells once"


async def test_one_refused_file_holds_up_neither_the_others_nor_the_job(play: Testbed) -> None:
    good = put(play, "boiler.jpg")
    bad = put(play, "notes.jpg", data=b"no picture at all")
    await send_new(play, photos=[*bad, *good, *put(play, "gate.png")])
    await card_saying(play, "✅ 2 of 3 photos added")
    told = await answer(play, "priya", "notes.jpg")
    assert "Not added to" in told.text
    assert "Please" in told.text
    assert len(await arrived(play, 2, play.propops.jobs[-1]["job_ref"])) == 2


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no picture": ({"data": b"just words"}, "isn't a picture"),
    "nothing in it": ({"data": b""}, "empty (0 bytes)"),
    "40 MB": ({"data": b"\xff\xd8\xff", "size": 41943040}, "40 MB"),
    "11 MB that says it is small": (
        {"data": b"\xff\xd8\xff" + b"x" * 11_000_000, "size": 500},
        "at most 10 MB",
    ),
    "a HEIC that won't open": ({"is": "ceiling.heic", "until": 3000}, "can't be opened"),
    "a PDF that says it is a picture": ({"is": "gas-safety.pdf"}, "says it is a picture"),
    "a film": ({"says": "video/mp4"}, "isn't a picture"),
    "a login page": ({"host": "login"}, "didn't let me have"),
    "not there": ({"host": "404"}, "right now"),
    "deleted": ({"is_deleted": True}, "was deleted"),
    "a host that breaks": ({"host": "500"}, "right now"),
    "half of it": ({"host": "cut"}, "right now"),
    "a proxy in between": ({"host": "403"}, "right now"),
    "nothing of it": ({"host": "empty"}, "right now"),
}


@pytest.mark.parametrize("case", BAD)
async def test_each_bad_file_is_a_sentence_and_the_others_go_on(
    play: Testbed, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.files._WAITS", (0.0, 0.0))
    monkeypatch.setattr("bot.workflows.writes.add_file.AGAIN_IN", ())
    how, words = BAD[case]
    [bad] = put(
        play,
        "wall.jpg",
        data=how.get("data", DRAWN[how.get("is", "boiler.jpg")][: how.get("until")]),
        says=how.get("says", "image/jpeg"),
    )
    for name in ("size", "host", "is_deleted"):
        setattr(bad, name, how.get(name, getattr(bad, name)))
    await sent(play, [bad, *put(play, "gate.png")])
    told = await answer(play, "priya", "Not added to")
    assert "wall.jpg" in told.text
    assert words in told.text
    await card_saying(play, "✅ 1 of 2 photos added")
    assert [name for _, name, _ in play.propops.files(REF)] == ["gate.png"]


@pytest.mark.parametrize("host", ["500", "403", "404", "cut", "empty", "drop"])
async def test_a_file_that_slack_does_not_give_now_is_saved_and_goes_out(
    play: Testbed,
    host: Literal["500", "403", "404", "cut", "empty", "drop"],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.slack.files._WAITS", (0.0,))
    monkeypatch.setattr("bot.workflows.writes.add_file.AGAIN_IN", (0.2,) * 500)
    [file] = put(play, "boiler.jpg")
    file.host = host
    await sent(play, [file])
    told = await dm_saying(play, "Saved. Slack isn't giving me the file")
    assert "PropOps" not in told.text
    await play.slack.member("priya").command("/job note JOB-004 not held up by it")
    note = await play.slack.member("priya").modal(having="note_text")
    await play.slack.member("priya").submit(note)
    await card_saying(play, "Case note added")
    file.host = ""
    await card_saying(play, "✅ 1 photo added")
    assert [name for _, name, _ in play.propops.files(REF)] == ["boiler.jpg"]


async def test_no_redirect_takes_the_token_to_another_host(play: Testbed) -> None:
    async with another_host(DRAWN["boiler.jpg"]) as (there, asked):
        [file] = put(play, "wall.jpg", data=DRAWN["boiler.jpg"])
        file.host, file.elsewhere = "redirect", there
        await sent(play, [file])
        told = await answer(play, "priya", "Not added to")
        assert "kept outside Slack" in told.text
        assert asked == []


async def test_eleven_files_are_pointed_out_where_they_were_chosen(play: Testbed) -> None:
    files = put(play, *(f"{number}.jpg" for number in range(11)), data=DRAWN["boiler.jpg"])
    priya = play.slack.member("priya")
    await priya.command(f"/job photos {REF}")
    form = await priya.modal(having="photos")
    await priya.fill(form, photos=files, force=True)
    await priya.submit(form)
    assert "At most 10" in form.errors["photos"]
    assert play.propops.files(REF) == []
    await priya.fill(form, photos=files[:10], force=True)
    await priya.submit(form)
    assert len(await arrived(play, 10)) == 10


async def test_propops_refuses_one_of_three(play: Testbed) -> None:
    play.propops.fail(Fault("/api/jobs/photos", "400", words="The disk is full"))
    await sent(play, put(play, "boiler.jpg", "gate.png", "ceiling.heic"))
    told = await answer(play, "priya", "Not added to")
    assert "The disk is full" in told.text
    await card_saying(play, "✅ 2 of 3 photos added")
    assert len(play.propops.files(REF)) == 2


async def test_documents_need_a_permission_of_their_own(play: Testbed) -> None:
    play.propops.forbid("Priya Shah", "api.jobs.documents.manage")
    await sent(play, put(play, "gas-safety.pdf", "gate.png"))
    told = await answer(play, "priya", "Not added to")
    assert "api.jobs.documents.manage" in told.text
    await card_saying(play, "✅ 1 of 2 files added")


async def test_a_job_deleted_meanwhile(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job photos {REF}")
    form = await priya.modal(having="photos")
    await priya.fill(form, photos=put(play, "gate.png"))
    play.propops.delete(REF)
    await priya.submit(form)
    told = await answer(play, "priya", "Not added to")
    assert "gate.png" in told.text
    assert "no longer in PropOps" in told.text


@pytest.mark.parametrize("kind", ["drop_after", "500_after", "html_after", "garbage"])
async def test_a_photo_whose_answer_was_lost_is_there_once(play: Testbed, kind: Any) -> None:
    play.propops.fail(Fault("/api/jobs/photos", kind))
    await sent(play, put(play, "boiler.jpg", "gate.png"))
    await card_saying(play, "✅ 2 photos added")
    assert sorted(name for _, name, _ in play.propops.files(REF)) == ["boiler.jpg", "gate.png"]


async def test_a_photo_that_never_arrived_is_sent_once_more(play: Testbed) -> None:
    play.propops.fail(Fault("/api/jobs/photos", "drop_before"))
    await sent(play, put(play, "boiler.jpg"))
    await card_saying(play, "✅ 1 photo added")
    assert len(play.propops.files(REF)) == 1


async def test_where_somebody_else_adds_photos_too_the_member_is_asked(play: Testbed) -> None:
    """Two more than before: whether ours is among them can't be told, and nothing is sent twice."""
    play.propops.fail(Fault("/api/jobs/photos", "drop_before"))
    await sent(play, put(play, "boiler.jpg"))
    await play.slack.until(
        lambda: any(r["path"] == "/api/jobs/photos" for r in play.propops.requests) or None,
        why="the upload",
    )
    play.propops._state.jobs[play.propops.job(REF)["uuid"]]["photos_count"] += 2
    asked = await answer(play, "priya", "can't find out")
    assert "boiler.jpg" in asked.text
    assert play.propops.files(REF) == []
    await play.slack.member("priya").press(asked, "Add it again")
    assert len(await arrived(play, 1)) == 1


async def test_the_same_form_sent_again_adds_nothing_twice(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command(f"/job photos {REF}")
    form = await priya.modal(having="photos")
    await priya.fill(form, photos=put(play, "gate.png"))
    outcome = await priya.submit(form)
    await arrived(play, 1)
    await play.slack.redeliver(outcome.delivery)
    await card_saying(play, "✅ 1 photo added")
    await at_rest(play)
    assert len(play.propops.files(REF)) == 1


async def test_nothing_of_a_picture_is_kept_here(play: Testbed, tmp_path: Any) -> None:
    await sent(play, put(play, "gate.png"))
    [(_, _, data)] = await arrived(play, 1)
    await card_saying(play, "✅ 1 photo added")
    for file in tmp_path.rglob("*"):
        if file.is_file():
            text = file.read_bytes()
            for part in (data[40:72], DRAWN["gate.png"][40:72], base64.b64encode(data[40:72])):
                assert part not in text, file
            assert b"gate.png" not in text, "names are what people wrote: encrypted"


async def test_without_the_scope_a_new_job_goes_on_and_photos_are_a_sentence(play: Testbed) -> None:
    assert play.app is not None
    play.slack.grant(*(DEFAULT_SCOPES - {"files:read"}))
    await play.restart_bot()
    priya = play.slack.member("priya")
    await priya.command(f"/job photos {REF}")
    told = await answer(play, "priya", "files:read")
    assert "please" in told.text
    card = await raised(play)
    assert "Job created" in card.text


async def test_a_form_that_comes_back_still_has_its_files(play: Testbed) -> None:
    play.propops.fail(Fault("create", "400", words="The value is out of range"))
    await send_new(play, photos=put(play, "gate.png", "boiler.jpg"))
    priya = play.slack.member("priya")
    form = await priya.modal(having="attached")
    assert "gate.png" in outline_view(form)
    await priya.submit(form)
    await card_saying(play, "✅ 2 photos added")
    assert len(await arrived(play, 2, play.propops.jobs[-1]["job_ref"])) == 2
