DROP TABLE password_resets;
CREATE TABLE password_resets (
    code_hash BLOB PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL UNIQUE REFERENCES users (id),
    asked_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    CHECK (ends_at > asked_at)
);
CREATE INDEX password_resets_by_end ON password_resets (ends_at);
