-- Closed logs. A log that lost records which were signed or witnessed is never signed over: the
-- database that holds the rest of it is frozen, and a log under another name begins.

SET LOCAL ROLE qingce_owner;

CREATE TABLE ledger.closures (
    origin text COLLATE "C" PRIMARY KEY,
    size_held bigint NOT NULL CHECK (size_held >= 0),
    root_held bytea NOT NULL CHECK (octet_length(root_held) = 32),
    checkpoint text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    frozen boolean NOT NULL,
    closed timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE ledger.closures IS
    'Origins that this database signs no more: what it held then, and the last checkpoint known, as '
    'a signed note. If frozen, nothing is appended either; if not, another origin goes on with it.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.closures
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- Every append moves the head. Enabled by ledger.close_origin alone: an open log pays nothing.
CREATE FUNCTION ledger.refuse_frozen() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    RAISE EXCEPTION 'The log is frozen: %',
        (SELECT reason FROM ledger.closures WHERE frozen ORDER BY closed DESC LIMIT 1)
        USING ERRCODE = 'object_not_in_prerequisite_state',
              HINT = 'Begin a new log from the backup: qingce restore --begin-anew.';
END
$$;

CREATE TRIGGER frozen BEFORE UPDATE ON ledger.head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_frozen();
ALTER TABLE ledger.head DISABLE TRIGGER frozen;

CREATE FUNCTION ledger.refuse_closed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
DECLARE
    closure record;
BEGIN
    SELECT origin, reason INTO closure FROM ledger.closures
    WHERE origin = NEW.origin OR frozen LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The log % is closed: %', closure.origin, closure.reason
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'It is never signed over.';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER closed BEFORE INSERT ON ledger.checkpoints
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_closed();

-- Close an origin for ever; if `frozen`, the records too.
CREATE FUNCTION ledger.close_origin(
    origin text, checkpoint text, reason text, frozen boolean
) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    INSERT INTO ledger.closures (origin, size_held, root_held, checkpoint, reason, frozen)
    SELECT close_origin.origin, head.size, head.root, close_origin.checkpoint,
        close_origin.reason, close_origin.frozen
    FROM ledger.head;
    IF frozen THEN
        ALTER TABLE ledger.head ENABLE ALWAYS TRIGGER frozen;
    END IF;
END
$$;

REVOKE EXECUTE ON FUNCTION ledger.refuse_frozen(), ledger.refuse_closed(),
    ledger.close_origin(text, text, text, boolean) FROM PUBLIC;
GRANT SELECT ON ledger.closures TO qingce_writer, qingce_reader;
