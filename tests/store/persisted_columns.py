"""Columns that databases in use have: see `test_persisted_names.py`."""

COLUMNS = {
    "account_owners": "account enterprise first_linked_at linked_at team user_id",
    "approval_decisions": "at change_id decision encrypted enterprise id reason round team user_id",
    "approvals": (
        "amount approvers asked_at case_noted change_id channel expires_at "
        "job_updated_at needed next_at reminders_sent round state ts why"
    ),
    "attempts": "at change_id detail id number result result_at",
    "audit_log": (
        "as_whom at detail enterprise hash outcome place previous seq subject team user_id what"
    ),
    "board_readers": (
        "enterprise everybody home_opened_at home_place home_read_at home_row morning_at "
        "morning_channel morning_on morning_place morning_row morning_sent_at morning_tried_at morning_ts team user_id"
    ),
    "board_snoozes": "at enterprise job_ref key state team until_at user_id",
    "cards": (
        "attempt change_ended_at change_id channel claimed_at enterprise job_deleted job_updated_at "
        "job_uuid missing_since next_at posted_by shows_money team ts"
    ),
    "channel_settings": "at channel enterprise settings team user_id version",
    "change_events": "at change_id detail id what",
    "changes": (
        "action address_id after base before content_encrypted created_at due_at encrypted enterprise "
        "fields fingerprint finished_at has_private held id job_ref job_uuid key names outcome place "
        "purged run send_at seq state target team trace updated_at user_id"
    ),
    "contractor_acts": "acted_at contractor_id job_uuid looked_at looks team",
    "deferred_tasks": "change_id due_at kind tries",
    "drafts": ("created_at encrypted enterprise expires_at id job_uuid kind place team user_id"),
    "failed_sign_ins": "at id key",
    "followed_jobs": "facts follow_id job_uuid",
    "follows": (
        "at channel criteria due_at enterprise id paused paused_at pending team tried_at user_id "
        "version watermark"
    ),
    "installations": (
        "app bot bot_user encrypted ended_at ended_why enterprise expires_at installed_at installed_by name "
        "refused_version rotated_by rotating_until rotation scopes team url version"
    ),
    "job_claims": "at change_id job_uuid team",
    "kept_presses": "due_at encrypted enterprise id name team tries user_id",
    "link_previews": "at channel encrypted enterprise job_updated_at job_uuid number shows_money team ts user_id",
    "link_tickets": (
        "busy_until digest enterprise expires_at issued_at pressed_at team tries used_at user_id"
    ),
    "oauth_states": "issued_at state",
    "promises": "at channel due_at encrypted ends_at enterprise key kind subject team ts user_id",
    "read_cards": "at channel encrypted enterprise job_uuid team user_id",
    "rehearsal_items": "heard_at kind subject team",
    "secret_keys": "encrypted name",
    "sent_notices": "at key",
    "shared_account_requests": (
        "accounts answer enterprise expires_at id owner_enterprise owner_team owner_user_id team user_id"
    ),
    "slack_sign_ins": (
        "browser encrypted enterprise issued_at state team used_at user_id verified_at"
    ),
    "slack_profiles": "profile seen_at team user_id workspace",
    "told_jobs": "channel facts job_uuid team",
    "unfinished_copies": "began_at",
    "watched_jobs": (
        "active_at encrypted job_closed job_uuid look_at silent team tell_at unread version"
    ),
    "tokens": ("dead_at encrypted enterprise expires_at linked_as linked_at team user_id version"),
}
"""By table."""
