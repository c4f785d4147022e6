"""The licences of what the bot runs with, from what the packages say of themselves.

`python -m tests.licences` writes docs/licences.md anew; a test compares it with requirements.txt.
"""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
_HEAD = """# Licences

What is installed with the bot (`requirements.txt`), and under which licence each says it comes. Written by
`make licences`; `make sbom` writes a bill of materials (CycloneDX) with versions and licences.

| package | licence |
|---|---|
"""
_CLASSIFIER = "License :: OSI Approved :: "
_LONG = 60


class Licensed(NamedTuple):
    package: str
    licence: str


def required() -> list[str]:
    """The names of requirements.txt that are for this system."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    found = re.findall(r"^([A-Za-z0-9._-]+)==[^\n;\\]*(;[^\n\\]*)?", text, re.MULTILINE)
    return sorted(name for name, marker in found if "win32" not in marker)


def licensed() -> Iterator[Licensed]:
    for name in required():
        try:
            yield Licensed(name, licence_of(name))
        except PackageNotFoundError:
            continue


def licence_of(package: str) -> str:
    """SPDX where the package says it, else the words of its classifiers. Raises `PackageNotFoundError`."""
    said: dict[str, Any] = dict(metadata(package).json)
    if expression := said.get("license_expression"):
        return str(expression)
    classifiers = [
        each.removeprefix(_CLASSIFIER)
        for each in said.get("classifier") or ()
        if each.startswith(_CLASSIFIER)
    ]
    first = str(said.get("license") or "").strip().partition("\n")[0]
    return ", ".join(classifiers) or (first if len(first) <= _LONG else "") or "unknown"


def page() -> str:
    return _HEAD + "".join(f"| {each.package} | {each.licence} |\n" for each in licensed())


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
