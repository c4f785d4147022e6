"""The link page as HTML: plain, without scripts, everything foreign escaped."""

import base64
import hashlib
from html import escape

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1d2b33}
h1{font-size:1.4rem}form{border:1px solid #c9d3d8;border-radius:8px;padding:1rem 1.2rem;margin:1rem 0}
label{display:block;font-weight:600;margin-top:.6rem}
input{width:100%;box-sizing:border-box;padding:.5rem;font:inherit;margin-top:.2rem}
button{margin-top:1rem;padding:.5rem 1.2rem;font:inherit;border:0;border-radius:6px;background:#1f4e5f;color:#fff}
.who{background:#eef4f6;border-radius:8px;padding:.6rem 1rem}.bad{color:#9b1c1c;font-weight:600}
.warn{background:#fff6e0;border-radius:8px;padding:.6rem 1rem}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The page's Content-Security-Policy: its one style sheet, its own form, nothing else."""


def form(slack_name: str, problem: str = "") -> str:
    """Asks for a token, or e-mail and password. `problem`: a sentence about the try before."""
    bad = f'<p class="bad" role="alert">{escape(problem)}</p>' if problem else ""
    return _page(
        "Link your PropOps account",
        f"""<p class="who">You are linking the Slack account <strong>{escape(slack_name)}</strong>.
If that is not you, close this page.</p>{bad}
<form method="post" autocomplete="off"><h2>With a PropOps token</h2>
<label for="token">Token</label>
<input id="token" name="token" type="password" required minlength="64" maxlength="80"
 autocomplete="off" spellcheck="false">
<label for="expires">Its last day, if PropOps told you <small>(may stay empty)</small></label>
<input id="expires" name="expires" type="date">
<button type="submit">Link with this token</button></form>
<form method="post"><h2>With your PropOps e-mail and password</h2>
<p class="warn">Signing in here makes a new API token and ends the one your account has now, so other
tools that use it stop working. Your password goes to PropOps only and is never stored.</p>
<label for="email">E-mail</label>
<input id="email" name="email" type="email" required maxlength="254" autocomplete="username">
<label for="password">Password</label>
<input id="password" name="password" type="password" required maxlength="500"
 autocomplete="current-password">
<button type="submit">Sign in and link</button></form>""",
    )


def done(slack_name: str, name: str) -> str:
    linked_as = f" as <strong>{escape(name)}</strong>" if name else ""
    return _page(
        "Linked",
        f"<p>The Slack account <strong>{escape(slack_name)}</strong> is linked{linked_as}.</p>"
        "<p>You can close this page: what you asked for goes on in Slack.</p>",
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
