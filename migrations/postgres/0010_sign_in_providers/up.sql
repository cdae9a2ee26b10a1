-- Providers of sign-in (OpenID Connect). One is of the whole platform or of one tenant; its home says
-- which, so that what a tenant's provider gives cannot lie in another tenant.
CREATE TABLE identity_providers (
    id TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    tenant_id TEXT COLLATE "C" REFERENCES tenants (id),
    home TEXT COLLATE "C" NOT NULL CHECK (home = COALESCE(tenant_id, '')),
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    -- Sealed under the row's id.
    client_secret BYTEA,
    scopes TEXT NOT NULL,
    groups_claim TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (id, home)
);
CREATE INDEX identity_providers_by_tenant ON identity_providers (tenant_id);

-- A domain of e-mail addresses has one authority.
CREATE TABLE provider_domains (
    domain TEXT PRIMARY KEY NOT NULL,
    provider_id TEXT COLLATE "C" NOT NULL REFERENCES identity_providers (id)
);
CREATE INDEX provider_domains_by_provider ON provider_domains (provider_id);

-- What members of a group are: a role in a tenant, or on the platform.
CREATE TABLE provider_mappings (
    provider_id TEXT COLLATE "C" NOT NULL,
    home TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    group_name TEXT NOT NULL,
    tenant_id TEXT COLLATE "C" REFERENCES tenants (id),
    role TEXT NOT NULL,
    PRIMARY KEY (provider_id, position),
    FOREIGN KEY (provider_id, home) REFERENCES identity_providers (id, home),
    CHECK (home = '' OR home = COALESCE(tenant_id, '?')),
    CHECK ((tenant_id IS NULL) = (role = 'platform_owner'))
);
CREATE INDEX provider_mappings_by_tenant ON provider_mappings (tenant_id);

-- A user as an issuer knows them.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    -- The role on the platform that the groups gave at the last sign-in.
    platform_role TEXT,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_by_user ON identities (user_id);

-- Which memberships a provider gave, and as what; those without a row here were given by hand.
CREATE TABLE provided_memberships (
    tenant_id TEXT COLLATE "C" NOT NULL,
    user_id TEXT COLLATE "C" NOT NULL,
    provider_id TEXT COLLATE "C" NOT NULL,
    home TEXT COLLATE "C" NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (tenant_id, user_id),
    FOREIGN KEY (provider_id, home) REFERENCES identity_providers (id, home),
    CHECK (home = '' OR home = tenant_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id) ON DELETE CASCADE
);
CREATE INDEX provided_memberships_by_user ON provided_memberships (user_id);
CREATE INDEX provided_memberships_by_provider ON provided_memberships (provider_id);

-- Sign-ins that came back from a provider: each comes back once.
CREATE TABLE returned_sign_ins (
    state_hash BYTEA PRIMARY KEY NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX returned_sign_ins_by_end ON returned_sign_ins (ends_at);

-- Where the person signed in, to sign out there as well.
ALTER TABLE sessions ADD COLUMN provider_id TEXT COLLATE "C" REFERENCES identity_providers (id);

DO $$
DECLARE
    walled text;
BEGIN
    FOREACH walled IN ARRAY ARRAY['identity_providers', 'provider_mappings', 'provided_memberships'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
        EXECUTE format(
            'CREATE POLICY within_reach ON %I USING (CASE'
            ' WHEN current_setting(''tessera.reach'', true) = ''*'' THEN true'
            ' WHEN current_setting(''tessera.reach'', true) LIKE ''usr\_%%'' THEN tenant_id IN'
            ' (SELECT m.tenant_id FROM memberships m WHERE m.user_id = current_setting(''tessera.reach'', true))'
            ' ELSE tenant_id = current_setting(''tessera.reach'', true) END)',
            walled);
    END LOOP;
END $$;
