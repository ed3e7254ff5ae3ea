-- A second tree over the same records, with SM3. Empty unless the office keeps one.

SET LOCAL ROLE qingce_owner;

CREATE TABLE ledger.sm3_hashes (
    level smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    index bigint NOT NULL CHECK (index >= 0),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, index)
);

COMMENT ON TABLE ledger.sm3_hashes IS
    'Roots of complete subtrees of 256^level records, made with SM3; level 0 are the leaf hashes. '
    'Grown when a checkpoint is signed, from the records as they are read back.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.sm3_hashes
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

GRANT SELECT ON ledger.sm3_hashes TO qingce_writer, qingce_reader;
GRANT INSERT ON ledger.sm3_hashes TO qingce_writer;
