CREATE TABLE service_accounts (
    id TEXT PRIMARY KEY NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    -- Names of actions, separated by spaces.
    actions TEXT NOT NULL,
    -- Who answers for what it does.
    created_by TEXT NOT NULL REFERENCES users (id),
    created_by_name TEXT NOT NULL,
    created_by_person TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    retired_at BIGINT,
    UNIQUE (tenant_id, id)
);
CREATE UNIQUE INDEX service_accounts_by_name ON service_accounts (tenant_id, name) WHERE retired_at IS NULL;

-- Secrets and public keys; of several, each works until its end.
CREATE TABLE service_credentials (
    id TEXT PRIMARY KEY NOT NULL,
    tenant_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    digest BLOB UNIQUE,
    hint TEXT NOT NULL,
    jwk TEXT,
    created_at BIGINT NOT NULL,
    ends_at BIGINT,
    last_used_at BIGINT,
    CHECK ((digest IS NULL) <> (jwk IS NULL)),
    FOREIGN KEY (tenant_id, account_id) REFERENCES service_accounts (tenant_id, id)
);
CREATE INDEX service_credentials_by_account ON service_credentials (tenant_id, account_id);

CREATE TABLE access_tokens (
    digest BLOB PRIMARY KEY NOT NULL,
    tenant_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    actions TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, account_id) REFERENCES service_accounts (tenant_id, id)
);
CREATE INDEX access_tokens_by_account ON access_tokens (tenant_id, account_id);
CREATE INDEX access_tokens_by_end ON access_tokens (ends_at);

-- Assertions that were taken: each works once (RFC 7523, section 3).
CREATE TABLE used_assertions (
    tenant_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    jti TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, jti),
    FOREIGN KEY (tenant_id, account_id) REFERENCES service_accounts (tenant_id, id)
);
CREATE INDEX used_assertions_by_end ON used_assertions (ends_at);
