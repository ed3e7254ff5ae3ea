-- A page about one tag asks nothing else of its records, and a posting of a bulk commit holds hundreds of
-- positions: then none of them is asked.

SET LOCAL ROLE qingce_owner;

CREATE OR REPLACE FUNCTION ledger.matching_item(
    keys text[], types text[],
    after_position bigint, before_position bigint, newest boolean, count_max bigint
) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    driver text := keys[1];
    others text[] := keys[2:];
    posting_last bigint;
    is_plain boolean; -- whether the driver alone selects
BEGIN
    IF cardinality(keys) > 1 THEN
        driver := ledger.rarest(keys, after_position);
        others := array_remove(keys, driver);
    END IF;
    is_plain := cardinality(others) = 0 AND cardinality(types) = 0;
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
            AND (is_plain OR ledger.holds(candidate.position, others, types))
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
            AND (is_plain OR ledger.holds(candidate.position, others, types))
        ORDER BY posting.position_last, candidate.position
        LIMIT count_max;
    END IF;
END
$$;
