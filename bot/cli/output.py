"""Speaking with the operator: results on stdout, complaints on stderr, exit codes 0, 1, 2."""

from collections.abc import Iterable, Sequence
from typing import NoReturn

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


def clean(text: str) -> str:
    """Without what could steer a terminal: what people typed ends up here too."""
    return "".join(each if each.isprintable() else " " for each in text)
