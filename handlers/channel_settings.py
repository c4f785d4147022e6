"""/job settings: what is set for a channel, in one modal; saved and ended there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.concurrency import side_by_side
from bot.errors import BotError, UnreadablePayload
from bot.jobs.channel_settings import (
    BUTTONS,
    DEFAULTS,
    HOW_MANY,
    USUAL,
    ChannelSettings,
    put_back,
    read_quiet,
)
from bot.jobs.forms import ID_FIELDS
from bot.jobs.model import Choice
from bot.jobs.ports import Lookups
from bot.members.access import Access
from bot.members.channel_rights import ChannelRights
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.store.channel_settings import ChannelSettingsStore, StoredChannelSettings
from bot.views import channel_settings as views
from bot.views.blocks import View
from bot.web.bolt import Routes
from handlers.background import Background
from handlers.confirmed_values import ConfirmedValues
from handlers.follow_parts import FollowParts
from handlers.named_job import NamedJobs
from handlers.request import Modal, Request

_SAVED = "Saved for this channel. To change it again, type /job settings."
_ENDED = "This channel is as usual again."
_TWO = "Tick two of them, or none for the usual buttons."
_QUIET = "Write it as 18:00-08:00, or off, or leave it empty for the usual hours."


def register(routes: Routes) -> None:
    routes.submission(views.SETTINGS)(save)
    routes.action(views.RESET)(reset)


@dataclass(frozen=True)
class ChannelSettingsParts:
    """`usual_quiet`: NOTIFY_QUIET_HOURS as it is written. `zone`: that of the properties."""

    rights: ChannelRights
    store: ChannelSettingsStore
    access: Access
    links: Links
    messenger: Messenger
    usual_quiet: str
    zone: tzinfo


async def open_settings(
    request: Request,
    typed: str,
    channel_settings: ChannelSettingsParts,
    follows: FollowParts,
    jobs: NamedJobs,
) -> None:
    """Opens the modal, as it is set now."""
    del typed
    parts, channel = channel_settings, request.place.channel
    await parts.rights.require(request.member)

    async def draw() -> View:
        lookups = await parts.links.lookups(request.member)
        stored = await parts.store.get(request.member.team, channel)
        settings = stored.settings if stored is not None else ChannelSettings()
        return views.settings_form(
            channel,
            settings,
            usual_quiet=parts.usual_quiet,
            types=await _types(lookups),
            names=await _names(lookups, settings),
            set_by=await _set_by(stored, parts.access),
            version=stored.version if stored is not None else 0,
            follows=await follows.lines(request.member, channel),
        )

    await jobs.open_view(request, views.TITLE, draw())


COMMANDS = {"settings": open_settings}


async def save(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    channel_settings: ChannelSettingsParts,
    confirmed: ConfirmedValues,
) -> None:
    """Stored before the ack. What somebody else set meanwhile is replaced by one more send."""
    parts = channel_settings
    settings, wrong = _read(modal, parts.zone)
    if wrong:
        await ack(response_action="errors", errors=modal.errors(wrong))
        return
    await parts.rights.require(request.member)
    stored, agreed = await _as_shown(request, modal, parts, confirmed)
    if not agreed or not await _set(request, modal, parts, settings, _version(stored)):
        stored, _ = await _as_shown(request, modal, parts, confirmed)
        words = await _changed_meanwhile(stored, parts.access)
        await ack(response_action="errors", errors=modal.errors({views.TOLD: words}))
        return
    before = stored.settings if stored is not None else USUAL
    words = _ENDED if settings.is_usual else _SAVED
    if (back := put_back(before, settings)) and not settings.is_usual:
        words += f" As usual again: {', '.join(back)}."
    await ack(response_action="update", view=views.done(words))


async def _as_shown(
    request: Request, modal: Modal, parts: ChannelSettingsParts, confirmed: ConfirmedValues
) -> tuple[StoredChannelSettings | None, bool]:
    """What is set by now, and whether that is what the form showed, or what it has asked about."""
    stored = await parts.store.get(request.member.team, modal.channel)
    version = _version(stored)
    if version == modal.metadata.get("version"):
        return stored, True
    question = {f"{views.TOLD}:{version}": await _changed_meanwhile(stored, parts.access)}
    return stored, await confirmed.already_asked(modal.id, question)


async def _set(
    request: Request,
    modal: Modal,
    parts: ChannelSettingsParts,
    settings: ChannelSettings,
    was: int,
) -> bool:
    """False where somebody has set another one at this very moment."""
    if not settings.is_usual:
        return await parts.store.put(request.member, modal.channel, settings, was=was)
    return await parts.store.end(modal.channel, request.member, was=was) or not was


def _version(stored: StoredChannelSettings | None) -> int:
    return stored.version if stored is not None else 0


async def reset(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    channel_settings: ChannelSettingsParts,
    background: Background,
) -> None:
    """*As usual again*: ended before the ack, too."""
    parts = channel_settings
    await parts.rights.require(request.member)
    await parts.store.end(modal.channel, request.member)
    await ack()
    background.start(parts.messenger.update_view(modal.id, views.done(_ENDED)), request)


def _read(modal: Modal, zone: tzinfo) -> tuple[ChannelSettings, Mapping[str, str]]:
    """What was entered, and what is wrong with it, by block."""
    told, buttons = modal.ticks(views.TOLD), modal.ticks(views.ON_CARDS)
    if not BUTTONS.keys() >= set(buttons):
        raise UnreadablePayload
    quiet = modal.text(views.QUIET)
    wrong: dict[str, str] = {}
    if len(buttons) not in {0, HOW_MANY}:
        wrong[views.ON_CARDS] = _TWO
    if quiet:
        try:
            read_quiet(quiet, zone)
        except ValueError:
            wrong[views.QUIET] = _QUIET
    settings = ChannelSettings(
        status_to_channel=views.STATUS in told,
        notes_in_threads=views.NOTES in told,
        buttons=tuple(name for name in BUTTONS if name in buttons),
        quiet=quiet,
        **{name: _id(modal, name) for name in DEFAULTS},
    )
    return settings, wrong


def _id(modal: Modal, name: str) -> int | None:
    chosen = modal.choice(name)
    if chosen is None:
        return None
    if not chosen.isdecimal():
        raise UnreadablePayload
    return int(chosen[:18])


async def _types(lookups: Lookups) -> Sequence[Choice]:
    """None where PropOps can't be asked: the list is then searched by typing."""
    try:
        return await lookups.options(ID_FIELDS["job_type_id"])
    except BotError:
        return ()


async def _names(lookups: Lookups, settings: ChannelSettings) -> dict[str, str]:
    """By field, of the defaults that this member may see."""
    ids = {name: id_ for name in DEFAULTS if (id_ := getattr(settings, name)) is not None}
    named = await side_by_side(*(lookups.name(ID_FIELDS[name], id_) for name, id_ in ids.items()))
    return {name: called for name, called in zip(ids, named, strict=True) if called}


async def _set_by(stored: StoredChannelSettings | None, access: Access) -> str:
    return views.last_set(await access.name(stored.member), stored.at) if stored else ""


async def _changed_meanwhile(stored: StoredChannelSettings | None, access: Access) -> str:
    who = await access.name(stored.member) if stored is not None else "Somebody"
    done = "changed" if stored is not None else "ended"
    return f"{who} {done} these settings since you opened this. Send it once more to replace that."
