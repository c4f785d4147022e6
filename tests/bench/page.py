"""`docs/performance.md` between its two marks, and its pictures, from a file of results.

`python -m tests.bench.page FILE` writes them; `make bench` does so by itself when it has measured
everything.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.bench.machine import ROOT
from tests.bench.plot import Plot, svg
from tests.bench.results import read, table
from tests.bench.rows import Result, cells

PAGE, PICTURES = ROOT / "docs" / "performance.md", ROOT / "docs" / "pictures"
BEGIN, END = "<!-- written by make bench: begin -->", "<!-- written by make bench: end -->"


class Section(NamedTuple):
    title: str
    words: str
    plot: Plot | None = None


SECTIONS: Mapping[str, Section] = {
    "acks": Section(
        "Answering Slack",
        "Listeners that only ack. The floor checks Slack's signature and answers 200: no server does less.",
        Plot(
            "Answers a second, to the floor",
            [
                "command, 20 listeners: answers a second, to the floor",
                "press, 20 listeners: answers a second, to the floor",
            ],
            ["command", "press"],
        ),
    ),
    "one": Section(
        "One form at a time",
        "From the form that is sent to its card in the channel, with nobody else about. Each call to PropOps "
        "takes nothing, or 100 ms.",
        Plot(
            "From form to card, p50",
            [
                "PropOps 0 ms: card after, p50",
                "PropOps 100 ms, form opened before: card after, p50",
            ],
            ["PropOps answers at once", "PropOps takes 100 ms a call"],
        ),
    ),
    "rate": Section(
        "Twenty forms a second, for half a minute",
        "Sent by 50 people at their time, whether or not the ones before are done, each from a channel of its own.",
        Plot(
            "Twenty forms a second",
            [
                "20 forms a second: ack p99",
                "20 forms a second: card after, p50",
                "20 forms a second: card after, p99",
            ],
            ["ack, p99", "card, p50", "card, p99"],
        ),
    ),
    "crowd": Section(
        "Fifty people in a closed loop",
        "Each sends the next form as soon as the card of the last one is there. Transactions are counted apart, "
        "one change at a time, less what the bot does anyway.",
        Plot("Changes a second", ["50 people: changes a second"], ["50 people"]),
    ),
    "presses": Section(
        "A thousand presses in two seconds",
        "*Notify contractor* on a thousand cards, each in a channel of its own; each call to PropOps takes 100 ms.",
        Plot("All done after", ["1,000 presses in 2 s: all done after"], ["1,000 presses"]),
    ),
    "channel": Section(
        "A busy channel beside a quiet one",
        "Sixty presses on cards in one channel, where Slack takes a message a second; then a form a second, "
        "each from another channel.",
        Plot(
            "From form to card, p50",
            ["card in another channel, all quiet, p50", "card beside a busy channel, p50"],
            ["all quiet", "beside a busy channel"],
        ),
    ),
    "replicas": Section(
        "Two bots, one killed",
        "Forty forms, by turns to two bots on one Postgres; each call to PropOps takes 100 ms. Once all are "
        "accepted one bot is killed, and the other takes its work over.",
    ),
    "growth": Section(
        "With a long history",
        "One form at a time, with so many ended changes in the database, and all that the engine keeps of them; "
        "in turns with a bot that has only twenty.",
        Plot(
            "From form to card, p50",
            [f"{n} ended changes: card after, p50" for n in ("1,000", "10,000", "100,000")],
            ["1,000 ended changes", "10,000", "100,000"],
        ),
    ),
    "boards": Section(
        "Fifty open boards over three hundred jobs",
        "Fifty people open Home, each with a token of their own. Then each Home is compared with PropOps, as every "
        "`CARDS_REFRESH_SECONDS`; then one job is changed from Slack, whereupon all are drawn anew. Looking up who one is and "
        "what one may do is counted.",
    ),
    "idle": Section(
        "Idle, and starting",
        "After a few forms, while nobody wants anything. A start is one on a database in use, up to the first "
        "good answer of `/readyz`.",
        Plot("Memory while idle", ["idle: memory"], ["memory"]),
    ),
    "typeahead": Section(
        "Typing an address",
        "100 options out of 100,000 addresses. A quarter of what is typed has two letters the wrong way round.",
        Plot(
            "To the options",
            [
                "the search itself, p50",
                "the search itself, p99",
                "over HTTP, p50",
                "over HTTP, p99",
            ],
            ["the search itself, p50", "p99", "over HTTP, p50", "p99"],
        ),
    ),
    "profile": Section(
        "Where the CPU goes",
        "CPU of a change while fifty people are at it, by library. *Alone*: the innermost Python frame is the "
        "library's. *Within*: it is among the callers.",
    ),
}


def written(page: str, result: Result) -> str:
    """The page with the results between its marks. Raises ValueError when it has none."""
    before, found, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (found and ended):
        raise ValueError(f"{PAGE.name} has lost its marks")
    return f"{before}{BEGIN}\n\n{body(result)}\n{END}{after}"


def body(result: Result) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in result.versions.items())
    spread = f", middle and extremes of {result.runs} runs" if result.runs > 1 else ""
    parts = [
        f"Commit {result.commit}, {result.machine}; {versions}; {result.seconds:.0f} s{spread}.\n"
    ]
    for name, figures in result.groups.items():
        section = SECTIONS[name]
        parts.append(f"## {section.title}\n\n{section.words}\n\n{table(figures)}\n")
        if section.plot is not None:
            parts.append(f"![{section.plot.title}](pictures/bench-{name}.svg)\n")
    return "\n".join(parts)


def write(result: Result) -> None:
    """The page and its pictures."""
    PAGE.write_text(written(PAGE.read_text("utf-8"), result), "utf-8")
    for name, figures in result.groups.items():
        plot = SECTIONS[name].plot
        if plot is not None:
            (PICTURES / f"bench-{name}.svg").write_text(svg(plot, cells(figures)), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Please name a file of results: python -m tests.bench.page FILE")
    write(read(Path(sys.argv[1])))
