"""Drawn pictures as telephones make them: with place, device and time in them. Made by code, of no one's home.

The same seed gives the same pictures. `files` are what a person of the demo has at hand.
"""

import io
import random
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, Final

DEVICE: Final = "Sandbox Phone 7"
TAKEN: Final = "2026:11:24 08:15:30"
LATITUDE: Final = (51.0, 30.0, 26.46)
"""Degrees, minutes, seconds; in the middle of a river."""
LONGITUDE: Final = (0.0, 7.0, 39.93)
_MAKE, _MODEL, _ORIENTATION, _DATETIME, _GPS = 0x010F, 0x0110, 0x0112, 0x0132, 0x8825
_TURNED = 6
"""The camera was held upright: the picture has to be turned by 90 degrees to the right."""
_SIZE = (640, 480)


class Files(Mapping[str, bytes]):
    """By name: a JPEG that lies on its side, a HEIC, a PNG with a comment, and a PDF.

    Each is drawn when it is first read: a HEIC takes a third of a second.
    """

    def __init__(self, seed: int) -> None:
        self._draw: Mapping[str, Callable[[], bytes]] = {
            "boiler.jpg": partial(jpeg, seed),
            "ceiling.heic": partial(heic, seed),
            "gate.png": partial(png, seed),
            "gas-safety.pdf": pdf,
        }
        self._drawn: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._drawn:
            self._drawn[name] = self._draw[name]()
        return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._draw)

    def __len__(self) -> int:
        return len(self._draw)


@cache
def files(seed: int = 1) -> Files:
    return Files(seed)


def jpeg(seed: int = 1) -> bytes:
    """A boiler and its gauge, on its side: EXIF says how it has to be turned."""
    from PIL import Image  # noqa: PLC0415 - only who wants pictures needs its library

    picture = _boiler(seed).transpose(Image.Transpose.ROTATE_90)
    return _saved(picture, "JPEG", exif=_exif(_TURNED), quality=85, comment=f"made by {DEVICE}")


def heic(seed: int = 1) -> bytes:
    """A ceiling with a stain."""
    import pillow_heif  # noqa: PLC0415 - likewise

    out = io.BytesIO()
    pillow_heif.from_pillow(_ceiling(seed)).save(out, exif=_exif(1).tobytes(), quality=60)
    return out.getvalue()


def png(seed: int = 1) -> bytes:
    """A garden gate off its hinges, with a comment and XMP in it."""
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - likewise

    about = PngInfo()
    about.add_text("Comment", f"{DEVICE} at {LATITUDE}")
    about.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta><exif:GPS>{DEVICE}</exif:GPS></x:xmpmeta>")
    return _saved(_gate(seed), "PNG", exif=_exif(1), pnginfo=about)


def pdf() -> bytes:
    """A page with a picture in it that has a place, and a maker."""
    import pikepdf  # noqa: PLC0415 - likewise

    with pikepdf.new() as document:
        photo = document.make_stream(
            jpeg(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=_SIZE[1],
            Height=_SIZE[0],
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page = document.add_blank_page(page_size=(300, 400))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
        page.Contents = document.make_stream(b"q 210 0 0 280 45 60 cm /Photo Do Q")
        document.docinfo["/Author"] = f"Somebody with a {DEVICE}"
        document.docinfo["/CreationDate"] = "D:20261124081530Z"
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _exif(orientation: int) -> Any:
    from PIL import Image  # noqa: PLC0415 - likewise

    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL], exif[_DATETIME] = "Sandbox", DEVICE, TAKEN
    exif[_ORIENTATION] = orientation
    exif[_GPS] = {1: "N", 2: LATITUDE, 3: "W", 4: LONGITUDE}
    return exif


def _saved(picture: Any, format_: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_, **options)
    return out.getvalue()


def _scene(seed: int, wall: str, draw_it: Callable[[Any, random.Random], None]) -> Any:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - likewise

    picture = Image.new("RGB", _SIZE, wall)
    draw, dice = ImageDraw.Draw(picture), random.Random(seed)
    for _ in range(400):  # plaster is never even
        x, y = dice.randrange(_SIZE[0]), dice.randrange(_SIZE[1])
        draw.point((x, y), fill=(dice.randrange(180, 220),) * 3)
    draw_it(draw, dice)
    return picture


def _boiler(seed: int) -> Any:
    def draw_it(draw: Any, dice: random.Random) -> None:
        draw.rounded_rectangle((200, 60, 440, 400), 16, fill="white", outline="gray", width=3)
        draw.ellipse((290, 300, 350, 360), fill="#eeeeee", outline="black", width=2)
        draw.line((320, 330, 300 + dice.randrange(8), 345), fill="red", width=4)
        for pipe in (230, 280, 360, 410):
            draw.rectangle((pipe, 400, pipe + 10, 480), fill="#b87333")

    return _scene(seed, "#dfe6ea", draw_it)


def _ceiling(seed: int) -> Any:
    def draw_it(draw: Any, dice: random.Random) -> None:
        for ring in range(6):
            x, y = 300 + dice.randrange(-20, 20), 220 + dice.randrange(-20, 20)
            wide = 170 - 25 * ring
            draw.ellipse((x - wide, y - wide // 2, x + wide, y + wide // 2), outline="#a58a5a")
        draw.ellipse((290, 205, 330, 235), fill="#7a6233")

    return _scene(seed, "#f2efe6", draw_it)


def _gate(seed: int) -> Any:
    def draw_it(draw: Any, dice: random.Random) -> None:
        draw.rectangle((0, 360, 640, 480), fill="#7ba05b")
        for post in range(8):
            x, lean = 150 + post * 45, dice.randrange(-6, 7)
            draw.polygon(
                [(x, 140), (x + 30, 140), (x + 30 + lean, 380), (x + lean, 380)], fill="#8b5a2b"
            )
        draw.line((140, 200, 510, 240), fill="#5f3d1d", width=14)

    return _scene(seed, "#bcd3e6", draw_it)
