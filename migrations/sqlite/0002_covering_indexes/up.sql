-- Counting all tokens or all hours of use of a tenant reads an index alone, not a row from all over the table for each.
DROP INDEX usage_by_hour;
CREATE INDEX usage_by_hour ON usage_hours (tenant_id, hour, gateway_id, allowed, refused);
DROP INDEX tokens_by_tenant_end;
CREATE INDEX tokens_by_tenant_end ON tokens (tenant_id, state, expires_at, starts_at, issued_at, environment);
CREATE INDEX tokens_by_partner_end ON tokens (tenant_id, partner_id, state, expires_at, starts_at);
