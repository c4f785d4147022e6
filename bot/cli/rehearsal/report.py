"""What a rehearsal found: a line for each feature."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.cli.finding import Finding

Verdict = Literal["works", "fallback", "fails", "unknown"]
_SIGNS: dict[Verdict, str] = {
    "works": "works      ",
    "fallback": "by fallback",
    "fails": "FAILS      ",
    "unknown": "not checked",
}


@dataclass(frozen=True)
class RehearsalLine:
    """`why`: what was seen, and for what does not work what to do."""

    feature: str
    verdict: Verdict
    why: str

    def __str__(self) -> str:
        return f"{_SIGNS[self.verdict]}  {self.feature}: {self.why}"


@dataclass
class Report:
    """`show`: is given each line as it comes."""

    show: Callable[[RehearsalLine], None]
    lines: list[RehearsalLine] = field(default_factory=list)

    def add(self, feature: str, verdict: Verdict, why: str) -> None:
        """Nothing is said twice."""
        line = RehearsalLine(feature, verdict, why)
        if line not in self.lines:
            self.lines.append(line)
            self.show(line)

    def take(self, finding: Finding) -> None:
        """A line of `doctor`: its note is what the bot does without, or does another way."""
        without: Verdict = "fallback" if finding.is_checked else "unknown"
        verdict: dict[bool | None, Verdict] = {True: "works", False: "fails", None: without}
        self.add(finding.about, verdict[finding.ok], finding.words)

    @property
    def is_well(self) -> bool:
        """Whether nothing is without a fallback that does not work."""
        return all(line.verdict != "fails" for line in self.lines)

    def fails(self, feature: str) -> bool:
        return any(line.feature == feature and line.verdict == "fails" for line in self.lines)

    def summary(self) -> Iterator[str]:
        counts = {
            verdict: sum(line.verdict == verdict for line in self.lines) for verdict in _SIGNS
        }
        yield (
            f"{counts['works']} work, {counts['fallback']} by fallback, {counts['unknown']} not checked, "
            f"{counts['fails']} fail."
        )
        for line in self.lines:
            if line.verdict == "fails":
                yield f"  {line.feature}: {line.why}"
