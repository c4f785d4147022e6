"""Expected failures, each with the sentence its member reads.

    BotError
    ├── Busy                  the change could not be stored in time
    ├── UnreadablePayload     Slack sent something no form or button of ours holds
    ├── NotLinked             no PropOps token for this member
    ├── CannotPost            Slack refuses the channel
    ├── SlackSilent           Slack can't be reached                           bot.slack.web_api
    ├── SlackRefused          Slack understood and said no                     bot.slack.web_api
    ├── DatabaseDown          the database can't be reached, or not written    bot.store.database
    ├── DatabaseTooNew        made by a later version of the bot               bot.store.migrating
    ├── HalfCopied            a copy into it was broken off                    bot.store.database
    ├── CannotDecrypt         encrypted with a key that is not among ours      bot.store.encryption
    ├── AlreadyRunning        another process has this database                bot.engine.protocol
    ├── WithReason            carries its own whole sentence
    │   ├── NotWelcome        a guest, a stranger, somebody deactivated
    │   │   └── Unverified    somebody of whom Slack can't say who they are
    │   ├── BadKeys           the encryption keys are unusable                 bot.store.encryption
    │   ├── CannotResolve     an unknown outcome that is not this member's     workflows.changes.resolution
    │   └── LinkRefused       an account that can't be linked                  workflows.linking.account_check
    │       └── PropOpsUnavailable
    └── PropOpsError
        ├── Unreachable       the request certainly never left: may be repeated
        ├── RateLimited       429, before any effect: wait, then repeat
        ├── OutcomeUnknown    the answer was lost after sending: never repeat blindly
        ├── Refused           400 and friends: PropOps understood and said no
        ├── TokenDead         401
        ├── NotAllowed        403
        ├── NotFound          404
        └── Garbled           a read answered something unreadable, or 5xx

Every argument goes to `Exception.__init__`, so that a copy made by pickling is the same error.
None of them ever holds a token, a CSRF value or personal data.
"""

import secrets
from typing import ClassVar

_LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
"""None that spell a word, or look like another."""


def error_code() -> str:
    """`E-` and seven letters or digits: names one failure, in the log and to whoever met it."""
    return "E-" + "".join(secrets.choice(_LETTERS) for _ in range(7))


class BotError(Exception):
    """An expected failure. `advice` is what the member reads."""

    words: ClassVar[str] = (
        "Something went wrong on our side. Please try once more. If it happens again, tell whoever runs this bot."
    )
    retryable: ClassVar[bool] = False
    is_answer: ClassVar[bool] = False
    """Its sentence says all there is to know: nobody has to look anything up in a log."""

    @property
    def advice(self) -> str:
        return self.words


class Busy(BotError):
    words = "Busy, nothing is lost: press again."
    typed: ClassVar[str] = (
        "I'm busy just now, and nothing was changed. Please send your line again in a minute."
    )
    """In place of `words` for a line after /job, where there is nothing to press."""
    retryable = True


class UnreadablePayload(BotError):
    """A value, metadata or state that is not as our forms and buttons write it."""

    words = (
        "I couldn't read what that form or button sent, so nothing was done. "
        "Please open the job again with /job show."
    )


class NotLinked(BotError):
    words = "Your Slack account isn't linked to PropOps yet."
    is_answer = True


class WithReason(BotError):
    """`reason` is a whole sentence."""

    is_answer = True

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def advice(self) -> str:
        return self.reason


class NotWelcome(WithReason):
    """The bot does not do this for this person."""


class Unverified(NotWelcome):
    """Nobody knows whether the bot does this for this person: Slack can't be asked."""

    retryable = True
    is_answer = False


class CannotPost(BotError):
    """Slack refused a post: `error` is Slack's own word [reference/methods/chat.postMessage]."""

    is_answer = True

    def __init__(self, channel: str, error: str) -> None:
        super().__init__(channel, error)
        self.channel, self.error = channel, error

    @property
    def advice(self) -> str:
        return f"I can't post in {self.where}: {self.hint}"

    @property
    def where(self) -> str:
        """For mrkdwn. A direct message has no name to say."""
        if self._is_direct:
            return "a direct message"
        return f"<#{self.channel}>" if self.channel else "that channel"

    @property
    def hint(self) -> str:
        match self.error:
            case "not_in_channel" | "channel_not_found" if self._is_direct:
                return "only the people in it can. Please use a channel that I'm in, or my own Messages tab."
            case "not_in_channel" | "channel_not_found":
                return "please invite me there with /invite, or use a channel that I'm in. Group messages take no apps."
            case "is_archived":
                return "it is archived, and takes no message until somebody unarchives it in Slack."
            case _:
                return f"Slack said {self.error}. Please ask whoever installed me."

    def hint_of(self, setting: str) -> str:
        """The hint where the channel is the one of a `setting`, which the member can't change."""
        choose = f"whoever runs me can choose another channel ({setting})."
        match self.error:
            case "not_in_channel" | "channel_not_found":
                return (
                    f"I'm not in it. Somebody who is in it can invite me with /invite, or {choose}"
                )
            case "is_archived":
                return f"it is archived. Somebody can unarchive it in Slack, or {choose}"
            case _:
                return f"Slack said {self.error}. Please tell whoever runs me, who can also choose another channel ({setting})."

    @property
    def _is_direct(self) -> bool:
        return self.channel.startswith("D")


