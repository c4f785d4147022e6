"""Every setting, read once at the start from the environment or `.env`. The documentation is here."""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from bot import setting_values as values
from bot.jobs.actions import Action
from bot.jobs.model import Choice
from bot.jobs.policy import Policy
from bot.jobs.policy_file import BadPolicy, read_policy
from bot.jobs.statuses import StatusNames
from bot.jobs.trade_words import TradeWords, read_trade_words
from bot.jobs.working_time import QuietHours, quiet_hours
from bot.jobs.workspace_policy import WorkspacePolicy, unusable
from bot.propops_names import PropOpsNames
from bot.slack_settings import SlackSettings

_FromCsv = BeforeValidator(values.comma_separated)
Approvers = Annotated[tuple[str, ...], NoDecode, _FromCsv, AfterValidator(values.approver_ids)]
ChannelId = Annotated[str | None, AfterValidator(values.channel_id)]
ApiPath = Annotated[str, AfterValidator(values.api_path)]
Name = Annotated[str, AfterValidator(values.parameter)]
ReminderHours = Annotated[float, Field(gt=0, le=480)]
StaticList = Annotated[tuple[Choice, ...], NoDecode, BeforeValidator(values.ids_and_names)]


class Settings(SlackSettings):
    """Frozen; secrets never print. Every module is handed the values it needs."""

    model_config = SettingsConfigDict(
        env_file=".env",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        env_ignore_empty=True,
        allow_inf_nan=False,
    )

    propops_base_url: Annotated[str, AfterValidator(values.instance_address)] = Field(
        description="Your PropOps instance; https unless loopback; a trailing `/` or `/api` is fine"
    )
    propops_job_url: Annotated[str | None, AfterValidator(values.job_address)] = Field(
        None, description="Link template, e.g. `https://propops.example.com/jobs/{uuid}`"
    )
    work_objects: Literal["auto", "on", "off"] = Field(
        "auto",
        description="Whether cards of jobs come with Slack's Work Object and its side panel: `auto`, where "
        "PROPOPS_JOB_URL is set and Slack takes it (after a refusal not for a day); `on` without that pause; `off`",
    )
    database_url: Annotated[str, AfterValidator(values.database_url)] = Field(
        "sqlite:///propops-bot.db", description="SQLite file, or `postgresql://…`"
    )
    token_keys: SecretStr | None = Field(
        None,
        description="Comma-separated Fernet keys: the first encrypts, all decrypt. Made once beside the "
        "SQLite file (mode 0600) when unset; required on Postgres",
    )
    jobs_channel: ChannelId = Field(
        None, description="Channel id for cards; default: where the command was typed"
    )
    approvals_channel: ChannelId = Field(None, description="Channel id for approval cards")
    approvers: Approvers = Field((), description="Comma-separated Slack user or user-group ids")
    approval_actions: Annotated[tuple[Action, ...], NoDecode, _FromCsv] = Field(
        ("delete",),
        description="Comma-separated actions that always need approval; `none`: no action does",
    )
    approval_budget_over: float | None = Field(
        None,
        ge=0,
        description="Pounds: create/update with a larger `job_total_budget` needs approval",
    )
    approval_second_over: float | None = Field(
        None, ge=0, description="Pounds: above it two different people must approve"
    )
    approval_reminders: Annotated[tuple[ReminderHours, ...], NoDecode, _FromCsv] = Field(
        (1, 4, 24), description="Working hours after which approvers are reminded"
    )
    approval_escalate_to: Approvers = Field(
        (), description="Users or user groups that may approve too, from the last reminder on"
    )
    approval_expiry_days: int = Field(
        3, ge=1, le=60, description="Working days after which nobody's approval is a no"
    )
    policy_file: Path = Field(
        Path("policy.toml"),
        description="Rules by channel, action, member and amount: see docs/approvals.md",
    )
    trade_words_file: Annotated[Path | None, AfterValidator(values.trade_words)] = Field(
        None,
        description="TOML that takes the place of the built-in words of the trade (`boiler`, `asap`): "
        "see docs/guide.md",
    )
    link_in_slack: bool = Field(
        True,
        description="Without PUBLIC_URL: whether a form in Slack may take a PropOps token, "
        "which then passes through Slack",
    )
    undo_minutes: float = Field(
        10,
        ge=0,
        le=1440,
        description="How long *Undo* stands after an update, and on the board after a snooze; a delete "
        "waits that long before it is sent. "
        "`0`: no *Undo*, a delete is sent at once",
    )
    propops_settle_seconds: float = Field(
        90, ge=0, le=3600, description="How long a write whose answer was lost may still land"
    )
    propops_marker: Literal["job_description", "works_order_ref", "none"] = Field(
        "job_description",
        description="Where a created job carries its mark: a last line *Slack ref S-…* of the "
        "description, `works_order_ref` (only when left empty), or `none`",
    )
    propops_timeout_seconds: float = Field(20, gt=0, le=300, description="One PropOps call")
    changes_keep_days: float = Field(
        365,
        gt=0,
        le=36_500,
        description="Days after which ended changes are emptied; drafts go after 7",
    )
    propops_delete_without_preview: bool = Field(
        False,
        description="`true` lets jobs be deleted when PropOps can't say what a delete takes along",
    )
    notify_quiet_hours: Annotated[str, AfterValidator(values.hours)] = Field(
        "20:00-07:00",
        description="When telling a contractor asks first (weekends and English bank holidays too); `off`: never",
    )
    closed_statuses: Annotated[tuple[str, ...], NoDecode, _FromCsv] = Field(
        values.CLOSED,
        description="Names of your statuses (any case) that end a job: it is not open then",
    )
    accepted_statuses: Annotated[tuple[str, ...], NoDecode, _FromCsv] = Field(
        ("Assigned", "In Progress"),
        description="Names of statuses from which on the contractor counts as having accepted; the "
        "closed ones besides",
    )
    chase_after_hours: Annotated[float | None, BeforeValidator(values.hours_or_off)] = Field(
        8,
        ge=0,
        le=2000,
        description="Working hours after which a contractor who was told and has not accepted is on "
        "the board; `off`: never",
    )
    board_at: Annotated[str, AfterValidator(values.time_or_off)] = Field(
        "08:00",
        description="When the morning message comes on working days, in each reader's own time; `off`",
    )
    cards_refresh_seconds: float = Field(
        300,
        ge=0,
        le=604_800,
        description="Within which the cards of open jobs are compared with PropOps, for changes made there; "
        "`0`: only when somebody looks at the job",
    )
    work_objects_comments: Literal["on", "off"] = Field(
        "off",
        description="Whether Slack's side panel shows a job's case notes as comments, and takes new ones; "
        "whether your Slack has them is seen there alone",
    )
    channel_settings: Literal["anyone", "admins"] = Field(
        "anyone",
        description="Who may change a channel's settings: `anyone` who is linked, or `admins` of the workspace",
    )
    audit_key: SecretStr | None = Field(
        None,
        description="A secret of its own with which the logged heads of the audit are signed; without it "
        "they are only logged",
    )
    timezone: Annotated[str, AfterValidator(values.zone_name)] = Field(
        "Europe/London", description="Property time zone"
    )
    host: str = Field("127.0.0.1", description="Where HTTP listens")
    port: int = Field(3000, ge=0, le=65535, description="Where HTTP listens; 0 picks a free port")
    metrics_port: Annotated[int | None, AfterValidator(values.other_port)] = Field(
        None,
        ge=0,
        le=65535,
        description="`/metrics` and the details of `/readyz` on a port of their own; without it "
        "both answer on loopback only",
    )
    otel_exporter_otlp_endpoint: Annotated[str | None, AfterValidator(values.collector)] = Field(
        None,
        description="Where an OpenTelemetry collector takes traces over OTLP/HTTP, e.g. "
        "`http://127.0.0.1:4318`; the other `OTEL_…` variables count too",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much")
    log_format: Literal["console", "json"] = Field("console", description="`json` for machines")

    propops_search_param: Name = Field("search", description="Disputed name: the job list's search")
    propops_job_param: Name = Field(
        "uuid", description="Disputed name: what names a job in a write"
    )
    propops_commit_param: Name = Field("commit_id", description="Disputed name: `restore_commit`")
    propops_file_param: Name = Field(
        "file_id", description="Disputed name: `restore_archived_file`"
    )
    propops_tenants_path: ApiPath = Field(
        "/api/tenants/list", description="Disputed path; `/api/tenants/manage` is tried after it"
    )
    propops_address_path: ApiPath | None = Field(
        None, description="A path listing addresses, if your instance has one"
    )
    propops_priorities: StaticList = Field((), description="Fallback list, e.g. `1=Urgent,2=High`")
    propops_statuses: StaticList = Field((), description="Fallback list, like the one before")
    propops_job_types: StaticList = Field((), description="Fallback list, like the one before")
    propops_time_ranges: StaticList = Field(
        (), description="Ids and names of `time_range_id`; the field shows only when set"
    )

    @property
    def names(self) -> PropOpsNames:
        return PropOpsNames(
            search_param=self.propops_search_param,
            job_param=self.propops_job_param,
            commit_param=self.propops_commit_param,
            file_param=self.propops_file_param,
            tenants_path=self.propops_tenants_path,
            address_path=self.propops_address_path,
        )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def quiet_hours(self) -> QuietHours:
        return quiet_hours(self.notify_quiet_hours, self.zone)

    @property
    def statuses(self) -> StatusNames:
        return StatusNames.of(self.closed_statuses, self.accepted_statuses)

    @property
    def board_time(self) -> time | None:
        """When the morning message comes; None: never."""
        return values.time_of_day(self.board_at)

    @property
    def static_lists(self) -> dict[str, tuple[Choice, ...]]:
        """Lookup name → the operator's own list, only those that are set."""
        names = ("priorities", "statuses", "job_types", "time_ranges")
        lists = {name: getattr(self, f"propops_{name}") for name in names}
        return {name: rows for name, rows in lists.items() if rows}

    @property
    def sqlite_path(self) -> Path | None:
        """The SQLite file, or None on Postgres."""
        prefix = "sqlite:///"
        return (
            Path(self.database_url[len(prefix) :]) if self.database_url.startswith(prefix) else None
        )

    @property
    def policy(self) -> Policy:
        """Raises `BadPolicy`."""
        return Policy(
            self.approval_actions,
            self.approval_budget_over,
            self.approval_second_over,
            self.approvers,
            read_policy(self.policy_file, required="policy_file" in self.model_fields_set),
        )

    @property
    def workspace_policy(self) -> WorkspacePolicy:
        """As it is where nothing else is set for a workspace. Raises `BadPolicy`."""
        channels = self.jobs_channel, self.approvals_channel
        return WorkspacePolicy(*channels, self.policy, self.approval_escalate_to)

    @property
    def trade_words(self) -> TradeWords:
        """Raises `BadTradeWords`."""
        return read_trade_words(self.trade_words_file)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.approvers and self.approvals_channel is None:
            raise ValueError(
                "Set APPROVALS_CHANNEL too: it is where the people of APPROVERS are asked, and without "
                "it every change that needs approval would be refused"
            )
        try:
            wrong = unusable(self.workspace_policy, many=self.many_workspaces)
        except BadPolicy as error:
            wrong = str(error).removesuffix(".")
        if wrong:
            raise ValueError(wrong)
        if self.work_objects == "on" and self.propops_job_url is None:
            raise ValueError("WORK_OBJECTS=on needs PROPOPS_JOB_URL")
        if self.sqlite_path is None and self.token_keys is None:
            raise ValueError(
                "TOKEN_KEYS is required with a Postgres DATABASE_URL. Make one with: propops-bot keys new"
            )
        return self
