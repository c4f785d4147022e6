"""The settings of the Slack app: how it is reached, and whether it serves one workspace or many."""

import re
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings

from bot import setting_values as values

_SECRET = re.compile(r"[0-9a-f]{32}")


class SlackSettings(BaseSettings):
    """One workspace with SLACK_BOT_TOKEN; without it, every workspace that installs the app."""

    _as_typed = field_validator("*", mode="before")(values.as_typed)
    _one_word = field_validator(
        "slack_client_id",
        "slack_client_secret",
        "slack_bot_token",
        "slack_signing_secret",
        "slack_app_token",
    )(values.one_word)

    slack_client_id: str | None = Field(
        None,
        description="Of the app's *Basic Information*. Beside SLACK_BOT_TOKEN and PUBLIC_URL, *Sign in with "
        "Slack* comes before the linking page; redirect URL of the app: PUBLIC_URL + `/link/slack/callback`. With "
        "both of them it stays one workspace, and `/slack/install` says so. In place of SLACK_BOT_TOKEN, many workspaces install the app at PUBLIC_URL + `/slack/install` (HTTP mode)",
    )
    slack_client_secret: SecretStr | None = Field(None, description="Goes with the one before")
    slack_bot_token: SecretStr | None = Field(
        None,
        validate_default=True,
        json_schema_extra={"required": True},  # of most; see below
        description="`xoxb-…` of the installed app; left out where many workspaces install it",
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="HTTP mode; exactly one of this and the next"
    )
    slack_app_token: SecretStr | None = Field(None, description="`xapp-…`: Socket Mode")
    slack_api_url: Annotated[str, AfterValidator(values.api_address)] = Field(
        "https://slack.com/api/", description="Web API base"
    )
    public_url: Annotated[str | None, AfterValidator(values.public_address)] = Field(
        None,
        description="https address people's browsers reach the bot at: account linking page, installing page",
    )

    @field_validator("slack_bot_token")
    @classmethod
    def _one_or_many(cls, token: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if token is None and not info.data.get("slack_client_id", True):
            raise PydanticCustomError("missing", "Field required")
        return token

    @property
    def many_workspaces(self) -> bool:
        """Whether workspaces install the app by themselves."""
        return self.slack_bot_token is None

    @property
    def steps_to_many(self) -> str:
        """What has to be set another way, so that other workspaces can install the app."""
        steps = ["take SLACK_BOT_TOKEN out of its settings"]
        if self.slack_app_token is not None:
            steps.append("set SLACK_SIGNING_SECRET in place of SLACK_APP_TOKEN")
        if self.public_url is None:
            steps.append("set PUBLIC_URL")
        return " and ".join(steps)

    @property
    def workspaces(self) -> str:
        """Which of the two modes is on, and how to get the other: for the log and `doctor`."""
        if self.many_workspaces:
            return (
                f"many, each of which installs the app at {self.public_url}/slack/install. "
                "For one alone, set SLACK_BOT_TOKEN"
            )
        if self.slack_client_id:
            return (
                "one, that of SLACK_BOT_TOKEN; SLACK_CLIENT_ID is for *Sign in with Slack* alone. "
                "For many, take SLACK_BOT_TOKEN out"
            )
        return "one, that of SLACK_BOT_TOKEN. For many, set SLACK_CLIENT_ID in its place"

    @property
    def signing_secret_doubt(self) -> str:
        """A sentence about a secret that Slack did not make; empty where it may have."""
        secret = self.slack_signing_secret
        is_slack = urlsplit(self.slack_api_url).hostname == "slack.com"
        if secret is None or not is_slack or _SECRET.fullmatch(secret.get_secret_value()):
            return ""
        return (
            "SLACK_SIGNING_SECRET does not look like one: Slack's has 32 of 0-9 and a-f. Please copy it again "
            "from Basic Information > App Credentials of your app; with a wrong one nothing from Slack is let in"
        )

    @model_validator(mode="before")
    @classmethod
    def _what_is_set(cls, given: object) -> object:
        return values.without_blanks(given)

    @model_validator(mode="after")
    def _slack_whole(self) -> Self:
        token, app_token = self.slack_bot_token, self.slack_app_token
        if token is not None and not token.get_secret_value().startswith("xoxb-"):
            raise ValueError("SLACK_BOT_TOKEN must be a bot token: it starts with xoxb-")
        if self.many_workspaces and self.slack_signing_secret is None:
            raise ValueError(
                "Many workspaces (SLACK_CLIENT_ID without SLACK_BOT_TOKEN) need HTTP mode: set "
                "SLACK_SIGNING_SECRET, and leave SLACK_APP_TOKEN out"
            )
        if (app_token is None) == (self.slack_signing_secret is None):
            raise ValueError(
                "Set exactly one of SLACK_SIGNING_SECRET (HTTP mode) and SLACK_APP_TOKEN (Socket Mode)"
            )
        if app_token and not app_token.get_secret_value().startswith("xapp-"):
            raise ValueError("SLACK_APP_TOKEN must be an app-level token: it starts with xapp-")
        if (self.slack_client_id is None) != (self.slack_client_secret is None):
            raise ValueError("Set both of SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, or neither")
        if self.many_workspaces and self.public_url is None:
            raise ValueError(
                "Many workspaces (SLACK_CLIENT_ID without SLACK_BOT_TOKEN) need PUBLIC_URL: Slack leads "
                "whoever installs the app back to it"
            )
        return self
