-- A link belongs to the address somebody asked for, also where there is no account: what is written
-- for a known and for an unknown address is the same, so that no time tells them apart. Links that
-- were on their way end; they were good for half an hour.
DROP TABLE password_resets;
CREATE TABLE password_resets (
    code_hash BYTEA PRIMARY KEY NOT NULL,
    email TEXT COLLATE "C" NOT NULL UNIQUE,
    asked_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    CHECK (ends_at > asked_at)
);
CREATE INDEX password_resets_by_end ON password_resets (ends_at);
