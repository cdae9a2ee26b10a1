DROP INDEX tokens_by_hint;
DROP INDEX tokens_by_finder;
ALTER TABLE tokens DROP COLUMN finder;
DROP INDEX gateways_by_search;
ALTER TABLE gateways DROP COLUMN search;
DROP INDEX apis_by_search;
ALTER TABLE apis DROP COLUMN search;
DROP INDEX partners_by_search;
ALTER TABLE partners DROP COLUMN search;
