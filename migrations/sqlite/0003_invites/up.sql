CREATE TABLE invites (
    id TEXT PRIMARY KEY NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    code_hash BLOB NOT NULL UNIQUE,
    invited_by TEXT NOT NULL REFERENCES users (id),
    invited_by_name TEXT NOT NULL,
    invited_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    UNIQUE (tenant_id, email),
    CHECK (ends_at > invited_at)
);
CREATE INDEX invites_by_end ON invites (ends_at);
