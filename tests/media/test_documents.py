"""What is left of a PDF."""

import base64
import io
import re
import zlib

import pikepdf
import pytest
from PIL import Image

from bot.sandbox.slack import pictures as drawn
from tests.media.asked import cleaned, why_not


async def test_what_is_left_of_a_pdf() -> None:
    clean = await cleaned(drawn.pdf(), "gas-safety.pdf")
    assert clean.media_type == "application/pdf"
    with pikepdf.open(io.BytesIO(clean.data)) as pdf:
        assert len(pdf.pages) == 1
        assert "/Info" not in pdf.trailer
        photo = pdf.pages[0].Resources.XObject.Photo
        assert Image.open(io.BytesIO(photo.read_raw_bytes())).size == (480, 640)


async def test_scripts_attachments_and_xmp_of_a_pdf() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        with pdf.open_metadata() as about:
            about["dc:creator"] = ["xmpmeta Somebody"]
        pdf.attachments["plan.exe"] = b"MZ attached"
        pdf.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
        )
        out = io.BytesIO()
        pdf.save(out)
    clean = await cleaned(out.getvalue(), "plan.pdf")
    with pikepdf.open(io.BytesIO(clean.data)) as pdf:
        assert "/Metadata" not in pdf.Root
        assert "/OpenAction" not in pdf.Root
        assert list(pdf.attachments) == []
        text = "".join(repr(each) for each in pdf.objects)
    assert not re.search("alert|Somebody|attached", text)


@pytest.mark.parametrize("packed", ["flate", "85", "hex", "array"])
async def test_a_photo_in_a_pdf_packed_twice(packed: str) -> None:
    name = pikepdf.Name
    data, filters = {
        "flate": (zlib.compress(drawn.jpeg()), [name.FlateDecode, name.DCTDecode]),
        "85": (base64.a85encode(drawn.jpeg()) + b"~>", [name.ASCII85Decode, name.DCTDecode]),
        "hex": (drawn.jpeg().hex().encode() + b">", [name.ASCIIHexDecode, name.DCTDecode]),
        "array": (drawn.jpeg(), [name.DCTDecode]),
    }[packed]
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Photo = pdf.make_stream(data, Filter=pikepdf.Array(filters))
        out = io.BytesIO()
        pdf.save(out)
    with pikepdf.open(io.BytesIO((await cleaned(out.getvalue(), "a.pdf")).data)) as pdf:
        photo = pdf.Root.Photo.read_raw_bytes()
    assert drawn.DEVICE.encode() not in photo
    assert Image.open(io.BytesIO(photo)).size == (480, 640)


async def test_a_signed_pdf_goes_on_byte_for_byte() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array())
        pdf.docinfo["/Author"] = "Whoever signed it"
        out = io.BytesIO()
        pdf.save(out)
    assert (await cleaned(out.getvalue(), "signed.pdf")).data == out.getvalue()


async def test_a_locked_pdf_and_one_without_pages() -> None:
    with pikepdf.new() as pdf:
        empty = io.BytesIO()
        pdf.save(empty)
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "locked" in await why_not(out.getvalue(), "plan.pdf")
    assert "can't be opened" in await why_not(empty.getvalue(), "plan.pdf")
