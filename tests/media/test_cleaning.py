"""What leaves the bot of a picture or a PDF, and what does not."""

import io
import os
import random
import sys
import zlib
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from bot.media import cleaning, pictures, worker
from bot.media.kinds import MOST_BYTES, kind_of
from bot.sandbox.slack import pictures as drawn
from tests.media.asked import cleaned, why_not

_TELL_TALE = (
    *(drawn.DEVICE.encode(), drawn.TAKEN.encode(), b"2026:11:24", b"20261124", b"Exif", b"GPS"),
    *(b"xmpmeta", b"tEXt", b"iTXt", b"eXIf", b"ICC_PROFILE", b"iCCP", b"Photoshop", b"made by"),
)


def _picture(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode in {"RGB", "RGBA"} else 0).save(out, kind, **more)
    return out.getvalue()


def _at(picture: Image.Image, x: int, y: int) -> Any:
    return picture.getpixel((x, y))


@pytest.mark.parametrize("name", sorted(drawn.files()))
async def test_nothing_in_a_file_tells_place_device_or_time(name: str) -> None:
    before = drawn.files()[name]
    clean = await cleaned(before, name)
    assert any(word in before for word in _TELL_TALE), "else the test proves nothing"
    assert [word for word in _TELL_TALE if word in clean.data] == []


async def test_a_picture_is_turned_upright() -> None:
    """The boiler is white in the middle, and its pipes are at the bottom."""
    sideways = Image.open(io.BytesIO(drawn.jpeg()))
    assert sideways.size == (480, 640)
    upright = Image.open(io.BytesIO((await cleaned(drawn.jpeg())).data)).convert("RGB")
    assert upright.size == (640, 480)
    red, green, blue = _at(upright, 235, 450)
    assert red > green > blue  # copper
    assert min(_at(upright, 320, 120)) > 240


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_each_of_the_eight_orientations(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = Image.new("RGB", (80, 48), "white")
    ImageDraw.Draw(upright).rectangle((0, 0, 31, 15), fill="black")
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    as_taken = (
        upright
        if orientation == 1
        else upright.transpose(
            Image.Transpose({0: 0, 3: 3, 1: 1, 5: 5, 2: 2, 6: 6, 4: 4}[turns[orientation]])
        )
    )
    out = io.BytesIO()
    as_taken.save(out, "PNG", exif=exif)
    clean = Image.open(io.BytesIO((await cleaned(out.getvalue())).data)).convert("L")
    assert clean.size == (80, 48)
    assert (_at(clean, 5, 5) < 50, _at(clean, 75, 43) > 200) == (True, True)


async def test_a_heic_becomes_a_jpeg_and_is_turned_once() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    photo = Image.new("RGB", (96, 64), "blue")
    pillow_heif.from_pillow(photo).save(out, exif=exif.tobytes())
    as_pillow_reads = pillow_heif.open_heif(io.BytesIO(out.getvalue()), convert_hdr_to_8bit=True)
    clean = await cleaned(out.getvalue(), "IMG_0007.HEIC")
    assert (clean.name, clean.media_type) == ("IMG_0007.jpg", "image/jpeg")
    assert clean.data.startswith(b"\xff\xd8\xff")
    assert Image.open(io.BytesIO(clean.data)).size in {
        as_pillow_reads.size,
        as_pillow_reads.size[::-1],
    }


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"x" * (MOST_BYTES + 1), "at most 10 MB"),
        (b"PK\x03\x04 word document", "isn't a picture"),
        (b"<!DOCTYPE html><html>", "isn't a picture"),
        (b"MZ\x90\x00", "isn't a picture"),
        (b"GIF89a\x01\x00\x01\x00", "isn't a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "isn't a picture"),
        (b"\xff\xd8\xff\xe0 not a JPEG at all", "can't be opened"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00 no more", "can't be opened"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00 a film", "isn't a picture"),
        (b"%PDF-1.7 only the first line", "can't be opened"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "can't be opened"),
        (b"\x89PNG\r\n\x1a\n", "can't be opened"),
    ],
)
async def test_what_is_no_picture_is_not_sent(data: bytes, words: str) -> None:
    said = await why_not(data)
    assert words in said
    assert said.startswith("kitchen.jpg")
    assert said.rstrip(".").split(". ")[-1].startswith("Please"), "and what to do next"


