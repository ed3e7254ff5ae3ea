-- Which records a query selects, straight from the postings.
-- A query is a JSON list of items, any of which may hold: {"keys": [...], "types": [...]}.
-- An item holds for a record posted under all its keys (tags, or "type NAME") and, if types are
-- given, of one of them. No plan here may read a whole table, however stale its statistics.

SET LOCAL ROLE qingce_owner;

-- The key with the fewest postings after a position, as far as a short look tells.
CREATE FUNCTION ledger.rarest(keys text[], after_position bigint) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (
        SELECT key FROM unnest(keys) AS key
        ORDER BY (SELECT count(*) FROM (
            SELECT FROM ledger.postings
            WHERE tag = key AND position_last > after_position
            LIMIT 100
        ) AS counted)
        LIMIT 1
    );
END
$$;

CREATE FUNCTION ledger.matching_item(
    keys text[], types text[],
    after_position bigint, before_position bigint, newest boolean, count_max bigint
) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    driver text := keys[1];
    others text[] := keys[2:];
    posting_last bigint;
BEGIN
    IF cardinality(keys) > 1 THEN
        driver := ledger.rarest(keys, after_position);
        others := array_remove(keys, driver);
    END IF;
    -- The first posting at or beyond the end may still hold positions before it.
    SELECT coalesce(min(position_last), 9223372036854775807) INTO posting_last
    FROM ledger.postings WHERE tag = driver AND position_last >= before_position;
    IF newest THEN
        RETURN QUERY
        SELECT candidate.position
        FROM ledger.postings AS posting
        CROSS JOIN LATERAL unnest(posting.earlier || posting.position_last)
            AS candidate (position)
        WHERE posting.tag = driver
            AND posting.position_last > after_position AND posting.position_last <= posting_last
            AND candidate.position > after_position AND candidate.position < before_position
            AND ledger.holds(candidate.position, others, types)
        ORDER BY posting.position_last DESC, candidate.position DESC
        LIMIT count_max;
    ELSE
        RETURN QUERY
        SELECT candidate.position
        FROM ledger.postings AS posting
        CROSS JOIN LATERAL unnest(posting.earlier || posting.position_last)
            AS candidate (position)
        WHERE posting.tag = driver
            AND posting.position_last > after_position AND posting.position_last <= posting_last
            AND candidate.position > after_position AND candidate.position < before_position
            AND ledger.holds(candidate.position, others, types)
        ORDER BY posting.position_last, candidate.position
        LIMIT count_max;
    END IF;
END
$$;

-- Whether a record is posted under all the keys and, if types are given, of one of them.
CREATE FUNCTION ledger.holds(candidate bigint, keys text[], types text[]) RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    key text;
BEGIN
    FOREACH key IN ARRAY keys LOOP
        -- Ranges of one tag never overlap: only the first posting from here on can hold it.
        IF NOT coalesce((
            SELECT candidate = posting.position_last OR candidate = ANY (posting.earlier)
            FROM ledger.postings AS posting
            WHERE posting.tag = key AND posting.position_last >= candidate
            ORDER BY posting.position_last LIMIT 1
        ), false) THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN cardinality(types) = 0 OR EXISTS (
        SELECT FROM ledger.records AS record
        WHERE record.position = candidate AND record.type = ANY (types)
    );
END
$$;

-- Positions of the records a query selects between two positions (both excluded), in order.
CREATE FUNCTION ledger.matching(
    query jsonb,
    after_position bigint, before_position bigint, newest boolean, count_max bigint
) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF query IS NULL AND newest THEN
        RETURN QUERY SELECT record.position FROM ledger.records AS record
        WHERE record.position > after_position AND record.position < before_position
        ORDER BY record.position DESC LIMIT count_max;
    ELSIF query IS NULL THEN
        RETURN QUERY SELECT record.position FROM ledger.records AS record
        WHERE record.position > after_position AND record.position < before_position
        ORDER BY record.position LIMIT count_max;
    ELSIF newest THEN
        RETURN QUERY SELECT DISTINCT hit
        FROM jsonb_to_recordset(query) AS item (keys text[], types text[])
        CROSS JOIN LATERAL ledger.matching_item(
            item.keys, item.types, after_position, before_position, newest, count_max
        ) AS hit
        ORDER BY hit DESC LIMIT count_max;
    ELSE
        RETURN QUERY SELECT DISTINCT hit
        FROM jsonb_to_recordset(query) AS item (keys text[], types text[])
        CROSS JOIN LATERAL ledger.matching_item(
            item.keys, item.types, after_position, before_position, newest, count_max
        ) AS hit
        ORDER BY hit LIMIT count_max;
    END IF;
END
$$;

-- The number of the newest record of each tag, by tag; null if none has a record.
CREATE FUNCTION ledger.ordinals(tags text[]) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (
        SELECT jsonb_object_agg(asked.tag, newest.ordinal_last)
        FROM unnest(tags) AS asked (tag)
        CROSS JOIN LATERAL (
            SELECT posting.ordinal_last
            FROM ledger.postings AS posting
            WHERE posting.tag = asked.tag
            ORDER BY posting.position_last DESC LIMIT 1
        ) AS newest
    );
END
$$;

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ledger TO qingce_writer, qingce_reader;
