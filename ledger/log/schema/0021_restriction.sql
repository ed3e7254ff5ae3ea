-- Restriction before erasure: a person's key waits in escrow, and only the keeper of keys moves or
-- destroys one. Who was erased stays known by random id alone, so that no key is made again.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'qingce_keykeeper') THEN
        CREATE ROLE qingce_keykeeper NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this server was faster
END
$$;

SET LOCAL ROLE qingce_owner;

CREATE TABLE sealing.escrow (
    person uuid PRIMARY KEY,
    found_by bytea UNIQUE CHECK (octet_length(found_by) = 32),
    wrapped_key bytea NOT NULL
);

COMMENT ON TABLE sealing.escrow IS
    'Keys of persons whose data is restricted: it is stored, and nothing else is done with it. Two '
    'officials together bring a key back, or destroy it.';

CREATE TABLE sealing.escrow_traces (
    person uuid NOT NULL REFERENCES sealing.escrow ON DELETE CASCADE,
    kind text COLLATE "C" NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (person, kind, hash)
);

CREATE TABLE sealing.erased (
    person uuid PRIMARY KEY,
    destroyed timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE sealing.erased IS
    'Persons whose keys were destroyed, by random id: no key is made for them again.';

CREATE FUNCTION sealing.refuse_locked_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM sealing.erased WHERE person = NEW.person) THEN
        RAISE EXCEPTION 'person % was erased', NEW.person USING ERRCODE = 'QS001';
    END IF;
    IF EXISTS (SELECT FROM sealing.escrow WHERE person = NEW.person)
        OR EXISTS (SELECT FROM sealing.escrow WHERE found_by = NEW.found_by) THEN
        RAISE EXCEPTION 'person % is restricted', NEW.person USING ERRCODE = 'QS002';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER locked_person BEFORE INSERT ON sealing.person_keys
    FOR EACH ROW EXECUTE FUNCTION sealing.refuse_locked_person();

GRANT SELECT ON sealing.erased TO qingce_writer;
GRANT SELECT (person) ON sealing.escrow TO qingce_writer;

GRANT USAGE ON SCHEMA sealing TO qingce_keykeeper;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    sealing.person_keys, sealing.person_traces, sealing.escrow, sealing.escrow_traces
    TO qingce_keykeeper;
GRANT SELECT, INSERT ON sealing.erased TO qingce_keykeeper;
