"""Debian's Chromium, driven by Playwright; without them there is nothing to test here."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

FLAGS = (
    "--no-sandbox",  # tests run as root; only pages of this machine are opened
    "--lang=en-GB",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class NoBrowser(Exception):
    """What is missing, and how to get it."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Any]:
    """A running browser. Raises `NoBrowser`."""
    found = shutil.which("chromium")
    if found is None:
        raise NoBrowser("no Chromium: make test-browser installs it as root")
    try:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - not always there
    except ImportError:
        raise NoBrowser("no Playwright: make test-browser installs it") from None
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found, args=FLAGS, env=os.environ | {"LANGUAGE": "en_GB"}
        )
        try:
            yield browser
        finally:
            await browser.close()
