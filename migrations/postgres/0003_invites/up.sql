CREATE TABLE invites (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    code_hash BYTEA NOT NULL UNIQUE,
    invited_by TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    invited_by_name TEXT NOT NULL,
    invited_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    UNIQUE (tenant_id, email),
    CHECK (ends_at > invited_at)
);
CREATE INDEX invites_by_end ON invites (ends_at);
