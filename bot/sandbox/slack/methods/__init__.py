"""The Web API methods of the sandbox: what each does, and the scope that it needs."""

from bot.sandbox.slack import files
from bot.sandbox.slack.calls import Method
from bot.sandbox.slack.methods import chat, conversations, entity, modals, people, unfurls, validate

METHODS: dict[str, tuple[str | None, Method]] = {
    "api.test": (None, people.api_test),
    "auth.test": (None, people.auth_test),
    "blocks.validate": (None, validate.validate),
    "chat.delete": ("chat:write", chat.delete),
    "chat.deleteScheduledMessage": ("chat:write", chat.delete_scheduled),
    "chat.getPermalink": (None, chat.permalink),
    "chat.postEphemeral": ("chat:write", chat.post_ephemeral),
    "chat.postMessage": ("chat:write", chat.post),
    "chat.scheduleMessage": ("chat:write", chat.schedule),
    "chat.scheduledMessages.list": (None, chat.list_scheduled),
    "chat.unfurl": ("links:write", unfurls.unfurl),
    "chat.update": ("chat:write", chat.update),
    "conversations.history": (None, conversations.history),
    "conversations.info": (None, conversations.info),
    "conversations.join": ("channels:join", conversations.join),
    "conversations.list": (None, conversations.list_all),
    "conversations.members": (None, conversations.members),
    "conversations.open": (None, conversations.open_direct),
    "conversations.replies": (None, conversations.replies),
    "entity.acknowledgeCommentAction": (None, entity.acknowledge_comment),
    "entity.presentComments": (None, entity.present_comments),
    "entity.presentDetails": (None, entity.present_details),
    "files.info": (files.SCOPE, files.info),
    "usergroups.list": ("usergroups:read", people.usergroups_list),
    "usergroups.users.list": ("usergroups:read", people.usergroup_members),
    "users.info": ("users:read", people.info),
    "users.list": ("users:read", people.list_all),
    "users.lookupByEmail": ("users:read.email", people.by_email),
    "views.open": (None, modals.open_modal),
    "views.publish": (None, modals.publish),
    "views.push": (None, modals.push),
    "views.update": (None, modals.update),
}
"""The scope is None where the method needs none, or asks for it itself by kind of channel."""

POSTING = frozenset({"chat.postMessage", "chat.postEphemeral"})
"""Held to one a second in each channel [apis/web-api/rate-limits]."""

DEFAULT_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "files:read",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "links:read",
        "links:write",
        "usergroups:read",
        "users:read",
        "users:read.email",
    }
)
"""All that the manifest asks for, as an app has that is installed from it; and what a workspace may add."""
