DROP TABLE status_entries;
DROP TABLE signing_keys;
