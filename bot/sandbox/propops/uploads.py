"""Photos and documents of a job: added with their bytes, which are kept as they came."""

import base64
from collections.abc import Callable
from typing import Final

from bot.sandbox.propops.book import Book
from bot.sandbox.propops.call import Answer, Call, Row, SentFile, ok
from bot.sandbox.propops.job_reads import JobReads
from bot.sandbox.propops.post import Post
from bot.sandbox.propops.refusal import Refusal, bad, not_found

MOST_BYTES: Final = 10 * 1024 * 1024
_KINDS: Final = {
    "/api/jobs/photos": ("photo", "api.jobs.photos.manage", "photos_count"),
    "/api/jobs/documents": ("document", "api.jobs.documents.manage", "documents_count"),
}
_FIELD: Final = {"photo": "photo", "document": "file"}
_STARTS: Final = {
    "photo": (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"),
    "document": (b"%PDF-",),
}


class Uploads:
    """`POST /api/jobs/photos` and `/api/jobs/documents`, multipart [api-reference/jobs]."""

    def __init__(self, book: Book, reads: JobReads, post: Post) -> None:
        self._book = book
        self._reads = reads
        self._post = post

    def endpoints(self) -> dict[tuple[str, str], Callable[[Call], Answer]]:
        return {("POST", path): self._manage for path in _KINDS}

    def _manage(self, call: Call) -> Answer:
        kind, permission, counter = _KINDS[call.path]
        call.needs(permission)
        if call.action not in {"upload", "delete"}:
            raise bad("action")
        unexpected = set(call.body) - {"action", "job_uuid", "document_type_id", f"{kind}_uuid"}
        if unexpected:
            raise Refusal(400, f"Unexpected parameter: {min(unexpected)}")
        job = self._reads.named(call.body.get("job_uuid"), call.who, "job_uuid")
        files = self._book.state.files.setdefault(job["uuid"], [])
        if call.action == "delete":
            wanted = call.body.get(f"{kind}_uuid")
            row = next((each for each in files if each["file_uuid"] == wanted), None)
            if row is None:
                raise not_found("File")
            files.remove(row)
            self._count(job, counter, -1, call.who["name"], f"Deleted {row['file_name']}")
            return ok()
        row = self._row(kind, call.files.get(_FIELD[kind]), call.who["name"])
        files.append(row)
        self._count(job, counter, 1, call.who["name"], f"Added {row['file_name']}")
        self._post.wrote(f"upload_{kind}", call.who["name"], {"name": row["file_name"]}, job)
        return ok(**{f"{kind}_uuid": row["file_uuid"]})

    def _row(self, kind: str, sent: SentFile | None, by: str) -> Row:
        if sent is None or not sent.data:
            raise bad(_FIELD[kind])
        if len(sent.data) > MOST_BYTES:
            raise Refusal(400, "The file is too large: 10 MB at most")
        if not sent.data.startswith(_STARTS[kind]):
            raise Refusal(400, f"That type of file is not allowed as a {kind}")
        number = self._book.state.next("upload")
        return {
            "file_uuid": self._book.state.uuid("upload", number),
            "kind": kind,
            "file_name": sent.name,
            "media_type": sent.media_type,
            "size_bytes": len(sent.data),
            "data": base64.b64encode(sent.data).decode(),
            "by": by,
            "at": self._book.now(),
        }

    def _count(self, job: Row, counter: str, more: int, by: str, message: str) -> None:
        self._book.write(job, {counter: job[counter] + more}, by, message)
