"""Opens the database, and builds every store on it."""

from collections.abc import Callable

from bot.settings import Settings
from bot.store.account_owners import AccountOwnerStore
from bot.store.agenda import Agenda
from bot.store.approvals import ApprovalStore
from bot.store.audit_log import AuditLog
from bot.store.board_readers import BoardReaderStore
from bot.store.cards import USUALLY_COMPARED, CardStore
from bot.store.change_history import ChangeHistory
from bot.store.changes import ChangeStore
from bot.store.channel_settings import ChannelSettingsStore
from bot.store.contractor_acts import ContractorActs
from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.store.drafts import DraftStore
from bot.store.encryption import Encryption
from bot.store.follows import FollowStore
from bot.store.installations import InstallationStore
from bot.store.job_activity import JobActivity
from bot.store.job_claims import JobClaimStore
from bot.store.kept_presses import KeptPressStore
from bot.store.key_proof import KeyProof
from bot.store.keyed_digest import KeyedDigest
from bot.store.link_previews import LinkPreviewStore
from bot.store.link_tickets import LinkTicketStore
from bot.store.oauth_states import OAuthStateStore
from bot.store.promises import PromiseStore
from bot.store.read_cards import ReadCardStore
from bot.store.refusals import RefusalLog
from bot.store.rehearsals import RehearsalStore
from bot.store.runs import RunStore
from bot.store.sent_notices import SentNoticeStore
from bot.store.sign_in_limits import SignInLimitStore
from bot.store.slack_profiles import SlackProfileStore
from bot.store.slack_sign_ins import SlackSignInStore
from bot.store.snoozes import SnoozeStore
from bot.store.standing import StandingNumbers
from bot.store.stores import Stores
from bot.store.tokens import TokenStore
from bot.store.watched_jobs import WatchedJobStore

Clock = Callable[[], float]
"""Unix seconds."""


async def open_stores(settings: Settings, clock: Clock) -> Stores:
    """Opens the database, migrated. Raises `DatabaseDown`, `DatabaseTooNew`."""
    encryption = Encryption.load(
        settings.token_keys.get_secret_value() if settings.token_keys else None,
        settings.sqlite_path,
    )
    database = await Database.open(settings.database_url)
    digest = KeyedDigest(database, encryption)
    tokens = TokenStore(database, encryption, clock)
    audit = AuditLog(database, clock)
    channel_settings = ChannelSettingsStore(database, clock)
    compared_every = settings.cards_refresh_seconds or USUALLY_COMPARED
    return Stores(
        database=database,
        changes=ChangeStore(database, encryption, clock),
        runs=RunStore(
            *(database, encryption, tokens, clock, channel_settings.read_along), compared_every
        ),
        history=ChangeHistory(database, encryption),
        job_activity=JobActivity(database, encryption),
        contractor_acts=ContractorActs(database, clock),
        job_claims=JobClaimStore(database, clock),
        deferred_tasks=DeferredTaskStore(database),
        drafts=DraftStore(database, encryption),
        approvals=ApprovalStore(database, encryption, clock),
        cards=CardStore(database, compared_every),
        watched_jobs=WatchedJobStore(database, encryption, clock),
        tokens=tokens,
        link_tickets=LinkTicketStore(database, encryption, clock),
        key_proof=KeyProof(encryption),
        account_owners=AccountOwnerStore(database, digest, clock),
        sign_in_limits=SignInLimitStore(database, digest, clock),
        sent_notices=SentNoticeStore(database, clock),
        link_previews=LinkPreviewStore(database, encryption),
        installations=InstallationStore(database, encryption, clock),
        oauth_states=OAuthStateStore(database, encryption, clock),
        promises=PromiseStore(database, encryption, clock),
        kept_presses=KeptPressStore(database, encryption, clock),
        slack_profiles=SlackProfileStore(database, clock),
        slack_sign_ins=SlackSignInStore(database, encryption, clock),
        board_readers=BoardReaderStore(database, clock),
        snoozes=SnoozeStore(database, clock),
        channel_settings=channel_settings,
        follows=FollowStore(database, clock),
        read_cards=ReadCardStore(database, encryption, clock),
        rehearsals=RehearsalStore(database, clock),
        audit=audit,
        agenda=Agenda(database),
        standing=StandingNumbers(database, clock),
        refusals=RefusalLog(audit, clock),
    )
