"""Who asks, from where, and whether they may: the first lines of every listener."""

from dataclasses import replace
from typing import Any, NamedTuple

from bot.jobs.change import Member, Place
from bot.members.access import People


class PendingCommand(NamedTuple):
    """What was asked for, to be taken up once its member is linked.

    `command`: a name of `Opening.starts`, which is then called with `text`; `words`: how people
    would say it.
    """

    command: str
    text: str
    words: str = ""


class Request(NamedTuple):
    """One press, command or form: the member, the place, and Slack's one-time answers."""

    member: Member
    place: Place
    trigger: str
    url: str
    """`response_url`, or empty."""

    def place_in(self, channel: str) -> Place:
        """The same place, with the channel the form was opened from."""
        return replace(self.place, channel=channel)


def read_request(body: dict[str, Any], people: People) -> Request:
    """Reads any payload. Raises `NotWelcome` where it names nobody of this workspace."""
    channel = body.get("channel")
    place = Place(
        channel=channel.get("id", "") if isinstance(channel, dict) else body.get("channel_id", ""),
        view=(body.get("view") or {}).get("id", ""),
        message=(body.get("container") or {}).get("message_ts", ""),
    )
    return Request(
        people.member_of(body), place, body.get("trigger_id", ""), body.get("response_url", "")
    )
