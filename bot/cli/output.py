"""Speaking with the operator: results on stdout, complaints on stderr, exit codes 0, 1, 2."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, NoReturn

import typer

FAILED = 1
WRONG_USAGE = 2


def say(text: str) -> None:
    typer.echo(clean(text))


def stop(sentences: str | Iterable[str], code: int = FAILED) -> NoReturn:
    """Ends the program: each sentence a line on stderr, then the exit code."""
    for each in [sentences] if isinstance(sentences, str) else sentences:
        typer.echo(clean(each), err=True)
    raise typer.Exit(code)


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as what is in them: nothing is cut, so the output can be piped."""
    cells = [list(titles), *([clean(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo(line.rstrip())


def as_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """A list of objects, for another program. Their names never change; new ones may be added."""
    typer.echo(json.dumps(list(rows), indent=2, ensure_ascii=True))


def local(seconds: float, zone: tzinfo) -> str:
    """Unix seconds as people read them, with the zone: `25/11/2026 14:03:07 GMT`."""
    return datetime.fromtimestamp(seconds, zone).strftime("%d/%m/%Y %H:%M:%S %Z")


def iso(seconds: float | None, zone: tzinfo) -> str | None:
    """The same for another program, with the offset of the zone."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, zone).isoformat(timespec="milliseconds")


def clean(text: str) -> str:
    """Without what could steer a terminal: what people typed ends up here too."""
    return "".join(each if each.isprintable() else " " for each in text)
