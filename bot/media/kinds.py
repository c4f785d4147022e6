"""What a file is, by its first bytes; its name and its declared type prove nothing."""

from typing import Literal

MOST_BYTES = 10 * 1024 * 1024
"""Of one file, as it comes and as it goes on."""
MOST_PIXELS = 64_000_000
"""Of one picture: a telephone's largest is 50 million. Unpacked it takes 200 MB."""

FileKind = Literal["jpeg", "png", "webp", "heic", "pdf"]
MEDIA_TYPES: dict[FileKind, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
}
SUFFIXES: dict[FileKind, str] = {
    "jpeg": "jpg",
    "png": "png",
    "webp": "webp",
    "heic": "heic",
    "pdf": "pdf",
}

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
"""ISO/IEC 23008-12, annex B; `mif1` and `msf1` may hold other codecs, which then can't be opened."""


def kind_of(data: bytes) -> FileKind | None:
    """None for what is none of them."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "heic"
    if data[:64].lstrip().startswith(b"%PDF-"):
        return "pdf"
    return None


def is_web_page(data: bytes) -> bool:
    """Whether it is HTML: what Slack answers instead of a file to whom it does not let have it."""
    start = data[:512].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head"))
