-- What the writer calls. The head is reached through these functions alone: the writer's role may
-- read it, not change it.

SET LOCAL ROLE qingce_owner;

-- Wait for the head and keep it until the transaction ends.
CREATE FUNCTION ledger.lock_head(
    OUT size bigint, OUT frontier bytea, OUT recorded timestamptz, OUT clock timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
    SELECT head.size, head.frontier, head.recorded INTO size, frontier, recorded
    FROM ledger.head FOR NO KEY UPDATE;
    clock := clock_timestamp();
END
$$;

-- What keeps commands from being appended; null if nothing does. `conditions` is a JSON list of
-- {"command": number, "after": position, "keys": [one key of each item], "query": items}; the
-- answer is {"known": [ids recorded before], "refused": {number: position that its condition met}}.
CREATE FUNCTION ledger.check_commands(
    size_now bigint, command_ids uuid[], conditions jsonb
) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    known jsonb;
    refused jsonb;
BEGIN
    IF command_ids IS NOT NULL THEN
        SELECT jsonb_agg(command.id) INTO known
        FROM ledger.commands AS command WHERE command.id = ANY (command_ids);
    END IF;
    IF conditions IS NOT NULL THEN
        SELECT jsonb_object_agg(condition.command, met.position) INTO refused
        FROM jsonb_to_recordset(conditions)
            AS condition (command bigint, after bigint, keys text[], query jsonb)
        CROSS JOIN LATERAL ledger.meeting(
            condition.query, condition.keys, condition.after, size_now
        ) AS met (position)
        WHERE met.position IS NOT NULL;
    END IF;
    IF known IS NOT NULL OR refused IS NOT NULL THEN
        RETURN jsonb_build_object('known', known, 'refused', refused);
    END IF;
    RETURN NULL;
END
$$;

-- The first position after `after_position` that meets a condition; null if none does.
CREATE FUNCTION ledger.meeting(
    query jsonb, keys text[], after_position bigint, size_now bigint
) RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    -- Most often nothing has happened under these keys at all.
    IF after_position >= size_now OR (keys IS NOT NULL AND NOT EXISTS (
        SELECT FROM ledger.postings AS posting
        WHERE posting.tag = ANY (keys) AND posting.position_last > after_position
    )) THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT ledger.matching(query, after_position, size_now + 1, false, 1));
END
$$;

-- One commit in one call. Appends all or nothing: the rows that are given, and the move of the head
-- over them and over those that were copied into the tables before. Who has kept the head locked
-- since it was looked at says that all is checked: nothing but its size is looked at again. The
-- outcome is one of
--   appended
--   stale     the log has another size than expected
--   clock     `recorded_now` is before the last record, or a second off this server's clock
--   checked   some commands are known, or refused: what `ledger.check_commands` found
--   numbered  tags taken to be new have records: their ordinals by tag
CREATE FUNCTION ledger.append(
    size_expected bigint, size_after bigint,
    frontier_after bytea, root_after bytea, recorded_now timestamptz,
    is_checked boolean, command_ids uuid[], conditions jsonb, tags_new text[],
    records ledger.records[], postings ledger.postings[],
    commands ledger.commands[], subtrees ledger.subtrees[],
    OUT outcome text, OUT clock timestamptz, OUT findings jsonb
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
    size_found bigint;
    recorded_last timestamptz;
BEGIN
    SELECT head.size, head.recorded INTO size_found, recorded_last
    FROM ledger.head FOR NO KEY UPDATE;
    clock := clock_timestamp();
    IF size_found <> size_expected THEN
        outcome := 'stale';
        RETURN;
    END IF;
    IF NOT is_checked THEN
        IF recorded_now < recorded_last OR (recorded_now <> recorded_last AND recorded_now
            NOT BETWEEN clock - interval '1 second' AND clock + interval '1 second')
        THEN
            outcome := 'clock';
            RETURN;
        END IF;
        IF command_ids IS NOT NULL OR conditions IS NOT NULL THEN
            findings := ledger.check_commands(size_expected, command_ids, conditions);
            IF findings IS NOT NULL THEN
                outcome := 'checked';
                RETURN;
            END IF;
        END IF;
        IF tags_new IS NOT NULL THEN
            findings := ledger.ordinals(tags_new);
            IF findings IS NOT NULL THEN
                outcome := 'numbered';
                RETURN;
            END IF;
        END IF;
    END IF;

    IF records IS NOT NULL THEN
        INSERT INTO ledger.records SELECT * FROM unnest(records);
        INSERT INTO ledger.postings SELECT * FROM unnest(postings);
    END IF;
    IF commands IS NOT NULL THEN
        INSERT INTO ledger.commands SELECT * FROM unnest(commands);
    END IF;
    IF subtrees IS NOT NULL THEN
        INSERT INTO ledger.subtrees SELECT * FROM unnest(subtrees);
    END IF;
    UPDATE ledger.head
    SET size = size_after, frontier = frontier_after, root = root_after, recorded = recorded_now;
    PERFORM pg_notify('ledger', size_after::text);
    outcome := 'appended';
END
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ledger TO qingce_writer;
REVOKE EXECUTE ON FUNCTION ledger.refuse_change() FROM qingce_writer;
