-- Who may come in: accounts, sessions and service tokens. Not part of the log: what an account may
-- do is (register `access`), and so is that it was opened or closed. No secret stands here in clear.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'qingce_doorkeeper') THEN
        CREATE ROLE qingce_doorkeeper NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this server was faster
END
$$;

CREATE SCHEMA accounts AUTHORIZATION qingce_owner;
SET LOCAL ROLE qingce_owner;

CREATE TABLE accounts.accounts (
    official text COLLATE "C" PRIMARY KEY,
    password_hash text,
    password_set timestamptz,
    password_is_initial boolean NOT NULL DEFAULT false,
    second_factor bytea,
    second_factor_step bigint NOT NULL DEFAULT 0,
    issuer text COLLATE "C",
    subject text COLLATE "C",
    failures integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    opened timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed timestamptz,
    UNIQUE (issuer, subject),
    CHECK ((issuer IS NULL) = (subject IS NULL))
);

COMMENT ON TABLE accounts.accounts IS
    'One row an official: the password as Argon2id, the secret of the second factor sealed under '
    'the secret of the office, or the identity at a provider (OpenID Connect).';

CREATE TABLE accounts.passwords_before (
    official text COLLATE "C" NOT NULL REFERENCES accounts.accounts,
    password_hash text NOT NULL,
    ended timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON accounts.passwords_before (official, ended);

CREATE TABLE accounts.sessions (
    digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    official text COLLATE "C" NOT NULL REFERENCES accounts.accounts,
    forgery_digest bytea NOT NULL CHECK (octet_length(forgery_digest) = 32),
    address text NOT NULL,
    opened timestamptz NOT NULL DEFAULT clock_timestamp(),
    used timestamptz NOT NULL DEFAULT clock_timestamp(),
    ends timestamptz NOT NULL
);
CREATE INDEX ON accounts.sessions (official);

COMMENT ON TABLE accounts.sessions IS
    'Open sessions by the SHA-256 of their secret; beside it that of the token that a page must '
    'send back with what it changes.';

CREATE TABLE accounts.logins (
    digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    nonce text NOT NULL,
    verifier text NOT NULL,
    ends timestamptz NOT NULL
);

COMMENT ON TABLE accounts.logins IS
    'Logins under way at a provider, by the SHA-256 of their state; each is taken up once.';

CREATE TABLE accounts.tokens (
    id text COLLATE "C" PRIMARY KEY,
    digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    service text COLLATE "C" NOT NULL,
    actions text[] NOT NULL CHECK (cardinality(actions) > 0),
    ends timestamptz NOT NULL,
    issued timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked timestamptz,
    used timestamptz
);

COMMENT ON TABLE accounts.tokens IS
    'Service tokens by the SHA-256 of their secret: whose rights they carry, cut down to actions.';

GRANT USAGE ON SCHEMA accounts TO qingce_doorkeeper;
GRANT SELECT, INSERT, UPDATE ON accounts.accounts, accounts.tokens TO qingce_doorkeeper;
GRANT SELECT, INSERT ON accounts.passwords_before TO qingce_doorkeeper;
GRANT SELECT, INSERT, UPDATE, DELETE ON accounts.sessions TO qingce_doorkeeper;
GRANT SELECT, INSERT, DELETE ON accounts.logins TO qingce_doorkeeper;
