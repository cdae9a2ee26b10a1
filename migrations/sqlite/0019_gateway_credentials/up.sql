-- A gateway has several credentials while one takes the place of another: secrets, by their digest, and
-- public keys. Each works until its end.
CREATE TABLE gateways_without_credentials (
    id TEXT PRIMARY KEY NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    environment TEXT NOT NULL,
    mode TEXT NOT NULL,
    audience TEXT,
    required_scopes TEXT NOT NULL,
    credential_since BIGINT NOT NULL,
    retired_at BIGINT,
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, name)
);
INSERT INTO gateways_without_credentials
SELECT id, tenant_id, name, place, environment, mode, audience, required_scopes, credential_since, retired_at,
    version, created_at, last_seen_at
FROM gateways;

CREATE TABLE gateway_credentials (
    id TEXT PRIMARY KEY NOT NULL,
    tenant_id TEXT NOT NULL,
    gateway_id TEXT NOT NULL,
    digest BLOB UNIQUE,
    -- Start and end of a secret, thumbprint (RFC 7638) of a key.
    hint TEXT NOT NULL,
    jwk TEXT,
    created_at BIGINT NOT NULL,
    ends_at BIGINT,
    last_used_at BIGINT,
    CHECK ((digest IS NULL) <> (jwk IS NULL)),
    FOREIGN KEY (tenant_id, gateway_id) REFERENCES gateways_without_credentials (tenant_id, id)
);
CREATE INDEX gateway_credentials_by_gateway ON gateway_credentials (tenant_id, gateway_id);

INSERT INTO gateway_credentials (id, tenant_id, gateway_id, digest, hint, created_at, ends_at)
SELECT 'gcr_' || substr(id, 5), tenant_id, id, digest, hint, credential_since, retired_at FROM gateways;

DROP TABLE gateways;
-- The foreign key above follows the name.
ALTER TABLE gateways_without_credentials RENAME TO gateways;
