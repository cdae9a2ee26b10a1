-- The walls are up already; this looks at the rows of every tenant.
SELECT set_config('tessera.reach', '*', true);

-- Names as they are searched, in lower case: the beginning of a name finds it in all customers of a person
-- by a range of the index.
ALTER TABLE partners ADD COLUMN search TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE partners SET search = lower(name);
CREATE INDEX partners_by_search ON partners (search, tenant_id);
ALTER TABLE apis ADD COLUMN search TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE apis SET search = lower(name || ' ' || version);
CREATE INDEX apis_by_search ON apis (search, tenant_id);
ALTER TABLE gateways ADD COLUMN search TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE gateways SET search = lower(name);
CREATE INDEX gateways_by_search ON gateways (search, tenant_id);

-- A keyed digest of the SHA-256 of a token's secret: who holds the secret can have it found without showing it.
-- Tokens from before have none, and are found by their hint.
ALTER TABLE tokens ADD COLUMN finder BYTEA;
CREATE UNIQUE INDEX tokens_by_finder ON tokens (finder);
CREATE INDEX tokens_by_hint ON tokens (hint);
