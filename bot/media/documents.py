"""Writes a PDF anew, without what it says about its making, and without what runs when it is opened.

Runs in the process of `bot.media.worker` alone. Kept: its pages as they look, text, notes and form
fields on them. Gone: author, program, dates, XMP, page thumbnails, private data of programs, attached
files, scripts, and the EXIF, XMP and comments of pictures stored as JPEG. A PDF that is digitally
signed goes on byte for byte: any change would break the signature.
"""

import base64
import io
import zlib
from typing import Any

import pikepdf

from bot.media.kinds import MOST_BYTES

_ABOUT = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/EF")
_RUNS = ("/OpenAction", "/AA")
_NAMES = ("/EmbeddedFiles", "/JavaScript")


class Locked(Exception):
    """It opens with a password alone."""


def rewritten(data: bytes) -> bytes:
    """Raises `Locked`; anything else when it can't be read."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not len(pdf.pages):
                raise ValueError("no pages")
            if _is_signed(pdf):
                return data
            _strip(pdf)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise Locked from None


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form: Any = pdf.Root.get("/AcroForm")
    return isinstance(form, pikepdf.Dictionary) and bool(int(form.get("/SigFlags", 0)) & 1)


def _strip(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    names: Any = pdf.Root.get("/Names")
    for name in _NAMES:
        if isinstance(names, pikepdf.Dictionary) and name in names:
            del names[name]
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for name in (*_ABOUT, *_RUNS):
            if name in each:
                del each[name]
        if isinstance(each, pikepdf.Stream):
            _strip_photo(each)


def _strip_photo(stream: pikepdf.Stream) -> None:
    """Of a picture stored as JPEG. Raises ValueError for one that is broken: who knows what is in it."""
    filters: Any = stream.get("/Filter")
    names = [str(each) for each in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    before = stream.read_raw_bytes()
    if names[-1] != "/DCTDecode":
        if before.startswith(b"\xff\xd8\xff"):
            raise ValueError("a picture that nobody sees")
        return
    for name in names[:-1]:
        before = _unpacked(name, before)
    parms: Any = stream.get("/DecodeParms")
    last: Any = parms[-1] if isinstance(parms, pikepdf.Array) and len(parms) else parms
    stream.write(picture_alone(before), filter=pikepdf.Name.DCTDecode, decode_parms=last)


def _unpacked(filter_name: str, packed: bytes) -> bytes:
    match filter_name:
        case "/FlateDecode":
            return zlib.decompressobj().decompress(packed, 4 * MOST_BYTES)
        case "/ASCII85Decode":
            return base64.a85decode(packed.strip().removesuffix(b"~>"))
        case "/ASCIIHexDecode":
            return bytes.fromhex(packed.decode("ascii").strip().removesuffix(">"))
        case _:
            raise ValueError("a picture packed in a way that nobody uses")


_COMMENT, _SCAN, _END = 0xFE, 0xDA, 0xD9
_KEPT_APPS = {0xE0, 0xEE}
"""JFIF and Adobe's: how the colours are stored. No other application segment draws anything."""


def picture_alone(jpeg: bytes) -> bytes:
    """The JPEG without comments and application data, not decoded. Raises ValueError where it isn't one."""
    if not jpeg.startswith(b"\xff\xd8"):
        raise ValueError("no JPEG")
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker in {_SCAN, _END}:
            return bytes(kept) + jpeg[at:]
        size = 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        is_app = 0xE0 <= marker <= 0xEF
        if marker != _COMMENT and (not is_app or marker in _KEPT_APPS):
            kept += jpeg[at : at + size]
        at += size
    raise ValueError("a JPEG without a picture")
