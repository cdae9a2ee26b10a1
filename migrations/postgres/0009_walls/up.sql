-- The second wall: whatever a query forgets to say, PostgreSQL shows only the rows within reach.
-- The setting tessera.reach says how far that is: a tenant's id, a user's id (the tenants they are
-- a member of), or * for the look-ups and jobs that cross tenants. Not set means nothing.

-- The role the broker works as. It owns nothing, so no policy passes it by. Roles belong to the
-- whole server, so it may be there already, and a login that may not make roles goes without.
DO $$
BEGIN
    IF to_regrole('tessera_app') IS NULL THEN
        CREATE ROLE tessera_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        GRANT tessera_app TO current_user;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'tessera_app was not made: this login may not make roles';
END $$;

DO $$
DECLARE
    walled record;
BEGIN
    FOR walled IN
        SELECT c.table_name AS name, CASE c.table_name WHEN 'tenants' THEN 'id' ELSE 'tenant_id' END AS tenant
        FROM information_schema.columns c
        WHERE c.table_schema = current_schema()
          AND (c.column_name = 'tenant_id' OR (c.table_name = 'tenants' AND c.column_name = 'id'))
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled.name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled.name);
        -- CASE, since OR may ask both sides. A user's own memberships say which tenants are theirs,
        -- so that table cannot ask itself.
        EXECUTE format(
            'CREATE POLICY within_reach ON %I USING (CASE'
            ' WHEN current_setting(''tessera.reach'', true) = ''*'' THEN true'
            ' WHEN current_setting(''tessera.reach'', true) LIKE ''usr\_%%'' THEN %s'
            ' ELSE %I = current_setting(''tessera.reach'', true) END)',
            walled.name,
            CASE walled.name
                WHEN 'memberships' THEN 'user_id = current_setting(''tessera.reach'', true)'
                ELSE format(
                    '%I IN (SELECT m.tenant_id FROM memberships m WHERE m.user_id = current_setting(''tessera.reach'', true))',
                    walled.tenant)
            END,
            walled.tenant);
    END LOOP;
END $$;

DO $$
BEGIN
    IF to_regrole('tessera_app') IS NOT NULL THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO tessera_app', current_schema());
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO tessera_app', current_schema());
        EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO tessera_app', current_schema());
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tessera_app', current_schema());
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO tessera_app', current_schema());
        -- The trail is written and read, never changed.
        REVOKE UPDATE, DELETE ON audit_events FROM tessera_app;
    END IF;
END $$;
