"""The link page as HTML: plain, without scripts, everything foreign escaped."""

import base64
import hashlib
from html import escape
from typing import NamedTuple

from bot.views.linking import EMAILS_DIFFER

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:1rem auto;padding:0 1rem;color:#1d2b33}
h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.1rem;margin:0}form{border:1px solid #c9d3d8;border-radius:8px;padding:1rem 1.2rem;margin:1rem 0}
label{display:block;font-weight:600;margin-top:.6rem}
input{width:100%;box-sizing:border-box;padding:.5rem;font:inherit;margin-top:.2rem}
button{margin-top:1rem;padding:.5rem 1.2rem;font:inherit;border:0;border-radius:6px;background:#1f4e5f;color:#fff}
.who{background:#eef4f6;border-radius:8px;padding:.6rem 1rem;margin:.6rem 0}.bad{color:#9b1c1c;font-weight:600;margin:.3rem 0}
[aria-invalid]{border:2px solid #9b1c1c}small{font-weight:400;color:#46565e}
a.button{display:inline-block;padding:.5rem 1.2rem;border-radius:6px;background:#1f4e5f;color:#fff}
.warn{background:#fff6e0;border-radius:8px;padding:.6rem 1rem}
"""
_NOT_YOURS = "close this page: whoever sent it to you would act in PropOps as you."
_LINKED_WRONGLY = (
    "please change your password in PropOps and sign in there anew, which ends the link: whoever sent you "
    "here could act in PropOps as you."
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The page's Content-Security-Policy: its one style sheet, its own form, nothing else."""


HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    # with `no-referrer` browsers would send `Origin: null` for the page's own form; this stays on our origin
    "referrer-policy": "same-origin",
}
"""Of every answer of the page."""


class SlackIdentity(NamedTuple):
    """Whose address it is. `name` and `handle` are free text of their own; the rest is Slack's.

    `workspace`: its host, such as `elm.slack.com`. `email` where Slack tells it.
    """

    name: str
    handle: str
    user: str
    workspace: str
    email: str = ""


def form(who: SlackIdentity, problem: str = "", *, email: str = "", by_token: bool = False) -> str:
    """Asks for e-mail and password, or a token.

    `problem`: a sentence about the try before, which stands at the field it is about: the token's
    after a try `by_token`, else the password's. `email`: what was typed there.
    """
    at_token, at_password = ("", problem)[by_token], (problem, "")[by_token]
    return _page(
        "Link your PropOps account",
        f"""{_card(who)}
<form method="post"><h2>With your PropOps e-mail and password</h2>
<label for="email">E-mail</label>
<input id="email" name="email" type="email" required maxlength="254" autocomplete="username"
 value="{escape(email)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" required maxlength="500"
 autocomplete="current-password"{_invalid("password", at_password)}>{_bad("password", at_password)}
<button type="submit">Sign in and link</button>
<p><small>Your password goes to PropOps only and is never stored. Signing in here makes a new link and
ends the one your account has now, so other tools that use it stop working.</small></p></form>
<form method="post" autocomplete="off"><h2>Or with a PropOps token</h2>
<p><small>Your PropOps administrator can give you one, from the API Playground of PropOps. It has 64 characters, 0-9 and a-f.</small></p>
<label for="token">Token</label>
<input id="token" name="token" type="password" required maxlength="80"
 autocomplete="off" spellcheck="false"{_invalid("token", at_token)}>{_bad("token", at_token)}
<label for="expires">Its last day, if PropOps told you <small>(may stay empty)</small></label>
<input id="expires" name="expires" type="text" maxlength="40" placeholder="e.g. 31/12/2026">
<button type="submit">Link with this token</button></form>""",
    )


def _bad(field: str, problem: str) -> str:
    """The problem under its field."""
    if not problem:
        return ""
    return f'<p class="bad" role="alert" id="{field}-problem">{escape(problem)}</p>'


def _invalid(field: str, problem: str) -> str:
    return f' aria-invalid="true" aria-describedby="{field}-problem" autofocus' if problem else ""


def sign_in(who: SlackIdentity, address: str) -> str:
    """Asks to sign in with Slack first. `address`: where that begins."""
    return _page(
        "Link your PropOps account",
        f"""{_card(who)}<p>First show that this is you: sign in with Slack.</p>
<p><a class="button" href="{escape(address)}">Sign in with Slack</a></p>""",
    )


def done(who: SlackIdentity, name: str, *, emails_differ: bool = False) -> str:
    linked_as = f" as <strong>{escape(name)}</strong>" if name else ""
    note = f'<p class="warn">{escape(EMAILS_DIFFER)}</p>' if emails_differ else ""
    return _page(
        "Linked",
        f"{_card(who, 'You have linked this Slack account', _LINKED_WRONGLY)}"
        f"<p>It is linked to PropOps{linked_as}.</p>{note}"
        "<p>You can close this page: what you asked for goes on in Slack.</p>",
    )


def _card(
    who: SlackIdentity, first: str = "You are linking this Slack account", wrong: str = _NOT_YOURS
) -> str:
    rows = (
        ("E-mail in Slack", who.email),
        ("Handle", f"@{who.handle}" if who.handle else ""),
        ("Member id", who.user),
        ("Workspace", who.workspace),
        ("Name", who.name),
    )
    lines = " · ".join(
        f"{label}: <strong>{escape(value)}</strong>" for label, value in rows if value
    )
    return (
        f'<p class="who">{first}: {lines}<br><small>If any of these is not yours, {wrong} A name alone proves '
        "nothing: anybody can choose it.</small></p>"
    )


def sorry(title: str, words: str) -> str:
    return _page(title, f"<p>{escape(words)}</p>")


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>{body}</body></html>"
    )
