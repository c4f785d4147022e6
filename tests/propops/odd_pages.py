"""What stands in PropOps's place, byte for byte: proxies, sign-in pages, gateways, half an answer."""

import gzip
from dataclasses import dataclass, field

HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}
_PAGE = (
    b"<!DOCTYPE html><html><head><title>Portal</title></head><body><h1>Sign in</h1></body></html>"
)
_ENVELOPE = b'{"success": true, "data": []}'
_CLOUDFLARE = (
    b'{"success": false, "errors": [{"code": 10000, "message": "Authentication error"}],'
    b' "messages": [], "result": null}'
)

_OFTEN = {401, 403, 404, 500, 503}


@dataclass(frozen=True)
class Page:
    """`length`: what `Content-Length` says, if not the truth."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None

    @property
    def wire(self) -> bytes:
        length = len(self.body) if self.length is None else self.length
        told = {"Content-Length": str(length), "Connection": "close"} | self.headers
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        return f"HTTP/1.1 {self.status} Odd\r\n{head}\r\n".encode() + self.body


def _same_body() -> dict[str, Page]:
    statuses = (400, 401, 402, 403, 404, 405, 407, 408, 410, 418, 451, 500, 501, 502, 503, 504, 530)
    bodies = {
        "page": (_PAGE, HTML),
        "JSON": (b'{"message": "Forbidden", "request_id": "7c1e"}', JSON),
        "nothing": (b"", {}),
        "another envelope": (_CLOUDFLARE, JSON),
    }  # fmt: skip
    return {
        f"{status} {name}": Page(status, body, headers)
        for status in statuses
        for name, (body, headers) in bodies.items()
        if name == "page" or status in _OFTEN
    }


AWAY: dict[str, Page] = _same_body() | {
    "200 page": Page(200, _PAGE, HTML),
    "200 page called JSON": Page(200, _PAGE, JSON),
    "200 half a JSON": Page(200, b'{"success": true, "data": [{"uu', JSON),
    "200 another envelope": Page(200, _CLOUDFLARE, JSON),
    "200 nothing": Page(200, b"", JSON),
    "204": Page(204),
    "206": Page(206, _ENVELOPE, JSON | {"Content-Range": "bytes 0-28/900"}),
    "500 envelope": Page(500, b'{"success": false, "error": "Internal server error"}', JSON),
    "403 page about CSRF": Page(403, _PAGE.replace(b"Sign in", b"CSRF security token"), HTML),
    "301": Page(301, b"", {"Location": "/login"}),
    "302": Page(302, _PAGE, HTML | {"Location": "https://login.example/"}),
    "307": Page(307, b"", {"Location": "/login"}),
    "304": Page(304),
    "no gzip": Page(200, _ENVELOPE, JSON | {"Content-Encoding": "gzip"}),
    "half a gzip": Page(200, gzip.compress(_ENVELOPE * 99)[:40], JSON | {"Content-Encoding": "gzip"}),
    "unknown packing": Page(200, b"\x1b\x00\xf8", JSON | {"Content-Encoding": "br"}),
    "too short": Page(200, _ENVELOPE, JSON, length=900),
    "too long": Page(200, _ENVELOPE, JSON, length=12),
}  # fmt: skip
"""Of all these PropOps is away: they say nothing of a job, a link, or a permission."""
OWN_403 = Page(403, b'{"success": false, "error": "You do not have permission"}', JSON)
BUSY: dict[str, Page] = {
    "429 page": Page(429, _PAGE, HTML),
    "429 nothing": Page(429),
    "429 envelope": Page(429, b'{"success": false, "error": "Too many requests"}', JSON),
}
"""Without `Retry-After`."""
