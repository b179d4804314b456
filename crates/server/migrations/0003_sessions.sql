-- A signup session: a link that a platform makes for a merchant, and what becomes of it.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    -- The SHA-256 of the secret in the link: the link itself is nowhere here.
    link_hash TEXT NOT NULL UNIQUE,
    link_expires_at BIGINT NOT NULL,
    -- When the link was used, which it can be once.
    opened_at BIGINT,
    -- The SHA-256 of the cookie, once the link was used.
    cookie_hash TEXT UNIQUE,
    -- When the session ends, once the link was used.
    expires_at BIGINT,
    -- When the session was revoked, or its merchant signed out.
    ended_at BIGINT,
    return_url TEXT,
    refresh_url TEXT,
    locale TEXT,
    submitted_at BIGINT,
    -- Sealed: what the signup was answered with; absent once erased.
    answer TEXT
);

CREATE INDEX sessions_account_id ON sessions (account_id);

CREATE INDEX sessions_link_expires_at ON sessions (link_expires_at);

-- What an account's merchant has filled in so far. Whoever opens a new link for the account goes on with it.
CREATE TABLE drafts (
    -- The account.
    id TEXT NOT NULL PRIMARY KEY,
    -- Counts the saves, so that two devices do not overwrite each other's answers.
    version BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    -- Sealed: the document and the step of the form.
    draft TEXT NOT NULL
);

CREATE INDEX drafts_saved_at ON drafts (saved_at);
