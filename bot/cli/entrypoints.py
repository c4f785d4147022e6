"""`serve`, `demo` and `manifest`, and the words for what ends them early."""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import typer

from bot import memory
from bot.cli.output import FAILED, WRONG_USAGE, clean, stop

if TYPE_CHECKING:
    from bot.serve import ServedApp
    from bot.settings import Settings


def serve() -> None:
    memory.begin_start()
    try:
        _serve()
    finally:
        memory.end_start()


def _serve() -> None:
    from bot import logs  # noqa: PLC0415 - heavy, as all below: not for the other commands here
    from bot.cli.settings import whole_settings  # noqa: PLC0415

    settings = whole_settings()
    logs.configure(settings.log_level, settings.log_format)
    from bot.serve import run  # noqa: PLC0415

    def build(settings: "Settings") -> "ServedApp":
        """The port is open by now: what is sent while the rest is imported waits in the line."""
        from bot.app import build as made  # noqa: PLC0415

        return made(settings)

    run(settings, build)


def demo(*, port: int, browser: bool, tour: bool, data: Path | None) -> None:
    """Imported late and by name: nothing else of the program knows the sandbox."""
    stage: Any = importlib.import_module("bot.sandbox.demo")
    code = stage.run(port=port, browser=browser, tour=tour, data=data)
    raise typer.Exit(int(code or 0))


def manifest(url: str | None, *, many: bool) -> None:
    from bot.manifest import as_yaml  # noqa: PLC0415 - small, but keeps the start quick
    from bot.manifest import manifest as made  # noqa: PLC0415

    if url is not None:
        from bot.setting_values import public_address  # noqa: PLC0415

        try:
            parts = urlsplit(public_address(url) or "")
        except ValueError:
            parts = None
        if parts is None or parts.scheme != "https" or parts.path:
            stop(
                "--url must be the https address of your bot, e.g. https://bot.example.com",
                WRONG_USAGE,
            )
    from bot.setting_problems import given, serves_many  # noqa: PLC0415

    many = many or serves_many()
    if many and url is None:
        stop("Many workspaces install the app over HTTP: give its address with --url", WRONG_USAGE)
    typer.echo(as_yaml(made(url, given("PROPOPS_JOB_URL"), many=many)), nl=False)


def explain(error: Exception) -> int:
    """Says it on stderr; the exit code."""
    from bot import logs  # noqa: PLC0415 - only when something failed
    from bot.errors import BotError  # noqa: PLC0415
    from bot.serve import CannotStart  # noqa: PLC0415
    from bot.store.encryption import BadKeys  # noqa: PLC0415

    code = FAILED
    match error:
        case BadKeys():
            message, code = error.advice, WRONG_USAGE
        case CannotStart():
            message = str(error)
        case BotError():
            cause = getattr(error, "cause", "")
            message = f"{error.advice} ({cause})" if cause else error.advice
        case _:
            import structlog  # noqa: PLC0415

            logs.configure()
            structlog.get_logger("bot").error("ended by a mistake of ours", exc_info=error)
            message = "Something went wrong that should not. Please report the lines above."
    typer.echo(clean(logs.mask_text(message)), err=True)
    return code
