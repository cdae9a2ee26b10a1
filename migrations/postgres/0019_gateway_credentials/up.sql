-- A gateway has several credentials while one takes the place of another: secrets, by their digest, and
-- public keys. Each works until its end.
SELECT set_config('tessera.reach', '*', true);

CREATE TABLE gateway_credentials (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" NOT NULL,
    gateway_id TEXT COLLATE "C" NOT NULL,
    digest BYTEA UNIQUE,
    -- Start and end of a secret, thumbprint (RFC 7638) of a key.
    hint TEXT NOT NULL,
    jwk TEXT,
    created_at BIGINT NOT NULL,
    ends_at BIGINT,
    last_used_at BIGINT,
    CHECK ((digest IS NULL) <> (jwk IS NULL)),
    FOREIGN KEY (tenant_id, gateway_id) REFERENCES gateways (tenant_id, id)
);
CREATE INDEX gateway_credentials_by_gateway ON gateway_credentials (tenant_id, gateway_id);

INSERT INTO gateway_credentials (id, tenant_id, gateway_id, digest, hint, created_at, ends_at)
SELECT 'gcr_' || substr(id, 5), tenant_id, id, digest, hint, credential_since, retired_at FROM gateways;

ALTER TABLE gateways DROP COLUMN digest, DROP COLUMN hint;

-- The same wall as around every other table with rows of tenants.
ALTER TABLE gateway_credentials ENABLE ROW LEVEL SECURITY;
ALTER TABLE gateway_credentials FORCE ROW LEVEL SECURITY;
CREATE POLICY within_reach ON gateway_credentials USING (CASE
    WHEN current_setting('tessera.reach', true) = '*' THEN true
    WHEN current_setting('tessera.reach', true) LIKE 'usr\_%' THEN tenant_id IN (
        SELECT m.tenant_id FROM memberships m WHERE m.user_id = current_setting('tessera.reach', true))
    ELSE tenant_id = current_setting('tessera.reach', true) END);
