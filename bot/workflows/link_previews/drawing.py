"""What is shown under a link: the job as the member who shared it may see it, as a card may show it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bot.errors import Garbled, NotAllowed, NotFound, Refused
from bot.jobs.job_pages import LinkedJob
from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.members.links import Links
from bot.slack.unfurls import LinkPlace
from bot.views import link_preview as views
from bot.views.blocks import Block
from bot.workflows.card_channels import CardChannels
from bot.workflows.work_objects import WorkObjectSwitch

_MOST_METADATA = 3_300
"""Bytes of all entities of one call: see `bot.views.job_entity`."""


@dataclass(frozen=True)
class SharedLinks:
    """The links of one message. `internal`: nobody else reads it than our own people, as far as the
    event says.
    """

    place: LinkPlace
    urls: Sequence[str]
    internal: bool


class JobPreviews:
    """Reads jobs as a member and draws them. `clock`: Unix seconds."""

    def __init__(
        self,
        links: Links,
        channels: CardChannels,
        switch: WorkObjectSwitch,
        clock: Callable[[], float],
    ) -> None:
        self.links, self.switch, self.clock = links, switch, clock
        self._channels = channels

    async def may_show_money(self, shared: SharedLinks) -> bool:
        """Not while it is typed, when nobody knows yet where it will go."""
        if shared.place.is_draft or not shared.internal:
            return False
        return await self._channels.may_show_money(shared.place.channel)

    async def named(self, propops: PropOps, linked: LinkedJob) -> Job | None:
        """None where there is no such job for this member."""
        uuid = linked.uuid
        try:
            if not uuid:
                listed = await propops.listed(linked.ref)
                uuid = listed.uuid if listed is not None else ""
            return await propops.get(uuid) if uuid else None
        except (NotFound, NotAllowed, Refused, Garbled):
            return None

    def drawn(self, job: Job, url: str, *, money: bool) -> list[Block]:
        page = self.switch.pages.of(job) or url
        return views.link_preview(job, url=page, money=money, at=self.clock())

    async def entities(
        self, team: str, jobs: Mapping[str, Job], *, money: bool
    ) -> list[dict[str, Any]]:
        """By the link that was shared; those that fit into one call."""
        entities: list[dict[str, Any]] = []
        for url, job in jobs.items():
            entity = await self.switch.entity(team, job, money=money)
            if entity is not None:
                more = [*entities, {**entity, "app_unfurl_url": url}]
                if len(orjson.dumps({"entities": more})) <= _MOST_METADATA:
                    entities = more
        return entities
