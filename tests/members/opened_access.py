"""Access as the bot has it, profiles in memory."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.change import Json
from bot.members.access import Access, Organisation
from bot.members.known_people import KnownPeople
from bot.slack.user_directory import UserDirectory
from bot.web.installation import Installed, SlackInstallation

LONDON, PARIS = ZoneInfo("Europe/London"), ZoneInfo("Europe/Paris")


def living_in(
    home: Organisation | None, client: AsyncWebClient, stored: "Stored | None" = None
) -> Access:
    installation = SlackInstallation(client)
    if home is not None:
        installation.installed = Installed(home.team, home.enterprise, "U0BOT", "B0BOT", "", ())
    people = KnownPeople(UserDirectory(client), stored or Stored())
    return Access(people, installation, LONDON)


class Stored:
    """Profiles in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, Json] = {}

    async def put(self, profiles: Sequence[Json]) -> None:
        self.rows |= {profile["user"]: profile for profile in profiles}

    async def get(self, user: str) -> Json | None:
        return self.rows.get(user)
