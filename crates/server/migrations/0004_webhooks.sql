-- Where events are told, by name. A server writes down the endpoints of its configuration when it starts; an operator's
-- command removes one.
CREATE TABLE endpoints (
    id TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    -- The accounts whose events it is told, with a space before and after each; where absent, those of all.
    accounts TEXT
);

-- The outbox: an event that an endpoint is to be told, written in the transaction of the event itself.
CREATE TABLE deliveries (
    event_id TEXT NOT NULL REFERENCES events (id),
    endpoint TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    -- Counted when an attempt begins.
    attempts BIGINT NOT NULL,
    -- When the next attempt is due. Whoever begins one puts this past its end: so nobody else begins one meanwhile, and
    -- somebody else does where it never ended.
    due_at BIGINT NOT NULL,
    -- When it was delivered, or failed for good.
    settled_at BIGINT,
    -- What became of the last attempt that failed.
    failure TEXT,
    PRIMARY KEY (event_id, endpoint)
);

CREATE INDEX deliveries_due ON deliveries (endpoint, due_at) WHERE status = 'pending';

CREATE INDEX deliveries_failed ON deliveries (endpoint) WHERE status = 'failed';

CREATE INDEX deliveries_settled_at ON deliveries (settled_at) WHERE settled_at IS NOT NULL;
