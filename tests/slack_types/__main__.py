"""`python -m tests.slack_types FOLDER`: compiles all that the bot can draw; needs Node, else says so and ends well."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.cli.rehearsal.examples import Example, examples

HERE = Path(__file__).parent
_TYPES = {
    "modal": "ModalView",
    "home": "HomeView",
    "message": "{ text: string; blocks: KnownBlock[] }",
    "entity": "EntityMetadata",
}
_IMPORT = (
    "import type { EntityMetadata, HomeView, KnownBlock, ModalView } from '@slack/types';\n"
    "type Typed<T> = { name: string; content: T };\n"
)
_WRONG = Example("a block of no type", "message", {"text": "", "blocks": [{"type": "sectoin"}]})
"""What must be refused, or nothing was checked."""


def typescript(drawn: Iterable[Example]) -> str:
    """A module with one constant for each."""
    constants = [
        f"export const e{number}: Typed<{_TYPES[each.kind]}> = "
        + json.dumps({"name": each.name, "content": each.content})
        + ";"
        for number, each in enumerate(drawn)
    ]
    return _IMPORT + "\n".join(constants) + "\n"


def compiled(folder: Path, drawn: Iterable[Example]) -> str:
    """What the compiler complains about; empty where all is of its type."""
    (folder / "drawn.ts").write_text(typescript(drawn), "utf-8")
    strictly = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "drawn.ts"]
    command = ["node", "node_modules/typescript/bin/tsc", *strictly]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def install(folder: Path) -> str:
    """Why the compiler can't be had; empty once it is in the folder."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "there is no Node on this machine"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    installed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return "" if installed.returncode == 0 else f"npm ci failed: {installed.stderr.strip()[-300:]}"


def main(folder: Path) -> int:
    if missing := install(folder):
        print(f"SKIPPED: Slack's published types were not compared: {missing}")
        return 0
    drawn = list(examples())
    if complaints := compiled(folder, drawn):
        print(complaints)
        return 1
    if not compiled(folder, [_WRONG]):
        print("the compiler took a block that does not exist")
        return 1
    print(f"Slack's published types: {len(drawn)} messages, views and entities checked")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
