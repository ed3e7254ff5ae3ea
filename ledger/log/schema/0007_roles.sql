-- Who may do what. Nobody logs in as one of these roles: an office grants them to its own users.
--
--   qingce_owner     owns the schemas and runs migrations; the triggers hold for it too
--   qingce_writer    appends and signs, reads all of this, seals personal data
--   qingce_reader    reads the log; personal data stays sealed
--   qingce_auditor   reads the log and what is computed from it
--   qingce_verifier  reads the log and has its indexes looked into
--
-- The matrix is in docs/operations.md.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['qingce_auditor', 'qingce_verifier'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- another database of this server was faster
            END;
        END IF;
    END LOOP;
    -- Whoever reads takes the reader's role, so one grant is enough for each of these.
    FOREACH name IN ARRAY ARRAY['qingce_writer', 'qingce_auditor', 'qingce_verifier'] LOOP
        IF NOT EXISTS (
            SELECT FROM pg_auth_members
            WHERE roleid = 'qingce_reader'::regrole AND member = name::regrole
        ) THEN
            EXECUTE format('GRANT qingce_reader TO %I', name);
        END IF;
    END LOOP;
END
$$;

-- The structure of the indexes is looked into where PostgreSQL's amcheck can be had.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS amcheck;
    GRANT EXECUTE ON FUNCTION bt_index_check(regclass, boolean) TO qingce_verifier;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE NOTICE 'amcheck is not installed: %', SQLERRM;
END
$$;

-- Functions made from here on are nobody's until they are granted.
ALTER DEFAULT PRIVILEGES FOR ROLE qingce_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION ledger.refuse_change() FROM qingce_reader;
