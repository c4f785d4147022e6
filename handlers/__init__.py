"""Slack listeners, one module a feature: `register` adds its listeners, `COMMANDS` its sub-commands.

A feature has one of them or both. It is added by a line in `FEATURES`.
"""

from collections.abc import Mapping
from typing import Any

from bot.web.bolt import Routes
from handlers import (
    approvals,
    archived_files,
    board,
    card_status,
    cards,
    case_notes,
    change_buttons,
    channel_settings,
    choose_contractor,
    commands,
    delete,
    edit_conflicts,
    field_choices,
    follow,
    home,
    job_form,
    job_form_submit,
    job_lists,
    job_queries,
    link_owner,
    link_previews,
    linking,
    lookups,
    message_shortcuts,
    more_fields,
    new_anywhere,
    note_of_message,
    notify,
    panel_comments,
    panel_save,
    pending_deletion,
    photos,
    private_choice,
    rehearsal,
    removal,
    restore,
    shared_channels,
    side_panel,
    similar_jobs,
    snoozes,
    unsent_forms,
)
from handlers.commands import CommandTable
from handlers.with_parts import Command

FEATURES = (
    commands,
    job_form,
    job_form_submit,
    private_choice,
    lookups,
    similar_jobs,
    field_choices,
    home,
    more_fields,
    edit_conflicts,
    unsent_forms,
    job_lists,
    job_queries,
    notify,
    restore,
    archived_files,
    board,
    snoozes,
    case_notes,
    note_of_message,
    message_shortcuts,
    new_anywhere,
    photos,
    delete,
    pending_deletion,
    card_status,
    choose_contractor,
    change_buttons,
    channel_settings,
    follow,
    approvals,
    removal,
    linking,
    link_owner,
    link_previews,
    shared_channels,
    side_panel,
    panel_save,
    panel_comments,
    rehearsal,
    cards,  # last: it takes the buttons for which no feature has a listener of its own
)


def register(routes: Routes) -> None:
    """Registers every listener. A listener is given its parts by parameter name."""
    for feature in FEATURES:
        if register_listeners := getattr(feature, "register", None):
            register_listeners(routes)


def press_functions() -> dict[str, Command]:
    """The function of each press that is kept before its ack. Raises ValueError for one that two features claim."""
    table: dict[str, Command] = {}
    for feature in FEATURES:
        for name, function in getattr(feature, "PRESSES", {}).items():
            if name in table:
                raise ValueError(f"two features do the press {name}")
            table[name] = function
    return table


def command_table(parts: Mapping[str, Any]) -> CommandTable:
    """The function of each sub-command of /job, of each button of a job, and of each shortcut.

    Raises ValueError for a name that two features claim.
    """
    table: dict[str, Command] = {}
    for feature in FEATURES:
        for name, command in getattr(feature, "COMMANDS", {}).items():
            if name in table:
                raise ValueError(f"two features start {name}")
            table[name] = command
    return CommandTable(table, parts, parts["approvals"])
