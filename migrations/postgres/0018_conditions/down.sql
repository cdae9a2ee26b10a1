ALTER TABLE tokens DROP COLUMN allowed_networks;
ALTER TABLE decisions DROP COLUMN allowed_networks;
DROP TABLE refusal_hours;
