-- Written when somebody asks whether the database is ready: only a commit shows that the disk has room.
CREATE TABLE readiness (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    written_at BIGINT NOT NULL
);

INSERT INTO readiness (id, written_at) VALUES (1, 0);

-- What the callback that completes this connection must name; the signup's id, unless an operator sets another.
ALTER TABLE connections ADD COLUMN callback_reference TEXT;

UPDATE connections SET callback_reference = id;

-- The case at Bambora, once an operator has told it.
ALTER TABLE connections ADD COLUMN case_id TEXT;
