ALTER TABLE sessions DROP COLUMN provider_id;
DROP TABLE returned_sign_ins;
DROP TABLE provided_memberships;
DROP TABLE identities;
DROP TABLE provider_mappings;
DROP TABLE provider_domains;
DROP TABLE identity_providers;
