-- Generations of the office's keys: what a person's key is wrapped under, and what persons are found
-- by, can be renewed while the office works. Nothing is written under a generation that is ending.

SET LOCAL ROLE qingce_owner;

ALTER TABLE sealing.person_keys
    ADD COLUMN wrapped_under integer NOT NULL DEFAULT 1,
    ADD COLUMN found_under integer NOT NULL DEFAULT 1;
ALTER TABLE sealing.escrow
    ADD COLUMN wrapped_under integer NOT NULL DEFAULT 1,
    ADD COLUMN found_under integer NOT NULL DEFAULT 1;
ALTER TABLE sealing.person_traces ADD COLUMN generation integer NOT NULL DEFAULT 1;
ALTER TABLE sealing.escrow_traces ADD COLUMN generation integer NOT NULL DEFAULT 1;

CREATE TABLE sealing.generations (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    wrapping integer NOT NULL DEFAULT 1,
    finding integer NOT NULL DEFAULT 1,
    rehashed_position bigint NOT NULL DEFAULT 0
);
INSERT INTO sealing.generations DEFAULT VALUES;

COMMENT ON TABLE sealing.generations IS
    'The generations that are written under now, and how far through the log persons have been '
    'hashed anew under that of finding.';

CREATE FUNCTION sealing.refuse_ended_generation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM sealing.generations
        WHERE wrapping > NEW.wrapped_under OR finding > NEW.found_under
    ) THEN
        RAISE EXCEPTION 'the generation of the office''s keys has ended' USING ERRCODE = 'QS003';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER ended_generation BEFORE INSERT ON sealing.person_keys
    FOR EACH ROW EXECUTE FUNCTION sealing.refuse_ended_generation();

GRANT UPDATE (found_under) ON sealing.person_keys TO qingce_writer;
GRANT SELECT, UPDATE ON sealing.generations TO qingce_keykeeper;
