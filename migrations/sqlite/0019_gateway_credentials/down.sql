-- Of several secrets the newest stays. A gateway that has keys only gets a digest that nothing has.
CREATE TABLE gateways_with_credentials (
    id TEXT PRIMARY KEY NOT NULL,
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    environment TEXT NOT NULL,
    mode TEXT NOT NULL,
    audience TEXT,
    required_scopes TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    hint TEXT NOT NULL,
    credential_since BIGINT NOT NULL,
    retired_at BIGINT,
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT,
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, name)
);
INSERT INTO gateways_with_credentials
SELECT g.id, g.tenant_id, g.name, g.place, g.environment, g.mode, g.audience, g.required_scopes,
    coalesce(
        (SELECT c.digest FROM gateway_credentials c
         WHERE c.gateway_id = g.id AND c.digest IS NOT NULL ORDER BY c.id DESC LIMIT 1),
        CAST(g.id AS BLOB)),
    coalesce(
        (SELECT c.hint FROM gateway_credentials c
         WHERE c.gateway_id = g.id AND c.digest IS NOT NULL ORDER BY c.id DESC LIMIT 1),
        ''),
    g.credential_since, g.retired_at, g.version, g.created_at, g.last_seen_at
FROM gateways g;
DROP TABLE gateway_credentials;
DROP TABLE gateways;
ALTER TABLE gateways_with_credentials RENAME TO gateways;
