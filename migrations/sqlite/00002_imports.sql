-- +goose Up
-- Rows of files that were applied, by a digest of what they said, and the record that each is about. They
-- take no seq: they are no part of the record.
CREATE TABLE imported (
    digest    BLOB PRIMARY KEY,
    entity_id TEXT NOT NULL
) WITHOUT ROWID;

-- Imports that somebody asked for over HTTP, with their reports. beat_at is when the process that runs one
-- last said so.
CREATE TABLE imports (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    dry_run     BOOLEAN NOT NULL,
    actor       TEXT NOT NULL,
    created_at  DATETIME NOT NULL,
    finished_at DATETIME,
    first_seq   INTEGER NOT NULL,
    last_seq    INTEGER NOT NULL,
    report      TEXT,
    beat_at     DATETIME NOT NULL
);

-- An imported statement is found by its address.
CREATE INDEX statements_url ON statements (url) WHERE until_seq IS NULL AND url <> '';

-- +goose Down
DROP INDEX statements_url;
DROP TABLE imports;
DROP TABLE imported;
