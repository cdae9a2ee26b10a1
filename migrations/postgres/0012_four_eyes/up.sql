-- Three persons: who asks, who decides and who issues. The broker compares them before it writes; here
-- the database itself refuses a row that makes two of them one. A person is known by their address.

CREATE FUNCTION decisions_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM requests r JOIN users u ON u.id = NEW.decided_by
        WHERE r.tenant_id = NEW.tenant_id AND r.id = NEW.request_id
          AND (lower(r.contact_email) = lower(u.email) OR r.filed_by = NEW.decided_by OR lower(u.email) <> lower(NEW.decided_by_person))
    ) THEN
        RAISE check_violation USING MESSAGE = 'constraint four_eyes: who asked may not decide', CONSTRAINT = 'four_eyes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decisions_by_another BEFORE INSERT ON decisions
    FOR EACH ROW EXECUTE FUNCTION decisions_by_another();

CREATE FUNCTION tokens_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM requests r JOIN users u ON u.id = NEW.issued_by
        WHERE r.tenant_id = NEW.tenant_id AND r.id = NEW.request_id
          AND (lower(r.contact_email) = lower(u.email) OR EXISTS (
            SELECT 1 FROM decisions d
            WHERE d.tenant_id = NEW.tenant_id AND d.request_id = NEW.request_id
              AND (d.decided_by = NEW.issued_by OR lower(d.decided_by_person) = lower(u.email))))
    ) THEN
        RAISE check_violation USING MESSAGE = 'constraint four_eyes: who asked or decided may not issue', CONSTRAINT = 'four_eyes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tokens_by_another BEFORE INSERT ON tokens
    FOR EACH ROW EXECUTE FUNCTION tokens_by_another();

CREATE FUNCTION persons_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = 'constraint four_eyes: a row stays with who made it', CONSTRAINT = 'four_eyes';
END $$;
CREATE TRIGGER decisions_stay BEFORE UPDATE OF decided_by, decided_by_person, requester_person, request_id ON decisions
    FOR EACH ROW EXECUTE FUNCTION persons_stay();
CREATE TRIGGER tokens_stay BEFORE UPDATE OF issued_by, request_id ON tokens
    FOR EACH ROW EXECUTE FUNCTION persons_stay();
