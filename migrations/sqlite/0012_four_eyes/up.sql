-- Three persons: who asks, who decides and who issues. The broker compares them before it writes; here
-- the database itself refuses a row that makes two of them one. A person is known by their address.
-- NOCASE, since the lower() of the broker's connections is none a trigger may call.

CREATE TRIGGER decisions_by_another BEFORE INSERT ON decisions
WHEN EXISTS (
    SELECT 1 FROM requests r JOIN users u ON u.id = NEW.decided_by
    WHERE r.tenant_id = NEW.tenant_id AND r.id = NEW.request_id
      AND (r.contact_email = u.email COLLATE NOCASE OR r.filed_by = NEW.decided_by OR u.email <> NEW.decided_by_person COLLATE NOCASE)
)
BEGIN
    SELECT RAISE(ABORT, 'constraint four_eyes: who asked may not decide');
END;

CREATE TRIGGER decisions_stay BEFORE UPDATE OF decided_by, decided_by_person, requester_person, request_id ON decisions
BEGIN
    SELECT RAISE(ABORT, 'constraint four_eyes: a decision stays with who took it');
END;

CREATE TRIGGER tokens_by_another BEFORE INSERT ON tokens
WHEN EXISTS (
    SELECT 1 FROM requests r JOIN users u ON u.id = NEW.issued_by
    WHERE r.tenant_id = NEW.tenant_id AND r.id = NEW.request_id
      AND (r.contact_email = u.email COLLATE NOCASE OR EXISTS (
        SELECT 1 FROM decisions d
        WHERE d.tenant_id = NEW.tenant_id AND d.request_id = NEW.request_id
          AND (d.decided_by = NEW.issued_by OR d.decided_by_person = u.email COLLATE NOCASE)))
)
BEGIN
    SELECT RAISE(ABORT, 'constraint four_eyes: who asked or decided may not issue');
END;

CREATE TRIGGER tokens_stay BEFORE UPDATE OF issued_by, request_id ON tokens
BEGIN
    SELECT RAISE(ABORT, 'constraint four_eyes: a token stays with who issued it');
END;
