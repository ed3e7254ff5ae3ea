-- By what persons can be found again besides the ID number: keyed hashes, as that of the number.

SET LOCAL ROLE qingce_owner;

CREATE TABLE sealing.person_traces (
    person uuid NOT NULL REFERENCES sealing.person_keys ON DELETE CASCADE,
    kind text COLLATE "C" NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (kind, hash, person)
);

CREATE INDEX person_traces_person ON sealing.person_traces (person);

COMMENT ON TABLE sealing.person_traces IS
    'Keyed hashes of what was sealed for a person: name and birth, address, account, phone. Two '
    'persons with one hash may be one. Erasing a person erases these with the key.';

GRANT SELECT, INSERT ON sealing.person_traces TO qingce_writer;
