-- A token that was suspended or revoked, by the number of that change; and who has confirmed since that
-- the token is refused there: nodes of the broker, and gateways that follow the feed.
CREATE TABLE recalls (
    tenant_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    token_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('suspended', 'revoked')),
    recalled_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, seq),
    FOREIGN KEY (tenant_id, token_id) REFERENCES tokens (tenant_id, id)
);
CREATE INDEX recalls_by_token ON recalls (tenant_id, token_id, seq);
CREATE INDEX recalls_by_number ON recalls (seq);

CREATE TABLE receipts (
    tenant_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('node', 'gateway')),
    -- The node's name or the gateway's id.
    confirmer TEXT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, seq, kind, confirmer),
    FOREIGN KEY (tenant_id, seq) REFERENCES recalls (tenant_id, seq) ON DELETE CASCADE
);