class PropOpsError(BotError):
    words = "PropOps couldn't do that. Please look at the job in PropOps."


class Unreachable(PropOpsError):
    words = "PropOps is away just now. Nothing was changed: please try again in a minute."
    retryable = True


class RateLimited(PropOpsError):
    """`after`: seconds to wait, as `Retry-After` said (api/overview)."""

    words = "PropOps is busy. Nothing was changed: please try again in a minute."
    retryable = True

    def __init__(self, after: float) -> None:
        super().__init__(after)
        self.after = after


class OutcomeUnknown(PropOpsError):
    """`cause` is ours: `timeout`, `dropped`, `status 502`, `unreadable answer`."""

    words = "PropOps didn't answer, so I don't know yet whether it went through."

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Refused(PropOpsError):
    """PropOps said no. `field` is the parameter it named, if it named one (api/errors)."""

    is_answer = True

    def __init__(self, status: int, message: str, field: str | None = None) -> None:
        super().__init__(status, message, field)
        self.status, self.message, self.field = status, message, field

    @property
    def advice(self) -> str:
        return (
            f"PropOps said no: {_ended(self.message)}"
            if self.message
            else "PropOps said no and gave no reason. Please do it in PropOps itself, or ask your PropOps administrator."
        )


def _ended(words: str) -> str:
    """PropOps's words, with a full stop where they have no end: ours may follow."""
    words = words.rstrip()
    return words if words.endswith((".", "!", "?", "…", ".)")) else f"{words}."


class TokenDead(PropOpsError):
    """`key` names the token that was refused (`Bearer.key`, a hash); empty for one known as dead."""

    words = "PropOps no longer accepts your link: it ran out, or someone signed in with the same account."
    is_answer = True

    def __init__(self, key: str = "") -> None:
        super().__init__(key)
        self.key = key


class NotAllowed(PropOpsError):
    """`message`: PropOps's own sentence. `permission`: the keys that are missing, and `account`: whom
    the member is linked as; each empty where nobody has looked.
    """

    words = (
        "Your PropOps account isn't allowed to do that. Please ask your PropOps administrator for it, "
        "then try again. (For your administrator: the permission is api.jobs.manage.manage.)"
    )
    is_answer = True

    def __init__(self, message: str = "", permission: str = "", account: str = "") -> None:
        super().__init__(message, permission, account)
        self.message, self.permission, self.account = message, permission, account

    @property
    def advice(self) -> str:
        if not self.permission:
            return self.words
        who = "PropOps doesn't let your account do this."
        if self.account:
            who = f"You are linked to PropOps as {self.account}, and PropOps doesn't let that account do this."
        many = "s" if " and " in self.permission else ""
        return (
            f"{who} Please ask your PropOps administrator for it, then try again. "
            f"(For your administrator: it lacks the permission{many} {self.permission}.)"
        )


class NotFound(PropOpsError):
    words = (
        "That job wasn't found, or your PropOps account can't see it. Please check the reference."
    )
    is_answer = True


class Garbled(PropOpsError):
    """A read that PropOps answered unreadably, or a page in its place; `cause` is ours."""

    words = (
        "PropOps is away: it isn't answering properly just now. Nothing was changed, "
        "so please try again in a minute."
    )
    retryable = True

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause

    @property
    def is_absent(self) -> bool:
        """A web server's own page for a path that it does not know."""
        return self.cause in {"status 404", "status 405"}

    @property
    def is_passing(self) -> bool:
        """Somebody else answered in PropOps's place, which says nothing of the path that was asked."""
        return not self.is_absent and self.cause.startswith(("status ", "unreadable answer"))


NO_ANSWER_NOW = (Unreachable, RateLimited, Garbled)
"""PropOps says nothing of what it is asked, and may say it later."""


def why_unreadable(error: OSError | UnicodeDecodeError) -> str:
    """Of a text file: the system's words, or that it is no text."""
    return getattr(error, "strerror", None) or "it is not UTF-8 text"
