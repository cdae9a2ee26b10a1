-- Refused checks per hour and reason, per token and gateway; refusals of unknown tokens have no token, and a
-- token that its holder showed to the broker itself has no gateway.
CREATE TABLE refusal_hours (
    tenant_id TEXT COLLATE "C" NOT NULL,
    gateway_id TEXT COLLATE "C" NOT NULL,
    token_id TEXT COLLATE "C" NOT NULL,
    hour BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, token_id, hour, gateway_id, reason)
);
CREATE INDEX refusals_by_tenant ON refusal_hours (tenant_id, hour);
CREATE INDEX refusals_by_hour ON refusal_hours (hour);

ALTER TABLE refusal_hours ENABLE ROW LEVEL SECURITY;
ALTER TABLE refusal_hours FORCE ROW LEVEL SECURITY;
CREATE POLICY within_reach ON refusal_hours USING (CASE
    WHEN current_setting('tessera.reach', true) = '*' THEN true
    WHEN current_setting('tessera.reach', true) LIKE 'usr\_%' THEN tenant_id IN
    (SELECT m.tenant_id FROM memberships m WHERE m.user_id = current_setting('tessera.reach', true))
    ELSE tenant_id = current_setting('tessera.reach', true) END);

-- Networks a token may be used from, in CIDR notation with spaces between; empty means anywhere. The seal of a
-- token covers them.
ALTER TABLE decisions ADD COLUMN allowed_networks TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN allowed_networks TEXT NOT NULL DEFAULT '';
