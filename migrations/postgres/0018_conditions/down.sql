DROP TABLE refusal_hours;
