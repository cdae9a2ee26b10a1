-- Tokens of a tenant by their end: a page of them is read off the index, and none is sorted.
CREATE INDEX tokens_by_tenant_expiry ON tokens (tenant_id, expires_at, id);
