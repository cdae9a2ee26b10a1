-- Instants are milliseconds since the Unix epoch, UTC. Ids are type-prefixed texts.
-- Children point at (tenant_id, id), so the database itself refuses a reference across tenants.

CREATE TABLE meta (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE service_keys (
    label TEXT PRIMARY KEY NOT NULL,
    wrapped BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE tenants (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    accent TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
    max_lifetime_days INTEGER NOT NULL CHECK (max_lifetime_days > 0),
    delivery_hours INTEGER NOT NULL CHECK (delivery_hours > 0),
    search TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX tenants_by_name ON tenants (name, id);

CREATE TABLE users (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    platform_role TEXT,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT
);

CREATE TABLE memberships (
    tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id, tenant_id);

CREATE TABLE sessions (
    id_hash BYTEA PRIMARY KEY NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    address TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE partners (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, contact_email)
);

CREATE TABLE apis (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    audience TEXT NOT NULL,
    description TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, slug, version)
);

CREATE TABLE api_scopes (
    tenant_id TEXT COLLATE "C" NOT NULL,
    api_id TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    writes BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, api_id, name),
    FOREIGN KEY (tenant_id, api_id) REFERENCES apis (tenant_id, id)
);

CREATE TABLE requests (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    state TEXT NOT NULL CHECK (state IN ('submitted', 'approved', 'withdrawn', 'lapsed')),
    revision INTEGER NOT NULL CHECK (revision > 0),
    generation INTEGER NOT NULL DEFAULT 0 CHECK (generation >= 0),
    partner_id TEXT COLLATE "C",
    company TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    application TEXT NOT NULL,
    environment TEXT NOT NULL,
    reason TEXT NOT NULL,
    lifetime_days INTEGER NOT NULL CHECK (lifetime_days > 0),
    filed_by TEXT COLLATE "C" REFERENCES users (id),
    filed_by_name TEXT,
    snapshot TEXT NOT NULL,
    partner_key_hash BYTEA NOT NULL UNIQUE,
    confirmed_at BIGINT,
    since BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (tenant_id, id),
    CHECK (state <> 'approved' OR confirmed_at IS NOT NULL),
    FOREIGN KEY (tenant_id, partner_id) REFERENCES partners (tenant_id, id)
);
CREATE INDEX requests_by_tenant ON requests (tenant_id, id);
CREATE INDEX requests_by_state ON requests (state, generation, tenant_id, since);
CREATE INDEX requests_by_partner ON requests (tenant_id, partner_id);

CREATE TABLE request_scopes (
    tenant_id TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    api_id TEXT COLLATE "C" NOT NULL,
    scope TEXT NOT NULL,
    granted BOOLEAN,
    PRIMARY KEY (tenant_id, request_id, api_id, scope),
    FOREIGN KEY (tenant_id, request_id) REFERENCES requests (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, api_id, scope) REFERENCES api_scopes (tenant_id, api_id, name)
);

-- One decision per revision; a denial removes the request, so only approvals stay.
CREATE TABLE decisions (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    revision INTEGER NOT NULL,
    decided_by TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    decided_by_name TEXT NOT NULL,
    decided_by_person TEXT NOT NULL,
    requester_person TEXT NOT NULL,
    reason TEXT,
    starts_at BIGINT,
    ends_at BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    UNIQUE (tenant_id, request_id, revision),
    CHECK (decided_by_person <> requester_person),
    FOREIGN KEY (tenant_id, request_id) REFERENCES requests (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE tokens (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    partner_id TEXT COLLATE "C" NOT NULL,
    generation INTEGER NOT NULL CHECK (generation > 0),
    application TEXT NOT NULL,
    environment TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'rotating', 'revoked', 'expired')),
    digest BYTEA NOT NULL,
    hint TEXT NOT NULL,
    apis TEXT NOT NULL,
    scopes TEXT NOT NULL,
    audience TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    issued_by TEXT COLLATE "C" REFERENCES users (id),
    issued_by_name TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_reason TEXT,
    version INTEGER NOT NULL CHECK (version > 0),
    seal BYTEA NOT NULL,
    delivery_state TEXT NOT NULL,
    last_used_at BIGINT,
    last_gateway_id TEXT COLLATE "C",
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, digest),
    UNIQUE (tenant_id, request_id, generation),
    CHECK (expires_at > starts_at),
    FOREIGN KEY (tenant_id, request_id) REFERENCES requests (tenant_id, id),
    FOREIGN KEY (tenant_id, partner_id) REFERENCES partners (tenant_id, id)
);
-- At most one token of a request works: the others are ended or in their grace window.
CREATE UNIQUE INDEX tokens_one_active ON tokens (tenant_id, request_id) WHERE state IN ('active', 'suspended');
CREATE INDEX tokens_by_tenant_state ON tokens (tenant_id, state, id);
CREATE INDEX tokens_by_end ON tokens (state, expires_at, tenant_id);
CREATE INDEX tokens_by_tenant_end ON tokens (tenant_id, state, expires_at, environment);
CREATE INDEX tokens_by_partner ON tokens (tenant_id, partner_id, id);
CREATE INDEX tokens_by_delivery ON tokens (delivery_state, state, tenant_id);

