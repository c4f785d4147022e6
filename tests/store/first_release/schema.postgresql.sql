CREATE TABLE changes (
    seq BIGSERIAL NOT NULL,
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    enterprise TEXT DEFAULT '' NOT NULL,
    team TEXT DEFAULT '' NOT NULL,
    user_id TEXT DEFAULT '' NOT NULL,
    place TEXT DEFAULT '{}' NOT NULL,
    job_uuid TEXT DEFAULT '' NOT NULL,
    job_ref TEXT DEFAULT '' NOT NULL,
    fields TEXT DEFAULT '{}' NOT NULL,
    base TEXT DEFAULT '{}' NOT NULL,
    names TEXT DEFAULT '{}' NOT NULL,
    target TEXT DEFAULT '{}' NOT NULL,
    outcome TEXT DEFAULT '{}' NOT NULL,
    before TEXT DEFAULT '{}' NOT NULL,
    after TEXT DEFAULT '{}' NOT NULL,
    encrypted BYTEA,
    fingerprint TEXT DEFAULT '' NOT NULL,
    run INTEGER DEFAULT 0 NOT NULL,
    due_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    created_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    updated_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    finished_at DOUBLE PRECISION,
    purged BOOLEAN DEFAULT false NOT NULL,
    held BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (id),
    UNIQUE (key)
);
CREATE INDEX ix_changes_due ON changes (state, due_at);
CREATE INDEX ix_changes_job ON changes (job_uuid, state);
CREATE INDEX ix_changes_member ON changes (team, user_id, seq);
CREATE INDEX ix_changes_finished ON changes (purged, finished_at);
CREATE TABLE change_events (
    id BIGSERIAL NOT NULL,
    change_id TEXT NOT NULL,
    at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    what TEXT DEFAULT '' NOT NULL,
    detail TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(change_id) REFERENCES changes (id) ON DELETE CASCADE
);
CREATE INDEX ix_change_events_change ON change_events (change_id);
CREATE TABLE attempts (
    id BIGSERIAL NOT NULL,
    change_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    result TEXT DEFAULT '' NOT NULL,
    detail TEXT DEFAULT '' NOT NULL,
    result_at DOUBLE PRECISION,
    PRIMARY KEY (id),
    CONSTRAINT uq_attempts_change_number UNIQUE (change_id, number),
    FOREIGN KEY(change_id) REFERENCES changes (id) ON DELETE CASCADE
);
CREATE TABLE cards (
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    job_uuid TEXT NOT NULL,
    enterprise TEXT DEFAULT '' NOT NULL,
    ts TEXT DEFAULT '' NOT NULL,
    change_id TEXT DEFAULT '' NOT NULL,
    job_updated_at TEXT DEFAULT '' NOT NULL,
    job_deleted BOOLEAN DEFAULT false NOT NULL,
    attempt INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (team, channel, job_uuid)
);
CREATE INDEX ix_cards_job ON cards (team, job_uuid);
CREATE TABLE drafts (
    id TEXT NOT NULL,
    enterprise TEXT DEFAULT '' NOT NULL,
    team TEXT DEFAULT '' NOT NULL,
    user_id TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    job_uuid TEXT DEFAULT '' NOT NULL,
    encrypted BYTEA NOT NULL,
    place TEXT DEFAULT '{}' NOT NULL,
    created_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    expires_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ix_drafts_member ON drafts (team, user_id);
CREATE INDEX ix_drafts_expires ON drafts (expires_at);
CREATE TABLE tokens (
    enterprise TEXT NOT NULL,
    team TEXT NOT NULL,
    user_id TEXT NOT NULL,
    encrypted BYTEA NOT NULL,
    expires_at DOUBLE PRECISION,
    linked_as TEXT DEFAULT '{}' NOT NULL,
    linked_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    dead_at DOUBLE PRECISION,
    version BIGINT DEFAULT 0 NOT NULL,
    PRIMARY KEY (enterprise, team, user_id)
);
CREATE INDEX ix_tokens_version ON tokens (version);
CREATE TABLE job_claims (
    team TEXT NOT NULL,
    job_uuid TEXT NOT NULL,
    change_id TEXT NOT NULL,
    at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    PRIMARY KEY (team, job_uuid)
);
CREATE TABLE deferred_tasks (
    kind TEXT NOT NULL,
    change_id TEXT NOT NULL,
    due_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    tries INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (kind, change_id)
);
CREATE INDEX ix_deferred_tasks_due ON deferred_tasks (due_at);
CREATE TABLE approvals (
    change_id TEXT NOT NULL,
    round INTEGER DEFAULT 0 NOT NULL,
    needed INTEGER DEFAULT 0 NOT NULL,
    reminders_sent INTEGER DEFAULT 0 NOT NULL,
    state TEXT DEFAULT '' NOT NULL,
    why TEXT DEFAULT '' NOT NULL,
    channel TEXT DEFAULT '' NOT NULL,
    ts TEXT DEFAULT '' NOT NULL,
    job_updated_at TEXT DEFAULT '' NOT NULL,
    approvers TEXT DEFAULT '[]' NOT NULL,
    amount DOUBLE PRECISION,
    asked_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    expires_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    next_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    case_noted BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (change_id),
    FOREIGN KEY(change_id) REFERENCES changes (id) ON DELETE CASCADE
);
CREATE INDEX ix_approvals_next ON approvals (state, next_at);
CREATE TABLE approval_decisions (
    id BIGSERIAL NOT NULL,
    change_id TEXT NOT NULL,
    round INTEGER DEFAULT 0 NOT NULL,
    enterprise TEXT DEFAULT '' NOT NULL,
    team TEXT DEFAULT '' NOT NULL,
    user_id TEXT DEFAULT '' NOT NULL,
    decision TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_approval_decisions_user UNIQUE (change_id, round, user_id),
    FOREIGN KEY(change_id) REFERENCES changes (id) ON DELETE CASCADE
);
CREATE TABLE link_tickets (
    digest TEXT NOT NULL,
    enterprise TEXT DEFAULT '' NOT NULL,
    team TEXT DEFAULT '' NOT NULL,
    user_id TEXT DEFAULT '' NOT NULL,
    issued_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    expires_at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    tries INTEGER DEFAULT 0 NOT NULL,
    used_at DOUBLE PRECISION,
    pressed_at DOUBLE PRECISION,
    PRIMARY KEY (digest)
);
CREATE INDEX ix_link_tickets_member ON link_tickets (team, user_id);
CREATE TABLE sent_notices (
    key TEXT NOT NULL,
    at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    PRIMARY KEY (key)
);
CREATE TABLE audit_log (
    seq BIGINT NOT NULL,
    at DOUBLE PRECISION DEFAULT 0 NOT NULL,
    what TEXT DEFAULT '' NOT NULL,
    enterprise TEXT DEFAULT '' NOT NULL,
    team TEXT DEFAULT '' NOT NULL,
    user_id TEXT DEFAULT '' NOT NULL,
    as_whom TEXT DEFAULT '' NOT NULL,
    place TEXT DEFAULT '' NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    detail TEXT DEFAULT '{}' NOT NULL,
    previous TEXT DEFAULT '' NOT NULL,
    hash TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (seq)
);
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO alembic_version (version_num) VALUES ('0001');
