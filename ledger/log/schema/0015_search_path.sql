-- Names in functions that act with the owner's rights, or guard a table, mean PostgreSQL's own.
--
-- A search_path that does not name pg_temp searches it first, for types too: whoever may append could
-- make a temporary type called jsonb, with a check of its own, and have that run as the owner.

SET LOCAL ROLE qingce_owner;

ALTER FUNCTION ledger.lock_head() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION ledger.append(
    bigint, bigint, bytea, bytea, timestamptz, boolean, uuid[], jsonb, text[],
    ledger.records[], ledger.postings[], ledger.commands[], ledger.subtrees[]
) SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION ledger.refuse_change() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION ledger.refuse_frozen() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION ledger.refuse_closed() SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION ledger.close_origin(text, text, text, boolean)
    SET search_path = pg_catalog, pg_temp;