CREATE TABLE deliveries (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL,
    token_id TEXT COLLATE "C" NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sealed', 'opened', 'expired', 'superseded')),
    sent_to TEXT NOT NULL,
    nonce BYTEA,
    ciphertext BYTEA,
    proof_hash BYTEA NOT NULL,
    reveal_key_hash BYTEA,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    opened_at BIGINT,
    opened_from TEXT,
    refused INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, token_id),
    FOREIGN KEY (tenant_id, token_id) REFERENCES tokens (tenant_id, id)
);
CREATE INDEX deliveries_by_state ON deliveries (state, expires_at);

CREATE TABLE gateways (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    environment TEXT NOT NULL,
    mode TEXT NOT NULL,
    audience TEXT,
    required_scopes TEXT NOT NULL,
    digest BYTEA NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    credential_since BIGINT NOT NULL,
    retired_at BIGINT,
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, name)
);

-- Checks per hour, per token and gateway; refusals of unknown tokens have no token.
CREATE TABLE usage_hours (
    tenant_id TEXT COLLATE "C" NOT NULL,
    gateway_id TEXT COLLATE "C" NOT NULL,
    token_id TEXT COLLATE "C" NOT NULL,
    hour BIGINT NOT NULL,
    allowed BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, token_id, hour, gateway_id)
);
CREATE INDEX usage_by_gateway ON usage_hours (tenant_id, gateway_id, hour);
CREATE INDEX usage_by_hour ON usage_hours (tenant_id, hour);

CREATE TABLE audit_events (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C",
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    label TEXT NOT NULL,
    request_ref TEXT COLLATE "C",
    reason TEXT,
    facts TEXT NOT NULL,
    address TEXT,
    call_id TEXT NOT NULL
);
CREATE INDEX audit_by_tenant ON audit_events (tenant_id, id);
CREATE INDEX audit_by_request ON audit_events (tenant_id, request_ref, id);

CREATE TABLE outbox (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C",
    kind TEXT NOT NULL,
    payload BYTEA NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    dead_at BIGINT,
    last_error TEXT
);
CREATE INDEX outbox_due ON outbox (sent_at, dead_at, next_at);

CREATE TABLE idempotency_keys (
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash BYTEA NOT NULL,
    reply TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_by_age ON idempotency_keys (created_at);

-- What changed, in commit order as nearly as the database tells; other nodes read it.
CREATE TABLE changes (
    seq BIGSERIAL PRIMARY KEY,
    tenant_id TEXT COLLATE "C" NOT NULL,
    topic TEXT NOT NULL,
    object TEXT NOT NULL,
    at BIGINT NOT NULL
);
