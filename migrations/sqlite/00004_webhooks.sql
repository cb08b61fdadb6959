-- Who wants to be told of changes, and what was sent to them. None of it is part of the record: it takes
-- no seq, and its rows are overwritten.

-- +goose Up
CREATE TABLE webhooks (
    id         TEXT PRIMARY KEY,
    url        TEXT NOT NULL,
    events     TEXT NOT NULL,
    call_id    TEXT,
    union_id   TEXT,
    under_id   TEXT,
    state      TEXT NOT NULL,
    detail     TEXT NOT NULL,
    key_id     TEXT NOT NULL,
    handle     TEXT NOT NULL,
    secret     TEXT NOT NULL,
    old_secret TEXT NOT NULL,
    old_until  DATETIME,
    told       INTEGER NOT NULL,
    failures   INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL
);
CREATE INDEX webhooks_created ON webhooks (created_at, id);

-- A delivery is one event for one webhook. Who sends it holds a lease on it meanwhile.
CREATE TABLE deliveries (
    id           TEXT PRIMARY KEY,
    webhook_id   TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    seq          INTEGER NOT NULL,
    entity_id    TEXT NOT NULL,
    event        TEXT NOT NULL,
    payload      TEXT NOT NULL,
    state        TEXT NOT NULL,
    round        INTEGER NOT NULL,
    attempts     TEXT NOT NULL,
    next_at      DATETIME,
    leased_until DATETIME,
    created_at   DATETIME NOT NULL,
    done_at      DATETIME
);
CREATE INDEX deliveries_webhook ON deliveries (webhook_id, created_at, id);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state = 'pending';
CREATE INDEX deliveries_line ON deliveries (webhook_id, entity_id, seq, id) WHERE state = 'pending';
CREATE INDEX deliveries_done ON deliveries (done_at) WHERE done_at IS NOT NULL;

-- +goose Down
DROP TABLE deliveries;
DROP TABLE webhooks;
