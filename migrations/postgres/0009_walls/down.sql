DO $$
DECLARE
    walled record;
BEGIN
    FOR walled IN SELECT tablename AS name FROM pg_policies WHERE policyname = 'within_reach' LOOP
        EXECUTE format('DROP POLICY within_reach ON %I', walled.name);
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', walled.name);
        EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', walled.name);
    END LOOP;
    IF to_regrole('tessera_app') IS NOT NULL THEN
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON TABLES FROM tessera_app', current_schema());
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON SEQUENCES FROM tessera_app', current_schema());
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM tessera_app', current_schema());
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM tessera_app', current_schema());
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM tessera_app', current_schema());
    END IF;
END $$;
