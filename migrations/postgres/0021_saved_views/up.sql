-- Filters of lists that people keep under a name. A view is its person's own; with a customer it goes when the
-- membership in that customer ends.
CREATE TABLE saved_views (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    tenant_id TEXT COLLATE "C",
    list TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    -- The name in lower case.
    search TEXT COLLATE "C" NOT NULL,
    query TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX saved_views_by_name ON saved_views (user_id, list, coalesce(tenant_id, ''), search);
CREATE INDEX saved_views_by_membership ON saved_views (tenant_id, user_id);

-- The same wall as around every other table with rows of tenants, but for people: a colleague in the same customer
-- has no business here, so a person reaches their own rows only.
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY within_reach ON saved_views USING (CASE
    WHEN current_setting('tessera.reach', true) = '*' THEN true
    WHEN current_setting('tessera.reach', true) LIKE 'usr\_%' THEN user_id = current_setting('tessera.reach', true)
    ELSE tenant_id = current_setting('tessera.reach', true) END);
