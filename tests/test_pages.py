"""README and docs: what they link to, the files they name, and the sections they send people to are there."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
_LINK = re.compile(r"\]\((?P<to>[^)\s]+)\)")
_FILE = re.compile(r"`(?P<to>(?:bot|docs|handlers|tests)/[\w./-]*\w|[A-Z]\w+\.md|Makefile)`")
_SECTION = re.compile(
    r"\*(?P<name>[^*\n]+)\* in (?:`(?P<page>docs/\w+\.md)`|\[[^\]]*\]\((?P<linked>[\w./]+\.md)\))"
)


def test_links_lead_somewhere() -> None:
    assert [*_dead_links()] == []


def test_files_that_are_named_are_there() -> None:
    missing = [
        f"{page.name}: {match['to']}"
        for page in PAGES
        for match in _FILE.finditer(page.read_text("utf-8"))
        if not any(at.exists() for at in _places(match["to"]))
    ]
    assert missing == []


def test_sections_that_are_named_are_there() -> None:
    named = [
        (page, match) for page in PAGES for match in _SECTION.finditer(page.read_text("utf-8"))
    ]
    missing = [
        f"{page.name}: {match['name']}"
        for page, match in named
        if match["name"]
        not in _headings(ROOT / match["page"] if match["page"] else page.parent / match["linked"])
    ]
    assert missing == []
    assert named


def _dead_links() -> Iterator[str]:
    for page in PAGES:
        for match in _LINK.finditer(page.read_text("utf-8")):
            path, _, anchor = match["to"].partition("#")
            if "://" in path or path.startswith("mailto:"):
                continue
            there = page.parent / path if path else page
            if not there.exists() or (anchor and anchor not in map(_anchor, _headings(there))):
                yield f"{page.name}: {match['to']}"


def _places(name: str) -> list[Path]:
    """A module may be named without its ending, or with something in it."""
    return [ROOT / name, ROOT / f"{name}.py", ROOT / f"{name.rpartition('.')[0]}.py"]


def _headings(page: Path) -> list[str]:
    found = re.findall(r"^#+ +(.+?) *$", page.read_text("utf-8"), re.MULTILINE)
    return [re.sub(r"^\d+\. ", "", each) for each in found]


def _anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-")
