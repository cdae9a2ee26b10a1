-- Refused checks per hour and reason, per token and gateway; refusals of unknown tokens have no token, and a
-- token that its holder showed to the broker itself has no gateway.
CREATE TABLE refusal_hours (
    tenant_id TEXT NOT NULL,
    gateway_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    hour BIGINT NOT NULL,
    reason TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, token_id, hour, gateway_id, reason)
);
CREATE INDEX refusals_by_tenant ON refusal_hours (tenant_id, hour);
CREATE INDEX refusals_by_hour ON refusal_hours (hour);

-- Networks a token may be used from, in CIDR notation with spaces between; empty means anywhere. The seal of a
-- token covers them.
ALTER TABLE decisions ADD COLUMN allowed_networks TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN allowed_networks TEXT NOT NULL DEFAULT '';
