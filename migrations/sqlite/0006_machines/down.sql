DROP TABLE used_assertions;
DROP TABLE access_tokens;
DROP TABLE service_credentials;
DROP TABLE service_accounts;
