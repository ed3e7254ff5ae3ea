-- The log: head, records, postings, subtrees, commands. Readers are in 0002, the writer in 0003.
-- Run in one transaction by `ledger.log.migrations`.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['qingce_owner', 'qingce_writer', 'qingce_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database of this server was faster
            END;
        END IF;
    END LOOP;
END
$$;

ALTER SCHEMA ledger OWNER TO qingce_owner;
ALTER TABLE ledger.migrations OWNER TO qingce_owner;
SET LOCAL ROLE qingce_owner;

CREATE TABLE ledger.head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    size bigint NOT NULL CHECK (size >= 0),
    frontier bytea NOT NULL CHECK (octet_length(frontier) % 32 = 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    recorded timestamptz NOT NULL
) WITH (fillfactor = 10); -- room on the page, so that an update never touches the index

COMMENT ON TABLE ledger.head IS
    'One row: how many records there are, the right edge and root of their Merkle tree, and when '
    'the last was recorded. Locked for the length of a commit: positions follow commits.';

INSERT INTO ledger.head (size, frontier, root, recorded)
VALUES (0, '', sha256(''), '1970-01-01 00:00:00Z');

CREATE TABLE ledger.records (
    position bigint PRIMARY KEY CHECK (position > 0),
    type text COLLATE "C" NOT NULL,
    occurred timestamptz,
    recorded timestamptz NOT NULL,
    office text COLLATE "C",
    official text COLLATE "C",
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    bytes bytea NOT NULL
) WITH (toast_tuple_target = 8160);

-- Ciphertext does not compress, and a record of up to a page is read without a second look-up.
ALTER TABLE ledger.records ALTER COLUMN bytes SET STORAGE EXTERNAL;

COMMENT ON TABLE ledger.records IS
    'One row a record. The bytes are the record; the other columns repeat parts of them.';

CREATE TABLE ledger.postings (
    tag text COLLATE "C" NOT NULL,
    position_last bigint NOT NULL,
    earlier bigint[],
    ordinal_last bigint,
    PRIMARY KEY (tag, position_last)
) WITH (toast_tuple_target = 8160);

-- Looked at on every trace of a hot tag: compressing would cost more than it saves.
ALTER TABLE ledger.postings ALTER COLUMN earlier SET STORAGE EXTERNAL;

COMMENT ON TABLE ledger.postings IS
    'Which records carry a tag: one row a commit and tag. A type is posted as the tag "type NAME" '
    '(tags hold no space). The rows of one tag cover ranges that never overlap.';
COMMENT ON COLUMN ledger.postings.earlier IS
    'Positions before position_last in the same commit, rising; null if there are none.';
COMMENT ON COLUMN ledger.postings.ordinal_last IS
    'The number of the record at position_last among those of its case, fund or office.';

CREATE TABLE ledger.subtrees (
    level smallint NOT NULL CHECK (level > 0),
    index bigint NOT NULL CHECK (index >= 0),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, index)
);

COMMENT ON TABLE ledger.subtrees IS
    'Root of each complete subtree of 256^level leaves, written in the commit that completes it.';

CREATE TABLE ledger.commands (
    id uuid PRIMARY KEY,
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    position_first bigint NOT NULL,
    position_last bigint NOT NULL CHECK (position_last >= position_first)
);

COMMENT ON TABLE ledger.commands IS
    'What each command recorded: sent again, it is answered from here.';

CREATE FUNCTION ledger.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog
AS $$
BEGIN
    RAISE EXCEPTION '% of ledger.% refused: the log is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Correct a record by appending another that names it.';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.records
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.postings
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.subtrees
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.commands
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON ledger.head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER grows_only BEFORE UPDATE ON ledger.head
    FOR EACH ROW WHEN (NEW.size <= OLD.size OR NEW.recorded < OLD.recorded)
    EXECUTE FUNCTION ledger.refuse_change();

GRANT USAGE ON SCHEMA ledger TO qingce_writer, qingce_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO qingce_writer, qingce_reader;
GRANT INSERT ON ledger.records, ledger.postings, ledger.subtrees, ledger.commands
    TO qingce_writer;
