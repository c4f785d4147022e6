"""Every store of the bot, on one database."""

from dataclasses import dataclass

from bot.store.account_owners import AccountOwnerStore
from bot.store.agenda import Agenda
from bot.store.approvals import ApprovalStore
from bot.store.audit_log import AuditLog
from bot.store.board_readers import BoardReaderStore
from bot.store.cards import CardStore
from bot.store.change_history import ChangeHistory
from bot.store.changes import ChangeStore
from bot.store.channel_settings import ChannelSettingsStore
from bot.store.contractor_acts import ContractorActs
from bot.store.database import Database
from bot.store.deferred_tasks import DeferredTaskStore
from bot.store.drafts import DraftStore
from bot.store.follows import FollowStore
from bot.store.installations import InstallationStore
from bot.store.job_activity import JobActivity
from bot.store.job_claims import JobClaimStore
from bot.store.kept_presses import KeptPressStore
from bot.store.key_proof import KeyProof
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
from bot.store.tokens import TokenStore
from bot.store.watched_jobs import WatchedJobStore


@dataclass(frozen=True)
class Stores:
    """Handed whole to what writes several tables; everything else gets the one store it needs."""

    database: Database
    changes: ChangeStore
    runs: RunStore
    history: ChangeHistory
    job_activity: JobActivity
    contractor_acts: ContractorActs
    job_claims: JobClaimStore
    deferred_tasks: DeferredTaskStore
    drafts: DraftStore
    approvals: ApprovalStore
    cards: CardStore
    watched_jobs: WatchedJobStore
    tokens: TokenStore
    link_tickets: LinkTicketStore
    key_proof: KeyProof
    account_owners: AccountOwnerStore
    sign_in_limits: SignInLimitStore
    sent_notices: SentNoticeStore
    link_previews: LinkPreviewStore
    installations: InstallationStore
    oauth_states: OAuthStateStore
    promises: PromiseStore
    kept_presses: KeptPressStore
    slack_profiles: SlackProfileStore
    slack_sign_ins: SlackSignInStore
    board_readers: BoardReaderStore
    snoozes: SnoozeStore
    channel_settings: ChannelSettingsStore
    follows: FollowStore
    read_cards: ReadCardStore
    rehearsals: RehearsalStore
    audit: AuditLog
    agenda: Agenda
    standing: StandingNumbers
    refusals: RefusalLog
