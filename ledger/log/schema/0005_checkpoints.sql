-- Checkpoints: what the office signed about the log, and who cosigned it. Kept for ever.

SET LOCAL ROLE qingce_owner;

CREATE TABLE ledger.checkpoints (
    origin text COLLATE "C" NOT NULL,
    size bigint NOT NULL CHECK (size >= 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    made timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (origin, size)
);

COMMENT ON TABLE ledger.checkpoints IS
    'One row a size that was signed: the three lines of the checkpoint. There is one root a size.';

CREATE TABLE ledger.checkpoint_signatures (
    origin text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    key_id bytea NOT NULL CHECK (octet_length(key_id) = 4),
    data bytea NOT NULL,
    added timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (origin, size, added, name, key_id),
    FOREIGN KEY (origin, size) REFERENCES ledger.checkpoints
);

COMMENT ON TABLE ledger.checkpoint_signatures IS
    'Signatures on checkpoints: of the log''s keys, also of later ones, and of witnesses. The data '
    'is what follows the key id in a C2SP signature line.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.checkpoint_signatures
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

GRANT SELECT ON ledger.checkpoints, ledger.checkpoint_signatures
    TO qingce_writer, qingce_reader;
GRANT INSERT ON ledger.checkpoints, ledger.checkpoint_signatures TO qingce_writer;
