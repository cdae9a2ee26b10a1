-- A logo is a picture of our own making. Its version goes into its address and into every card of the tenant.
ALTER TABLE tenants ADD COLUMN logo TEXT;

CREATE TABLE logos (
    tenant_id TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES tenants (id),
    version TEXT COLLATE "C" NOT NULL UNIQUE,
    png BYTEA NOT NULL,
    changed_at BIGINT NOT NULL
);

-- The same wall as around every other table with rows of tenants.
ALTER TABLE logos ENABLE ROW LEVEL SECURITY;
ALTER TABLE logos FORCE ROW LEVEL SECURITY;
CREATE POLICY within_reach ON logos USING (CASE
    WHEN current_setting('tessera.reach', true) = '*' THEN true
    WHEN current_setting('tessera.reach', true) LIKE 'usr\_%' THEN tenant_id IN (
        SELECT m.tenant_id FROM memberships m WHERE m.user_id = current_setting('tessera.reach', true))
    ELSE tenant_id = current_setting('tessera.reach', true) END);
