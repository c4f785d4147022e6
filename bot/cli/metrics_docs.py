"""The table of metrics in docs/watching.md, made of what the code says of each.

`make settings` writes it anew.
"""

import sys
from pathlib import Path

from bot.web.metrics import Metrics

BEGIN, END = "<!-- metrics -->", "<!-- /metrics -->"


def table() -> str:
    """Markdown, one line a metric, between its markers."""
    metrics = Metrics()
    labels = metrics.labels()
    lines = ["| metric | kind | labels | means |", "|---|---|---|---|"]
    for name, (kind, meaning) in sorted(metrics.described().items()):
        named = ", ".join(f"`{label}`" for label in labels[name]) or "—"
        lines.append(f"| `{name}` | {kind} | {named} | {meaning} |")
    return "\n".join([BEGIN, *lines, END])


def in_page(text: str) -> str:
    """The page with its table made anew. Raises ValueError when a marker is missing."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"docs/watching.md needs the markers {BEGIN} and {END}")
    return before + table() + after


def main() -> None:
    page = Path(__file__).parents[2] / "docs" / "watching.md"
    page.write_text(in_page(page.read_text("utf-8")), "utf-8")
    sys.stdout.write("docs/watching.md is up to date.\n")


if __name__ == "__main__":
    main()
