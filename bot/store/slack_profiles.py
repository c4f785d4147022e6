"""What Slack last said about each person who used the bot: kept for when it can't be asked."""

from collections.abc import Callable, Sequence

import orjson
import sqlalchemy as sa

from bot.jobs.change import Json
from bot.store.change_rows import dumps
from bot.store.database import Database, upsert
from bot.store.member_tables import slack_profiles


class SlackProfileStore:
    """`clock`: Unix seconds. Every method raises `DatabaseDown`."""

    def __init__(self, db: Database, clock: Callable[[], float], workspace: str = "") -> None:
        self._db, self._clock, self._workspace = db, clock, workspace

    def of(self, workspace: str) -> "SlackProfileStore":
        """The people of one of many workspaces, by its id: the same id elsewhere is somebody else."""
        return SlackProfileStore(self._db, self._clock, workspace)

    async def put(self, profiles: Sequence[Json]) -> None:
        """Each in place of what was said before. Of a profile, `user` and `team` say whose it is."""
        if not profiles:
            return
        rows = [
            {
                "workspace": self._workspace,
                "user_id": profile["user"],
                "team": profile["team"],
                "profile": dumps(profile),
                "seen_at": self._clock(),
            }
            for profile in profiles
        ]
        await self._db.call(
            lambda connection: connection.execute(_PUT[connection.dialect.name], rows).rowcount
        )

    async def get(self, user: str) -> Json | None:
        """None for somebody never seen, and for a row that can't be read."""
        values = {"workspace_": self._workspace, "user_": user}
        text = await self._db.call(lambda connection: connection.execute(_GET, values).scalar())
        try:
            profile = orjson.loads(text or b"")
        except orjson.JSONDecodeError:
            return None
        return profile if isinstance(profile, dict) else None

    async def remove_workspace(self, team: str) -> None:
        """The app was removed there: nothing about its people is kept."""
        whose = sa.or_(slack_profiles.c.team == team, slack_profiles.c.workspace == team)
        statement = slack_profiles.delete().where(whose)
        await self._db.call(lambda connection: connection.execute(statement).rowcount)


_PUT = upsert(slack_profiles)
_GET = sa.select(slack_profiles.c.profile).where(
    slack_profiles.c.workspace == sa.bindparam("workspace_"),
    slack_profiles.c.user_id == sa.bindparam("user_"),
)
