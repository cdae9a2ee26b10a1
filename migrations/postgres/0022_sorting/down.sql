DROP INDEX tokens_by_tenant_expiry;
