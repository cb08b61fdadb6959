-- What people made of written names: that a name means a union, or does not. None of it is part of the
-- record: it takes no seq. Who takes a decision back leaves it here, so that all processes learn of it:
-- turn is greater than that of everything that became of a decision before.

-- +goose Up
CREATE TABLE decisions (
    id          UUID PRIMARY KEY,
    name        TEXT NOT NULL,
    search_text TEXT NOT NULL,
    city        TEXT NOT NULL,
    region      TEXT NOT NULL,
    country     TEXT NOT NULL,
    affiliation TEXT NOT NULL,
    kind        TEXT NOT NULL,
    union_id    UUID,
    verdict     TEXT NOT NULL,
    actor       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    undone_at   TIMESTAMPTZ,
    undone_by   TEXT NOT NULL,
    turn        BIGINT NOT NULL
);
CREATE INDEX decisions_created ON decisions (created_at, id);
CREATE UNIQUE INDEX decisions_turn ON decisions (turn);

-- +goose Down
DROP TABLE decisions;
