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
