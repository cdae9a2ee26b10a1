-- A logo is a picture of our own making. Its version goes into its address and into every card of the tenant.
ALTER TABLE tenants ADD COLUMN logo TEXT;

CREATE TABLE logos (
    tenant_id TEXT PRIMARY KEY NOT NULL REFERENCES tenants (id),
    version TEXT NOT NULL UNIQUE,
    png BLOB NOT NULL,
    changed_at BIGINT NOT NULL
);
