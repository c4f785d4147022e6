"""One request as the endpoints see it, and the answer they give."""

from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox.propops.refusal import Refusal, bad, forbidden

Row = dict[str, Any]

_MOST_DIGITS: Final = 18

DONE: Final = "Operation completed successfully"


@dataclass(frozen=True)
class SentFile:
    """A file of a multipart form."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass
class Call:
    """A request: read whole before anything is done about it."""

    method: str
    path: str
    query: dict[str, str]
    body: Row
    is_form: bool
    bearer: str
    header_csrf: str
    client: str
    account: Row | None = None
    problem: Refusal | None = None
    files: dict[str, SentFile] = field(default_factory=dict)

    @property
    def action(self) -> str:
        """What is asked for: in the body of a write, in the query of a read; may be empty."""
        action = self.body.get("action") if self.method == "POST" else self.query.get("action")
        return action if isinstance(action, str) else ""

    @property
    def who(self) -> Row:
        """The account behind the token; the gate lets nobody else through."""
        if self.account is None:
            raise forbidden()
        return self.account

    def needs(self, *keys: str) -> None:
        """Raise the 403 of PropOps unless the account holds one of these permissions."""
        if not set(keys) & set(self.who["permissions"]):
            raise forbidden()

    def integer(self, name: str) -> int | None:
        """A whole number from the query, None when absent. Raises a 400 for anything else."""
        text = self.query.get(name)
        if text is None:
            return None
        if not text.isdecimal() or len(text) > _MOST_DIGITS:
            raise bad(name)
        return int(text)

    def flag(self, name: str) -> bool | None:
        """`true` or `false` from the query, None when absent. Raises a 400 for anything else."""
        text = self.query.get(name)
        if text is None:
            return None
        if text not in {"true", "false"}:
            raise bad(name)
        return text == "true"

    def window(self, default: int, most: int = 200) -> slice:
        """`limit` and `offset` as a slice [api/overview]. Raises a 400 outside their range."""
        limit, offset = self.integer("limit"), self.integer("offset")
        if limit is None:
            limit = default
        if not 1 <= limit <= most:
            raise bad("limit")
        return slice(offset or 0, (offset or 0) + limit)


@dataclass(frozen=True)
class Answer:
    """What goes back: a JSON object, or text of another type."""

    payload: Row = field(default_factory=dict)
    status: int = 200
    text: str | None = None
    media: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        return orjson.dumps(self.payload) if self.text is None else self.text.encode()


def ok(**parts: Any) -> Answer:
    """The success envelope [api/overview]."""
    return Answer({"success": True, **parts, "message": DONE})


def refused(refusal: Refusal) -> Answer:
    return Answer({"success": False, "error": refusal.text}, refusal.status)


async def read_call(request: Request) -> Call:
    """Read a request whole. What is wrong with its body is kept in `problem`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    call = Call(
        method=request.method,
        path=request.url.path,
        query=dict(request.query_params),
        body={},
        is_form=kind in {"application/x-www-form-urlencoded", "multipart/form-data"},
        bearer=token.strip() if scheme.lower() == "bearer" else "",
        header_csrf=request.headers.get("x-csrf-token", ""),
        client=request.client.host if request.client else "",
    )
    if call.is_form:
        call.body = await _form(request, call.files)
    elif kind == "application/json":
        try:
            body = orjson.loads(await request.body())
        except orjson.JSONDecodeError:
            body = None
        if isinstance(body, dict):
            call.body = body
        else:
            call.problem = Refusal(400, "Invalid JSON in request body")
    else:
        await request.body()
    return call


async def _form(request: Request, files: dict[str, SentFile]) -> Row:
    """Its fields; what it sent as files goes into `files`."""
    fields: Row = {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read()
                files[name] = SentFile(value.filename or "", value.content_type or "", data)
            elif name.endswith("[]") or name == "tenants_ids":
                fields.setdefault(name.removesuffix("[]"), []).append(value)
            else:
                fields[name] = value
    return fields
