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
