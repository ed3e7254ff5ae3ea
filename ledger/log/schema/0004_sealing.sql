-- The persons' keys. Unlike the log they can be destroyed: that is what erasure is.

CREATE SCHEMA sealing AUTHORIZATION qingce_owner;
SET LOCAL ROLE qingce_owner;

CREATE TABLE sealing.person_keys (
    person uuid PRIMARY KEY,
    found_by bytea UNIQUE CHECK (octet_length(found_by) = 32),
    wrapped_key bytea NOT NULL
);

COMMENT ON TABLE sealing.person_keys IS
    'One row a person: the key of all data sealed for that person, wrapped under the secret of the '
    'office, and the keyed hash of the ID number. Deleting the row erases the data everywhere.';

GRANT USAGE ON SCHEMA sealing TO qingce_writer;
GRANT SELECT, INSERT, UPDATE (found_by) ON sealing.person_keys TO qingce_writer;
