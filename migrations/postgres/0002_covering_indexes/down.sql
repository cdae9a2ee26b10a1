DROP INDEX tokens_by_partner_end;
DROP INDEX tokens_by_tenant_end;
CREATE INDEX tokens_by_tenant_end ON tokens (tenant_id, state, expires_at, environment);
DROP INDEX usage_by_hour;
CREATE INDEX usage_by_hour ON usage_hours (tenant_id, hour);
