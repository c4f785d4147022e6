"""Slack listeners, one module per feature: read, start, ack."""

from bot.web.bolt import Routes
from handlers import (
    approvals,
    cards,
    change_buttons,
    commands,
    edit_conflicts,
    job_form_submit,
    linking,
    lookups,
    restore,
    similar_jobs,
    submit,
)


def register(routes: Routes) -> None:
    """Everything the bot listens to. A listener gets its parts by parameter name."""
    features = (
        *(
            commands,
            job_form_submit,
            cards,
            restore,
            change_buttons,
            edit_conflicts,
            lookups,
            submit,
            similar_jobs,
        ),
        *(approvals, linking),
    )
    for feature in features:
        feature.register(routes)
