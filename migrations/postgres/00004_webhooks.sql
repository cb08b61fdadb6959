-- Who wants to be told of changes, and what was sent to them. None of it is part of the record: it takes
-- no seq, and its rows are overwritten.

-- +goose Up
CREATE TABLE webhooks (
    id         UUID PRIMARY KEY,
    url        TEXT NOT NULL,
    events     JSONB NOT NULL,
    call_id    UUID,
    union_id   UUID,
    under_id   UUID,
    state      TEXT NOT NULL,
    detail     TEXT NOT NULL,
    key_id     TEXT NOT NULL,
    handle     TEXT NOT NULL,
    secret     TEXT NOT NULL,
    old_secret TEXT NOT NULL,
    old_until  TIMESTAMPTZ,
    told       BIGINT NOT NULL,
    failures   BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX webhooks_created ON webhooks (created_at, id);

-- A delivery is one event for one webhook. Who sends it holds a lease on it meanwhile.
CREATE TABLE deliveries (
    id           UUID PRIMARY KEY,
    webhook_id   UUID NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    seq          BIGINT NOT NULL,
    entity_id    UUID NOT NULL,
    event        TEXT NOT NULL,
    payload      TEXT NOT NULL,
    state        TEXT NOT NULL,
    round        BIGINT NOT NULL,
    attempts     JSONB NOT NULL,
    next_at      TIMESTAMPTZ,
    leased_until TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL,
    done_at      TIMESTAMPTZ
);
CREATE INDEX deliveries_webhook ON deliveries (webhook_id, created_at, id);
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state = 'pending';
CREATE INDEX deliveries_line ON deliveries (webhook_id, entity_id, seq, id) WHERE state = 'pending';
CREATE INDEX deliveries_done ON deliveries (done_at) WHERE done_at IS NOT NULL;

-- +goose Down
DROP TABLE deliveries;
DROP TABLE webhooks;
