"""`propops-bot keys`: keys that encrypt what the bot keeps."""

import typer
from cryptography.fernet import Fernet

from bot.cli.output import say

app = typer.Typer(help="Make a key for TOKEN_KEYS.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """A group of one, so that its command keeps its name."""


@app.command()
def new() -> None:
    """Print a new key: put it first in TOKEN_KEYS, keep the older ones after it, then tokens reseal."""
    say(Fernet.generate_key().decode())
