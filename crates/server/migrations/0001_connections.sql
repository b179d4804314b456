-- Types that SQLite and PostgreSQL read alike. Times are milliseconds since 1970 in UTC; what is sealed is text.
CREATE TABLE connections (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    -- Counts the account's signups: the last one is the connection as it stands.
    attempt BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'enabled', 'failed', 'declined')),
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    callback_at BIGINT,
    -- Sealed; absent once erased.
    signup TEXT,
    -- Sealed: what the callback brought, secrets among it.
    configuration TEXT,
    UNIQUE (account_id, attempt)
);

-- However many write at once: one connection of an account is pending or enabled.
CREATE UNIQUE INDEX connections_open ON connections (account_id) WHERE status IN ('pending', 'enabled');

CREATE INDEX connections_created_at ON connections (created_at);

CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connections (id),
    account_id TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    status TEXT NOT NULL,
    event TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    description TEXT NOT NULL,
    -- Sealed; absent once erased.
    metadata TEXT,
    UNIQUE (account_id, sequence)
);

CREATE TABLE answers (
    -- The account and the SHA-256 of the Idempotency-Key.
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Sealed: what was asked, as a hash, and the first answer.
    answer TEXT NOT NULL
);

CREATE INDEX answers_account_id ON answers (account_id);

CREATE INDEX answers_created_at ON answers (created_at);
