-- Time stamps (RFC 3161) over checkpoints. Kept for ever.

SET LOCAL ROLE qingce_owner;

CREATE TABLE ledger.checkpoint_stamps (
    origin text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    authority text COLLATE "C" NOT NULL,
    note bytea NOT NULL,
    token bytea NOT NULL,
    added timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (origin, size, added, authority),
    FOREIGN KEY (origin, size) REFERENCES ledger.checkpoints
);

COMMENT ON TABLE ledger.checkpoint_stamps IS
    'What an authority said about when a checkpoint existed: the signed note that was stamped, as '
    'it was then, and the TimeStampResp in DER. They were checked before they were kept.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.checkpoint_stamps
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

GRANT SELECT ON ledger.checkpoint_stamps TO qingce_writer, qingce_reader;
GRANT INSERT ON ledger.checkpoint_stamps TO qingce_writer;
