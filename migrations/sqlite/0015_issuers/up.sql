-- Keys by which the broker signs as the issuer of one tenant. A key is published, then signs, then is
-- still believed for as long as what it signed may live; its times say which. Its private part is sealed
-- under tenant and id.
CREATE TABLE signing_keys (
    id TEXT PRIMARY KEY NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    algorithm TEXT NOT NULL CHECK (algorithm IN ('ES256', 'EdDSA')),
    public_key TEXT NOT NULL,
    private_key BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    signs_from BIGINT NOT NULL,
    signs_until BIGINT,
    ends_at BIGINT,
    CHECK ((signs_until IS NULL) = (ends_at IS NULL)),
    CHECK (signs_until IS NULL OR signs_until <= ends_at)
);
CREATE INDEX signing_keys_by_tenant ON signing_keys (tenant_id, signs_from);

-- Where a token stands in the status lists of its tenant. Positions are drawn at random, so that a list
-- does not tell in which order tokens were made.
CREATE TABLE status_entries (
    tenant_id TEXT NOT NULL,
    list INTEGER NOT NULL,
    position INTEGER NOT NULL,
    token_id TEXT NOT NULL UNIQUE,
    PRIMARY KEY (tenant_id, list, position),
    FOREIGN KEY (tenant_id, token_id) REFERENCES tokens (tenant_id, id)
);
