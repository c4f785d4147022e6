"""`make audit`: whether a pinned package has a known vulnerability, as pip-audit reads the advisories.

Exit codes: 0 none known, 1 some, 3 the advisories could not be read, so nothing is known.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

REQUIREMENTS = "requirements.txt"
UNKNOWN = 3
_SECONDS = 300
NO_DATA = (
    "The advisories could not be read, so nothing is known about the packages of "
    f"{REQUIREMENTS}: try again where PyPI or OSV answers."
)


def main(uv: str) -> int:
    """`uv`: the program that fetches and runs pip-audit."""
    command = [uv, "tool", "run", "--quiet", "pip-audit", "--requirement", REQUIREMENTS]
    command += ["--require-hashes", "--disable-pip", "--format=json", "--progress-spinner=off"]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return told(UNKNOWN, [NO_DATA])
    return told(*judged(done.stdout))


def judged(report: str) -> tuple[int, list[str]]:
    """The exit code and what to say, from pip-audit's JSON; anything else is no data."""
    try:
        packages = json.loads(report)["dependencies"]
        skipped = [each["name"] for each in packages if "skip_reason" in each]
        found = [
            f"{each['name']} {each['version']}: {known['id']}, fixed in "
            f"{', '.join(known['fix_versions']) or 'no release yet'}"
            for each in packages
            for known in each.get("vulns", ())
        ]
    except (ValueError, KeyError, TypeError):
        return UNKNOWN, [NO_DATA]
    if found:
        return 1, found
    if skipped or not packages:
        names = ", ".join(skipped[:5]) + (" …" if len(skipped) > 5 else "")
        return UNKNOWN, [f"{NO_DATA} Not looked up: {names or 'every package'}."]
    return 0, [f"No known vulnerability in {len(packages)} packages."]


def told(code: int, lines: Sequence[str]) -> int:
    stream = sys.stderr if code else sys.stdout
    print("\n".join(lines), file=stream)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else str(Path(sys.executable).with_name("uv"))))
