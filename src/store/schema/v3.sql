-- Version 3 of the database. Frozen: a change is a further file, never an edit of this one.

-- How a screen stood when it was left, to stand so again: what was filtered, sorted and shown.
CREATE TABLE view (
    name  TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL -- JSON
) STRICT;
