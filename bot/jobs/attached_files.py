"""Files that somebody sends along with a job: what Slack tells of them, and what a change keeps.

A change keeps ids, names and kinds, never bytes. Kinds are PropOps's two: photos and documents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

MOST_FILES = 10
FILE_TYPES = ("jpg", "jpeg", "png", "webp", "heic", "heif", "pdf")
"""What a form lets people choose, as Slack names types [reference/block-kit/block-elements]."""
_PICTURES = frozenset(
    {"image/jpeg", "image/jpg", "image/png", "image/webp", "image/heic", "image/heif"}
)
_PDF = "application/pdf"
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""Then its bytes alone decide."""
_MOST_NAME = 150
_MOST_ID = 64

Kind = Literal["photo", "document"]


@dataclass(frozen=True)
class AttachedFile:
    """A file in Slack. `url` and `size`: as the form told them; `kind`: what PropOps will hold it as."""

    id: str
    name: str
    kind: Kind = "photo"
    url: str = ""
    size: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "AttachedFile":
        return cls(
            str(stored.get("id", "")),
            str(stored.get("name", "")),
            "document" if stored.get("kind") == "document" else "photo",
            str(stored.get("url", "")),
            int(stored.get("size") or 0),
        )


def attached(told: Any) -> tuple[AttachedFile, ...]:
    """The files of a form as Slack tells of them, each once, whatever they are.

    What can't be sent on is refused later, one by one, so that it holds up neither job nor others.
    """
    rows = told if isinstance(told, Sequence) and not isinstance(told, str) else ()
    files = [_read(row) for row in rows if isinstance(row, Mapping)]
    return tuple({each.id: each for each in files if each.id}.values())


def offered(told: Any) -> tuple[AttachedFile, ...]:
    """Of the files of a message, those that can be sent on, at most `MOST_FILES`."""
    rows = told if isinstance(told, Sequence) and not isinstance(told, str) else ()
    fits = [row for row in rows if isinstance(row, Mapping) and _is_offered(row)]
    return attached(fits)[:MOST_FILES]


def is_acceptable(told: Mapping[str, Any]) -> bool:
    """Whether Slack takes it for a picture or a PDF, or does not say."""
    type_ = str(told.get("mimetype") or "").partition(";")[0].strip().lower()
    return type_ in _PICTURES or type_ == _PDF or type_ in _UNTOLD


def _is_offered(row: Mapping[str, Any]) -> bool:
    type_ = str(row.get("mimetype") or "").lower()
    suffix = str(row.get("filetype") or row.get("name") or "").rpartition(".")[2].lower()
    hidden = row.get("mode") in {"tombstone", "hidden_by_limit", "external"} or row.get(
        "is_external"
    )
    known = is_acceptable(row) and (type_ not in _UNTOLD or suffix in FILE_TYPES)
    needs_look = (
        row.get("file_access") == "check_file_info"
    )  # in shared channels all else is untold
    return not hidden and bool(known or needs_look)


def _read(row: Mapping[str, Any]) -> AttachedFile:
    id_, name = str(row.get("id") or "")[:_MOST_ID], str(row.get("name") or row.get("title") or "")
    plain = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    is_pdf = str(row.get("mimetype") or "").lower() == _PDF or (
        not row.get("mimetype") and plain.lower().endswith(".pdf")
    )
    url, size = row.get("url_private_download") or row.get("url_private"), row.get("size")
    return AttachedFile(
        id_,
        plain[:_MOST_NAME] or "The file",
        "document" if is_pdf else "photo",
        url if isinstance(url, str) and len(url) <= 1_000 else "",
        size if isinstance(size, int) and 0 <= size < 2**53 else 0,
    )
