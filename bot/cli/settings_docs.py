"""The settings as people read them: the table of README.md and `.env.example`.

`make settings` writes both anew from `bot.settings`.
"""

import sys
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from bot.settings import Settings

BEGIN, END = "<!-- settings -->", "<!-- /settings -->"


def table() -> str:
    """Markdown, one line a setting, between its markers."""
    lines = ["| name | default | meaning |", "|---|---|---|"]
    for name, info in _fields():
        default = _default(info)
        shown = f"`{default}`" if default not in {"", "required"} else default or "—"
        meaning = (info.description or "").replace("|", "\\|")
        lines.append(f"| `{name.upper()}` | {shown} | {meaning} |")
    return "\n".join([BEGIN, *lines, END])


def env_example() -> str:
    """What `.env` may hold: the required ones to fill in, the others as comments."""
    lines = [
        "# Settings of propops-bot. Copy this file to .env and fill in what is not a comment,",
        "# and SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode).",
    ]
    for name, info in _fields():
        default = _default(info)
        lines += ["", f"# {(info.description or '').replace('`', '')}"]
        required = default == "required"
        lines.append(f"{name.upper()}=" if required else f"# {name.upper()}={default}")
    return "\n".join(lines) + "\n"


def in_readme(text: str) -> str:
    """The README with its table made anew. Raises ValueError when a marker is missing."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"README.md needs the markers {BEGIN} and {END}")
    return before + table() + after


def _fields() -> list[tuple[str, FieldInfo]]:
    """Those first that nobody goes without."""
    return sorted(Settings.model_fields.items(), key=lambda each: not _is_required(each[1]))


def _is_required(info: FieldInfo) -> bool:
    return info.is_required() or info.json_schema_extra == {"required": True}


def _default(info: FieldInfo) -> str:
    if _is_required(info):
        return "required"
    value: Any = info.default
    match value:
        case None | ():
            return ""
        case tuple():
            return ",".join(map(str, value))
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def main() -> None:
    root = Path(__file__).parents[2]
    readme = root / "README.md"
    readme.write_text(in_readme(readme.read_text("utf-8")), "utf-8")
    (root / ".env.example").write_text(env_example(), "utf-8")
    sys.stdout.write("README.md and .env.example are up to date.\n")


if __name__ == "__main__":
    main()
