-- Passkeys (WebAuthn) of people. A credential belongs to one account, whoever shows it.
CREATE TABLE passkeys (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    credential_id BYTEA NOT NULL UNIQUE,
    -- A COSE_Key (RFC 9052 §7), as the authenticator gave it.
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    backup_eligible BOOLEAN NOT NULL,
    backed_up BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Challenges that were answered: each is answered once.
CREATE TABLE answered_challenges (
    digest BYTEA PRIMARY KEY NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX answered_challenges_by_end ON answered_challenges (ends_at);
