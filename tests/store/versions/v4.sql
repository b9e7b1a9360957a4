-- Version 1 of the database. Frozen: a change is a further file, never an edit of this one.

CREATE TABLE conversation (
    id       INTEGER PRIMARY KEY,
    title    TEXT    NOT NULL,
    created  INTEGER NOT NULL,           -- milliseconds since the epoch, here and below
    updated  INTEGER NOT NULL,
    model    TEXT    NOT NULL,
    profile  TEXT,
    account  TEXT,
    region   TEXT,
    head     INTEGER,                    -- a message; no foreign key, for it would be circular
    messages INTEGER NOT NULL DEFAULT 0, -- kept by triggers
    status   TEXT    NOT NULL,
    owner    INTEGER,                    -- the instance that holds it (live answer or unsent text)
    system   TEXT    NOT NULL            -- last: it may be long
) STRICT;

CREATE INDEX conversation_by_change ON conversation (updated, id);

-- A tree: an edit or another answer is a sibling. What is said stands apart, so that counting
-- tokens and costs over all messages never reads it.
CREATE TABLE message (
    id                    INTEGER PRIMARY KEY,
    entry                 INTEGER NOT NULL UNIQUE, -- its row in the index: grows as messages begin
    conversation          INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    parent                INTEGER REFERENCES message (id),
    role                  TEXT    NOT NULL,
    created               INTEGER NOT NULL,
    status                TEXT    NOT NULL,
    owner                 INTEGER,                 -- the instance that receives it
    model                 TEXT,                    -- NULL: nothing is known of its making
    model_arn             TEXT,
    region                TEXT,
    parameters            TEXT,
    input_tokens          INTEGER,                 -- NULL: not counted
    output_tokens         INTEGER,
    cache_read_tokens     INTEGER,
    cache_write_tokens    INTEGER,
    cache_write_1h_tokens INTEGER,
    stop_reason           TEXT,
    first_token_ms        INTEGER,
    total_ms              INTEGER,
    latency_ms            INTEGER,
    request_id            TEXT,
    cost_usd              REAL,                    -- NULL: price not known
    error                 TEXT,
    CHECK ((owner IS NOT NULL) = (status = 'streaming'))
) STRICT;

CREATE INDEX message_by_conversation ON message (conversation);
CREATE INDEX message_by_parent ON message (parent) WHERE parent IS NOT NULL;
CREATE INDEX message_live ON message (owner, conversation) WHERE owner IS NOT NULL;

-- Bedrock's content blocks in wire form: a JSON array.
CREATE TABLE content (
    message INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
    blocks  TEXT NOT NULL
) STRICT;

-- What came of answers that are still live, in order of id.
CREATE TABLE piece (
    id     INTEGER PRIMARY KEY,
    answer INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    block  INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    text   TEXT    NOT NULL
) STRICT;

CREATE INDEX piece_by_answer ON piece (answer);

-- Text typed and not sent: one for a conversation, and one for each instance that has not begun one.
CREATE TABLE draft (
    id           INTEGER PRIMARY KEY,
    conversation INTEGER UNIQUE REFERENCES conversation (id) ON DELETE CASCADE,
    owner        INTEGER NOT NULL,        -- the instance that wrote it last
    text         TEXT    NOT NULL
) STRICT;

-- The full-text index over what prompts and answers say; rowid is message.entry. Without content of
-- its own (messages hold it). Prefixes of one to three letters are asked at every key press.
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);

-- What one transaction may gather in memory before it writes: a rebuild or an import takes a third less.
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);

CREATE TRIGGER message_added AFTER INSERT ON message BEGIN
    UPDATE conversation SET messages = messages + 1 WHERE id = new.conversation;
END;

CREATE TRIGGER message_removed AFTER DELETE ON message BEGIN
    UPDATE conversation SET messages = messages - 1 WHERE id = old.conversation;
    DELETE FROM words WHERE rowid = old.entry;
END;

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

INSERT INTO conversation (id, title, created, updated, model, profile, account, region, head,
                          messages, status, owner, system)
VALUES
    (1, 'Rivers', 1795171200001, 1795171205000, 'anthropic.claude-3-haiku-20240307-v1:0', 'work', NULL,
     'eu-central-1', 1001, 0, 'complete', 77, 'Be brief.'),
    (2, 'Seas', 1795171200002, 1795171209000, 'amazon.nova-lite-v1:0', NULL, NULL, NULL, 2001, 0,
     'streaming', 77, '');
INSERT INTO message (id, entry, conversation, parent, role, created, status, owner, model, parameters,
                     input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
                     cache_write_1h_tokens, stop_reason, total_ms, cost_usd)
VALUES
    (1000, 1, 1, NULL, 'user', 1795171201000, 'complete', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (1001, 2, 1, 1000, 'assistant', 1795171201001, 'complete', NULL, 'm', '{"temperature":0.5}', 10, 20, 0, 0, 0, 'end_turn', 900, 0.25),
    (2000, 3, 2, NULL, 'user', 1795171202000, 'complete', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (2001, 4, 2, 2000, 'assistant', 1795171202001, 'streaming', 77, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO content VALUES
    (1000, '[{"text":"What is a river?"}]'),
    (1001, '[{"reasoningContent":{"reasoningText":{"text":"hm","signature":"c2ln"}}},{"text":"Water."}]'),
    (2000, '[{"text":"And a sea?"}]'),
    (2001, '[]');
INSERT INTO piece (answer, block, kind, text) VALUES (2001, 0, 'text', 'Salt '), (2001, 0, 'text', 'water');
INSERT INTO draft (conversation, owner, text) VALUES (1, 77, 'half a'), (NULL, 77, 'unbegun');
INSERT INTO words (rowid, text) VALUES (1, 'What is a river?'), (2, 'Water.'), (3, 'And a sea?');

-- Version 3 of the database. Frozen: a change is a further file, never an edit of this one.

-- How a screen stood when it was left, to stand so again: what was filtered, sorted and shown.
CREATE TABLE view (
    name  TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL -- JSON
) STRICT;

UPDATE conversation SET pinned = 1, start = 1000, parameters = '{"max_tokens":9}' WHERE id = 1;
UPDATE message SET left_out = 1 WHERE id = 1001;
INSERT INTO persona VALUES ('Pirate', 'Arr.');
INSERT INTO preset VALUES ('Cold', '{"temperature":0.0}');
INSERT INTO favourite VALUES ('m');
INSERT INTO model_used VALUES ('m', 1795171201001, 1);
INSERT INTO view VALUES ('models', '{"filter":"nova"}');

-- Version 4 of the database. Frozen: a change is a further file, never an edit of this one.

-- Names seen in answers and requests, to be offered again: roles, keys, places of data.
CREATE TABLE seen (
    account TEXT NOT NULL,
    region  TEXT NOT NULL,    -- empty where the name means the same in every region
    sort    TEXT NOT NULL,
    name    TEXT NOT NULL,
    last    INTEGER NOT NULL, -- Unix milliseconds
    PRIMARY KEY (account, region, sort, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_by_time ON seen (last);

INSERT INTO seen VALUES
    ('1', '', 'role', 'arn:aws:iam::1:role/r', 1795171201000),
    ('1', 'us-east-1', 'key', 'arn:aws:kms:us-east-1:1:key/k', 1795171202000);
PRAGMA user_version = 4;