async def test_half_a_picture_is_not_sent() -> None:
    whole = drawn.jpeg()
    assert "can't be opened" in await why_not(whole[: len(whole) // 2])
    heic = drawn.heic()
    assert "can't be opened" in await why_not(heic[: len(heic) // 2], "a.heic")


async def test_a_bomb_is_not_unpacked() -> None:
    """Some kilobytes that would be 10,000 million pixels: the size in its header is enough."""
    bomb = bytearray(_picture("PNG"))
    bomb[16:24] = (100_000).to_bytes(4, "big") * 2
    # the header's checksum has to fit, or it is merely broken
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")
    assert "too many pixels" in await why_not(bytes(bomb))


async def test_a_picture_of_65_million_pixels_that_packs_small() -> None:
    assert "too many pixels" in await why_not(_picture("PNG", (8100, 8100), "1"))


async def test_a_large_picture_is_scaled_down() -> None:
    clean = await cleaned(_picture("JPEG", (8000, 6000)))
    assert Image.open(io.BytesIO(clean.data)).size == (4096, 3072)


async def test_of_a_film_the_first_picture_goes_on() -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue", "green")]
    for kind in ("PNG", "WEBP"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
        clean = Image.open(io.BytesIO((await cleaned(out.getvalue())).data))
        assert getattr(clean, "n_frames", 1) == 1
        red, green, blue = _at(clean.convert("RGB"), 15, 15)
        assert red > 200
        assert max(green, blue) < 60


async def test_a_jpeg_of_several_pictures_and_what_follows_it() -> None:
    """Telephones hang previews and depth maps on behind, each with EXIF of its own."""
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "MPO", save_all=True, append_images=frames[1:])
    clean = await cleaned(out.getvalue() + b"Exif and " + drawn.jpeg())
    assert clean.data.count(b"\xff\xd8\xff") == 1
    assert not any(word in clean.data for word in _TELL_TALE)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
        *(("JPEG", mode) for mode in ("L", "RGB", "CMYK")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
    ],
)
async def test_every_kind_of_colours(kind: str, mode: str) -> None:
    clean = await cleaned(_picture(kind, mode=mode))
    assert Image.open(io.BytesIO(clean.data)).size == (60, 40)


async def test_sixteen_bits_are_scaled_not_cut() -> None:
    out = io.BytesIO()
    Image.new("I;16", (20, 20), 32_768).save(out, "PNG")
    clean = Image.open(io.BytesIO((await cleaned(out.getvalue())).data))
    assert abs(_at(clean.convert("L"), 5, 5) - 128) < 3


async def test_what_is_transparent_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    clean = Image.open(io.BytesIO((await cleaned(out.getvalue())).data))
    assert clean.mode == "RGBA"
    assert _at(clean, 5, 5)[3] == 0


async def test_a_colour_profile_is_used_up() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for broken in (profile, profile[:50], b"no profile"):
        clean = await cleaned(_picture("JPEG", icc_profile=broken))
        assert b"ICC_PROFILE" not in clean.data
        assert _at(Image.open(io.BytesIO(clean.data)).convert("RGB"), 5, 5)[0] > 240


async def test_a_png_too_large_as_png_goes_as_jpeg() -> None:
    noise = Image.frombytes("RGB", (2000, 1900), random.Random(1).randbytes(2000 * 1900 * 3))
    data, kind = pictures._encoded(noise, "png")
    assert kind == "jpeg"
    assert len(data) <= MOST_BYTES


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("kitchen.jpeg", "kitchen.jpg"),
        ("kitchen", "kitchen.jpg"),
        ("../../etc/passwd.png", "passwd.jpg"),
        ('a"b\r\nX: y.jpg', "a'b  X: y.jpg"),
        ("C:\\photos\\flat 3.5.JPG", "flat 3.5.jpg"),
        ("....jpg", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
    ],
)
async def test_the_name_it_goes_on_with(given_name: str, name: str) -> None:
    assert (await cleaned(_picture("JPEG"), given_name)).name == name


@given(
    data=st.binary(max_size=3000),
    at=st.integers(0, 2999),
    name=st.sampled_from(["boiler.jpg", "gate.png"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_broken_file_is_refused_orcleaned(data: bytes, at: int, name: str) -> None:
    """Whatever is written into a good file: no error but a refusal, and nothing of place or device."""
    good = _GOOD[name]
    at = at % len(good)
    broken = good[:at] + data[:40] + good[at + 40 :]
    kind = kind_of(broken)
    if kind is None:
        return
    try:
        answer, clean = worker._cleaned(broken, kind)
    except Exception:
        return
    assert set(answer) in ({"kind"}, {"problem"})
    assert drawn.DEVICE.encode() not in clean


_GOOD = drawn.files()


@pytest.mark.usefixtures("in_process")
@pytest.mark.parametrize("name", ["ceiling.heic", "boiler.jpg"])
async def test_through_the_process(name: str) -> None:
    assert drawn.DEVICE.encode() not in (await cleaned(_GOOD[name], name)).data
    assert "can't be opened" in await why_not(_GOOD[name][:-3000], name)


@pytest.mark.usefixtures("in_process")
async def test_a_decoder_that_dies_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It has a process of its own: the bot goes on."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert "can't be opened" in await why_not(drawn.jpeg())


@pytest.mark.usefixtures("in_process")
async def test_a_decoder_that_hangs_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hangs = tmp_path / "hangs"
    hangs.write_text("#!/bin/sh\necho $$ > " + str(tmp_path / "pid") + "\nexec sleep 600\n")
    hangs.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(hangs))
    monkeypatch.setattr(cleaning, "PATIENCE", 0.5)
    assert "can't be opened" in await why_not(drawn.jpeg())
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.usefixtures("in_process")
async def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tells = tmp_path / "tells"
    tells.write_text(f"#!/bin/sh\nenv > {tmp_path / 'env'}\n")
    tells.chmod(0o700)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    monkeypatch.setattr(sys, "executable", str(tells))
    await why_not(drawn.jpeg())
    assert "xoxb" not in (tmp_path / "env").read_text()
