-- Filters of lists that people keep under a name. A view is its person's own; with a customer it goes when the
-- membership in that customer ends.
CREATE TABLE saved_views (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    tenant_id TEXT,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The name in lower case.
    search TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX saved_views_by_name ON saved_views (user_id, list, coalesce(tenant_id, ''), search);
CREATE INDEX saved_views_by_membership ON saved_views (tenant_id, user_id);
