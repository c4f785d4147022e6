"""Redraws a picture: upright, in ordinary colours, with nothing in the file but the picture.

Runs in the process of `bot.media.worker` alone. Everything is decoded and encoded anew, so that no
EXIF, XMP, IPTC, comment, colour profile, preview, depth map or trailing data is carried over.
"""

import io

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from bot.media.kinds import MOST_BYTES, MOST_PIXELS, FileKind

LONGEST_SIDE = 4096
"""Pixels. A larger picture is scaled down: PropOps compresses photos itself."""
_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "heic": ("HEIF",)}
_QUALITY = 90
_LEAST_QUALITY = 60


class TooManyPixels(Exception):
    """Not decoded: unpacked it would take too much memory."""


def redrawn(data: bytes, kind: FileKind) -> tuple[bytes, FileKind]:
    """The same picture, and what it is now: HEIC becomes JPEG. Of several frames the first.

    Raises `TooManyPixels`; anything else when it can't be read.
    """
    if kind == "heic":
        pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # the limit is the next line's, the same for every kind
    with Image.open(io.BytesIO(data), formats=_FORMATS[kind]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise TooManyPixels
        profile = opened.info.get("icc_profile")
        if max(opened.size) > LONGEST_SIDE and kind == "jpeg":
            opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # decodes no more than is needed
        opened.load()
        image = _in_ordinary_colours(_upright(opened), profile)
    if max(image.size) > LONGEST_SIDE:
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BILINEAR)
    image.info = {}
    return _encoded(image, "jpeg" if kind == "heic" else kind)


def _upright(image: Image.Image) -> Image.Image:
    """Turned as its EXIF says. What EXIF that can't be read says does not matter."""
    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, TypeError, KeyError, OSError):
        return image


def _in_ordinary_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, which needs no profile: `L`, `RGB` or `RGBA`."""
    if image.mode.startswith("I"):  # 16 bits a pixel: converting would cut them, not scale them
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    alpha = None
    if "A" in image.getbands() or "transparency" in image.info:
        alpha = image.convert("RGBA").getchannel("A")
    if profile and image.mode in {"RGB", "CMYK", "RGBA"}:
        image = _from_profile(image.convert("RGB") if image.mode == "RGBA" else image, profile)
    if image.mode not in {"L", "RGB"}:
        image = image.convert("RGB")
    if alpha is not None and alpha.getextrema() != (255, 255):
        image = image.convert("RGB")
        image.putalpha(alpha)
    return image


def _from_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile that can't be read is left out: the colours are a little off, the picture is there."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted if converted is not None else image


def _encoded(image: Image.Image, kind: FileKind) -> tuple[bytes, FileKind]:
    """A PNG that would be larger than a file may be becomes a JPEG."""
    if kind == "png":
        data = _saved(image, "PNG")
        if len(data) <= MOST_BYTES:
            return data, kind
        kind = "jpeg"
    if kind == "jpeg" and image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    data = b""
    for quality in range(_QUALITY, _LEAST_QUALITY - 1, -10):
        data = _saved(image, "JPEG" if kind == "jpeg" else "WEBP", quality=quality)
        if len(data) <= MOST_BYTES:
            break
    return data, kind


def _saved(image: Image.Image, format_: str, **options: int) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()
