"""Of `propops-bot doctor`: whether PUBLIC_URL leads to this bot, as far as this machine can tell.

Nothing is sent anywhere else: no redirect is followed, and no proxy of the environment is used.
"""

import hashlib
import hmac
import json
import secrets
import socket
import ssl
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.cli.finding import Finding
from bot.manifest import ADDRESS_CHECK, SLACK_PATH
from bot.settings import Settings
from bot.store.key_proof import KeyProof

_WITHIN = 8.0
_MOST = 2_000
_GATEWAY_AWAY = {502, 503, 504}
_SIGN_IN = {401, 403, 407}
_CERTIFICATE: Mapping[int, str] = {10: "has expired", 62: "is for another name"}
"""OpenSSL's codes of what every browser refuses, wherever it is [openssl-verification-options]."""
_BY_HAND = "Please open it with /link/x in a browser: this bot says This link no longer works"


async def address(settings: Settings, proof: KeyProof) -> AsyncIterator[Finding]:
    """Nothing without PUBLIC_URL. Over HTTP also whether Slack's requests come through."""
    if settings.public_url is None:
        return
    timeout = aiohttp.ClientTimeout(total=_WITHIN)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
        reached = await _reached(session, settings.public_url, proof)
        yield reached
        secret = settings.slack_signing_secret
        if reached.ok and secret is not None:
            yield await _slacks_way(session, settings.public_url, secret.get_secret_value())


async def _reached(session: aiohttp.ClientSession, url: str, proof: KeyProof) -> Finding:
    nonce = secrets.token_urlsafe(12)
    try:
        asked = session.get(f"{url}{ADDRESS_CHECK}/{proof.ask(nonce)}", allow_redirects=False)
        async with asked as answer:
            return _judged(url, answer, await _json(answer), nonce)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return _unreached(url, error)


def _judged(url: str, answer: aiohttp.ClientResponse, said: Any, nonce: str) -> Finding:
    """What stands at the address, by its answer."""
    if isinstance(said, dict) and "answer" in said:
        if said["answer"] == nonce:
            return Finding(True, "PUBLIC_URL", f"{url} leads to this bot")
        words = f"another bot answers at {url}, or this one runs with other TOKEN_KEYS."
        return Finding(False, "PUBLIC_URL", f"{words} Please check both, and restart it.")
    if answer.status in _GATEWAY_AWAY:
        words = f"the proxy at {url} finds no bot ({answer.status}): is propops-bot serve running?"
        return Finding(None, "PUBLIC_URL", words)
    if 300 <= answer.status < 400:
        return _led_on(url, answer)
    if answer.status == 429:
        return _unknown(f"{url} asks to wait a minute")
    if answer.status in _SIGN_IN:
        return _unknown(f"{url} wants a sign-in first ({answer.status})")
    words = f"something else answers at {url} ({answer.status}). Does the proxy pass /link/ on to the bot,"
    return Finding(False, "PUBLIC_URL", f"{words} and is it running with this PUBLIC_URL?")


def _led_on(url: str, answer: aiohttp.ClientResponse) -> Finding:
    """A redirect. To another host it may be a sign-in that stands before the bot."""
    to = urlsplit(answer.headers.get("location", ""))
    here = urlsplit(url).hostname or ""
    if to.hostname and to.hostname.removeprefix("www.") != here.removeprefix("www."):
        return _unknown(f"{url} leads on to {to.hostname}")
    home = f"{to.scheme}://{to.netloc}" if to.netloc else "another path"
    words = f"{url} leads on to {home}: please write PUBLIC_URL as browsers end up with it"
    return Finding(False, "PUBLIC_URL", words)


def _unreached(url: str, error: Exception) -> Finding:
    host = urlsplit(url).hostname
    match error:
        case aiohttp.ClientConnectorDNSError():
            if error.os_error.errno == socket.EAI_AGAIN:
                return _unknown(f"names can't be looked up here just now, {host} neither")
            words = f"there is no {host} in the DNS. Please check PUBLIC_URL, or make the entry."
            return Finding(False, "PUBLIC_URL", words)
        case aiohttp.ClientConnectorCertificateError():
            return _untrusted(url, error.certificate_error)
        case aiohttp.ClientSSLError():
            words = f"{url} does not speak TLS. Please check its proxy, and PUBLIC_URL."
            return Finding(False, "PUBLIC_URL", words)
        case _:
            return _unknown(f"{url} does not answer this machine ({type(error).__name__})")


def _untrusted(url: str, error: Exception) -> Finding:
    wrong = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    if wrong in _CERTIFICATE:
        words = f"the certificate of {url} {_CERTIFICATE[wrong]}: browsers refuse it"
        return Finding(False, "PUBLIC_URL", words)
    return _unknown(f"this machine does not trust the certificate of {url}")


def _unknown(why: str) -> Finding:
    words = f"can't be checked from inside: {why}. {_BY_HAND}"
    return Finding.unchecked("PUBLIC_URL", words)


async def _slacks_way(session: aiohttp.ClientSession, url: str, secret: str) -> Finding:
    """Asks as Slack does when a Request URL is saved [apis/events-api/using-http-request-urls]."""
    challenge, stamp = secrets.token_urlsafe(12), str(int(time.time()))
    body = json.dumps({"type": "url_verification", "challenge": challenge}).encode()
    base = b"v0:" + stamp.encode() + b":" + body
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}",
    }
    about, where = "Request URL", f"{url}{SLACK_PATH}"
    try:
        asked = session.post(where, data=body, headers=headers, allow_redirects=False)
        async with asked as answer:
            status, said = answer.status, await _json(answer)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        words = f"{where} does not answer ({type(error).__name__})"
        return Finding.unchecked(about, words)
    if isinstance(said, dict) and said.get("challenge") == challenge:
        return Finding(True, about, f"what is signed as Slack's comes through at {where}")
    if status == 401:
        words = "the bot that runs has another SLACK_SIGNING_SECRET, or its clock is wrong."
        return Finding(False, about, f"{words} Please restart it with these settings.")
    words = (
        f"{where} does not lead to the bot ({status}): fine where the app's page names another one"
    )
    return Finding(None, about, words)


async def _json(answer: aiohttp.ClientResponse) -> Any:
    """None for what is no JSON, or is long."""
    try:
        return json.loads(await answer.content.read(_MOST))
    except ValueError:
        return None
