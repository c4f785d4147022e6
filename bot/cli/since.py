"""`--since`: how long ago, or from which day."""

import re
import time
from datetime import datetime, tzinfo

from bot.cli.output import WRONG_USAGE, stop

HELP = "From then on: 30m, 2h, 3d, or a day such as 2026-11-25"
_AGO = re.compile(r"(\d{1,6})\s*([mhdw])")
_SECONDS = {"m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}


def moment(text: str | None, zone: tzinfo, now: float | None = None) -> float:
    """Unix seconds; 0 for nothing. A day begins at midnight in `zone`. Ends the program for a wrong one."""
    if text is None:
        return 0.0
    words = text.strip().lower()
    if ago := _AGO.fullmatch(words):
        return (time.time() if now is None else now) - int(ago[1]) * _SECONDS[ago[2]]
    try:
        at = datetime.fromisoformat(words.upper())
        return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).timestamp()
    except (ValueError, OverflowError):
        stop(
            "--since must be how long ago, such as 30m, 2h or 3d, or a day such as 2026-11-25.",
            WRONG_USAGE,
        )
