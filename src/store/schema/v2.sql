-- Version 2 of the database. Frozen: a change is a further file, never an edit of this one.

ALTER TABLE conversation ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;   -- 0 or 1, here and below
ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN start INTEGER;   -- a message; what is sent begins with it
ALTER TABLE conversation ADD COLUMN parameters TEXT; -- JSON; NULL: those of the settings
ALTER TABLE conversation ADD COLUMN deleted INTEGER; -- the instance that deleted it and may undo that

ALTER TABLE message ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN not_sent TEXT;        -- JSON, as the next but two
ALTER TABLE message ADD COLUMN tier TEXT;
ALTER TABLE message ADD COLUMN latency TEXT;
ALTER TABLE message ADD COLUMN response_fields TEXT;
ALTER TABLE message ADD COLUMN cost_estimated INTEGER NOT NULL DEFAULT 0;

-- Each of the two lists is read backwards from here: pinned first, then newest change. What changed
-- last of all is still read from conversation_by_change.
CREATE INDEX conversation_listed ON conversation (archived, deleted, pinned, updated, id);
CREATE INDEX conversation_deleted ON conversation (deleted) WHERE deleted IS NOT NULL;

-- Siblings are numbered in order of entry, without looking at their rows.
DROP INDEX message_by_conversation;
CREATE INDEX message_by_place ON message (conversation, parent, entry);

-- What stands ready to be used again.
CREATE TABLE persona (
    name TEXT PRIMARY KEY NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE preset (
    name       TEXT PRIMARY KEY NOT NULL,
    parameters TEXT NOT NULL -- JSON
) STRICT;

CREATE TABLE favourite (
    model TEXT PRIMARY KEY NOT NULL
) STRICT;

-- How often each model was asked, and when last.
CREATE TABLE model_used (
    model TEXT PRIMARY KEY NOT NULL,
    last  INTEGER NOT NULL,
    times INTEGER NOT NULL
) STRICT;

INSERT INTO model_used (model, last, times)
    SELECT model, max(created), count(*) FROM message WHERE model IS NOT NULL GROUP BY model;
