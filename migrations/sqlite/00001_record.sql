-- Every table of the record keeps every version of its rows: since_seq is the seq of the change that
-- wrote the version, until_seq that of the change that replaced or removed it; a row whose until_seq
-- is null stands now. Dates are partial ISO 8601 text ('' is unknown), compared byte by byte.

-- +goose Up
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
);

CREATE TABLE changes (
    seq       INTEGER PRIMARY KEY,
    batch     INTEGER NOT NULL,
    at        DATETIME NOT NULL,
    actor     TEXT NOT NULL,
    action    TEXT NOT NULL,
    entity    TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    version   INTEGER NOT NULL,
    reason    TEXT NOT NULL,
    snapshot  TEXT
);
CREATE UNIQUE INDEX changes_revision ON changes (entity_id, version);
CREATE INDEX changes_batch ON changes (batch);
CREATE INDEX changes_at ON changes (at);

-- Which unions and calls a change is about, for the filters of the feed.
CREATE TABLE change_subjects (
    subject_id TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (subject_id, seq)
);

CREATE TABLE unions (
    id                 TEXT NOT NULL,
    slug               TEXT NOT NULL,
    kind               TEXT NOT NULL,
    name               TEXT NOT NULL,
    sort_name          TEXT NOT NULL,
    names              TEXT NOT NULL,
    designation_type   TEXT NOT NULL,
    designation_number TEXT NOT NULL,
    designation_suffix TEXT NOT NULL,
    identifiers        TEXT NOT NULL,
    country            TEXT NOT NULL,
    region             TEXT NOT NULL,
    city               TEXT NOT NULL,
    folded_city        TEXT NOT NULL,
    latitude           REAL,
    longitude          REAL,
    members            TEXT NOT NULL,
    status             TEXT NOT NULL,
    founded            TEXT NOT NULL,
    dissolved          TEXT NOT NULL,
    merged_into        TEXT,
    website            TEXT NOT NULL,
    host               TEXT NOT NULL,
    search_text        TEXT NOT NULL,
    version            INTEGER NOT NULL,
    created_at         DATETIME NOT NULL,
    updated_at         DATETIME NOT NULL,
    since_seq          INTEGER NOT NULL,
    until_seq          INTEGER
);
CREATE UNIQUE INDEX unions_current ON unions (id) WHERE until_seq IS NULL;
CREATE UNIQUE INDEX unions_slug ON unions (slug) WHERE until_seq IS NULL;
CREATE INDEX unions_name ON unions (sort_name, id) WHERE until_seq IS NULL;
CREATE INDEX unions_updated ON unions (updated_at, id) WHERE until_seq IS NULL;
CREATE INDEX unions_region ON unions (region, sort_name, id) WHERE until_seq IS NULL;
CREATE INDEX unions_merged ON unions (merged_into) WHERE until_seq IS NULL AND merged_into IS NOT NULL;
CREATE UNIQUE INDEX unions_versions ON unions (id, since_seq);
CREATE INDEX unions_slugs ON unions (slug, since_seq);

CREATE TABLE identifiers (
    union_id  TEXT NOT NULL,
    scheme    TEXT NOT NULL,
    value     TEXT NOT NULL,
    since_seq INTEGER NOT NULL,
    until_seq INTEGER
);
CREATE UNIQUE INDEX identifiers_current ON identifiers (scheme, value) WHERE until_seq IS NULL;
CREATE INDEX identifiers_owner ON identifiers (union_id) WHERE until_seq IS NULL;
CREATE INDEX identifiers_versions ON identifiers (scheme, value, since_seq);

CREATE TABLE affiliations (
    id         TEXT NOT NULL,
    child_id   TEXT NOT NULL,
    parent_id  TEXT NOT NULL,
    type       TEXT NOT NULL,
    from_on    TEXT NOT NULL,
    until_on   TEXT NOT NULL,
    version    INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    since_seq  INTEGER NOT NULL,
    until_seq  INTEGER
);
CREATE UNIQUE INDEX affiliations_current ON affiliations (id) WHERE until_seq IS NULL;
CREATE INDEX affiliations_child ON affiliations (child_id) WHERE until_seq IS NULL;
CREATE INDEX affiliations_parent ON affiliations (parent_id) WHERE until_seq IS NULL;
CREATE UNIQUE INDEX affiliations_versions ON affiliations (id, since_seq);
CREATE INDEX affiliations_children ON affiliations (child_id, since_seq);
CREATE INDEX affiliations_parents ON affiliations (parent_id, since_seq);

CREATE TABLE calls (
    id          TEXT NOT NULL,
    slug        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    sort_title  TEXT NOT NULL,
    summary     TEXT NOT NULL,
    starts_on   TEXT NOT NULL,
    ends_on     TEXT NOT NULL,
    time_zone   TEXT NOT NULL,
    opens_at    DATETIME,
    closes_at   DATETIME,
    country     TEXT NOT NULL,
    region      TEXT NOT NULL,
    city        TEXT NOT NULL,
    latitude    REAL,
    longitude   REAL,
    demands     TEXT NOT NULL,
    asks        TEXT NOT NULL,
    conveners   TEXT NOT NULL,
    part_of     TEXT,
    links       TEXT NOT NULL,
    cancelled   BOOLEAN NOT NULL,
    search_text TEXT NOT NULL,
    version     INTEGER NOT NULL,
    created_at  DATETIME NOT NULL,
    updated_at  DATETIME NOT NULL,
    since_seq   INTEGER NOT NULL,
    until_seq   INTEGER
);
CREATE UNIQUE INDEX calls_current ON calls (id) WHERE until_seq IS NULL;
CREATE UNIQUE INDEX calls_slug ON calls (slug) WHERE until_seq IS NULL;
CREATE INDEX calls_starts ON calls (starts_on, id) WHERE until_seq IS NULL;
CREATE INDEX calls_part_of ON calls (part_of) WHERE until_seq IS NULL AND part_of IS NOT NULL;
CREATE UNIQUE INDEX calls_versions ON calls (id, since_seq);
CREATE INDEX calls_slugs ON calls (slug, since_seq);

CREATE TABLE endorsements (
    id                  TEXT NOT NULL,
    call_id             TEXT NOT NULL,
    union_id            TEXT NOT NULL,
    verification        TEXT NOT NULL,
    verification_reason TEXT NOT NULL,
    version             INTEGER NOT NULL,
    created_at          DATETIME NOT NULL,
    updated_at          DATETIME NOT NULL,
    since_seq           INTEGER NOT NULL,
    until_seq           INTEGER
);
CREATE UNIQUE INDEX endorsements_current ON endorsements (id) WHERE until_seq IS NULL;
CREATE UNIQUE INDEX endorsements_pair ON endorsements (call_id, union_id) WHERE until_seq IS NULL;
CREATE INDEX endorsements_union ON endorsements (union_id) WHERE until_seq IS NULL;
CREATE INDEX endorsements_updated ON endorsements (updated_at, id) WHERE until_seq IS NULL;
CREATE UNIQUE INDEX endorsements_versions ON endorsements (id, since_seq);

-- dated and superseded_on say when a position is in force: from dated on, before superseded_on; the
-- latest position of a timeline has no superseded_on.
CREATE TABLE positions (
    id             TEXT NOT NULL,
    endorsement_id TEXT NOT NULL,
    call_id        TEXT NOT NULL,
    union_id       TEXT NOT NULL,
    position       TEXT NOT NULL,
    effective_on   TEXT NOT NULL,
    announced_on   TEXT NOT NULL,
    decided_by     TEXT NOT NULL,
    vote           TEXT,
    capacity       TEXT NOT NULL,
    scope          TEXT NOT NULL,
    participation  TEXT NOT NULL,
    quote          TEXT NOT NULL,
    note           TEXT NOT NULL,
    nullified_by   TEXT,
    recorded_seq   INTEGER NOT NULL,
    dated          TEXT NOT NULL,
    superseded_on  TEXT,
    search_text    TEXT NOT NULL,
    since_seq      INTEGER NOT NULL,
    until_seq      INTEGER
);
CREATE UNIQUE INDEX positions_current ON positions (id) WHERE until_seq IS NULL;
CREATE INDEX positions_timeline ON positions (endorsement_id, dated, recorded_seq) WHERE until_seq IS NULL;
CREATE INDEX positions_call ON positions (call_id, dated, endorsement_id) WHERE until_seq IS NULL AND superseded_on IS NULL;
CREATE INDEX positions_union ON positions (union_id, dated, endorsement_id) WHERE until_seq IS NULL AND superseded_on IS NULL;
CREATE INDEX positions_dated ON positions (dated, endorsement_id) WHERE until_seq IS NULL AND superseded_on IS NULL;
CREATE INDEX positions_versions ON positions (endorsement_id, since_seq);
CREATE INDEX positions_calls ON positions (call_id, dated, endorsement_id);

-- A citation of a position has the endorsement as record_id and the position as position_id; a
-- citation of a statement has the statement as record_id.
CREATE TABLE citations (
    record_id   TEXT NOT NULL,
    position_id TEXT,
    n           INTEGER NOT NULL,
    source_id   TEXT NOT NULL,
    quote       TEXT NOT NULL,
    locator     TEXT NOT NULL,
    since_seq   INTEGER NOT NULL,
    until_seq   INTEGER
);
CREATE INDEX citations_record ON citations (record_id) WHERE until_seq IS NULL;
CREATE INDEX citations_position ON citations (position_id) WHERE until_seq IS NULL AND position_id IS NOT NULL;
CREATE INDEX citations_source ON citations (source_id) WHERE until_seq IS NULL;
CREATE INDEX citations_versions ON citations (record_id, since_seq);
CREATE INDEX citations_positions ON citations (position_id, since_seq);

CREATE TABLE statements (
    id           TEXT NOT NULL,
    title        TEXT NOT NULL,
    sort_title   TEXT NOT NULL,
    text         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    language     TEXT NOT NULL,
    published_on TEXT NOT NULL,
    url          TEXT NOT NULL,
    quotes       TEXT NOT NULL,
    translations TEXT NOT NULL,
    search_text  TEXT NOT NULL,
    version      INTEGER NOT NULL,
    created_at   DATETIME NOT NULL,
    updated_at   DATETIME NOT NULL,
    since_seq    INTEGER NOT NULL,
    until_seq    INTEGER
);
CREATE UNIQUE INDEX statements_current ON statements (id) WHERE until_seq IS NULL;
CREATE INDEX statements_published ON statements (published_on, id) WHERE until_seq IS NULL;
CREATE UNIQUE INDEX statements_versions ON statements (id, since_seq);

CREATE TABLE statement_issuers (
    statement_id TEXT NOT NULL,
    n            INTEGER NOT NULL,
    union_id     TEXT NOT NULL,
    since_seq    INTEGER NOT NULL,
    until_seq    INTEGER
);
CREATE INDEX statement_issuers_current ON statement_issuers (statement_id) WHERE until_seq IS NULL;
CREATE INDEX statement_issuers_union ON statement_issuers (union_id) WHERE until_seq IS NULL;
CREATE INDEX statement_issuers_versions ON statement_issuers (statement_id, since_seq);

CREATE TABLE statement_calls (
    statement_id TEXT NOT NULL,
    n            INTEGER NOT NULL,
    call_id      TEXT NOT NULL,
    since_seq    INTEGER NOT NULL,
    until_seq    INTEGER
);
CREATE INDEX statement_calls_current ON statement_calls (statement_id) WHERE until_seq IS NULL;
CREATE INDEX statement_calls_call ON statement_calls (call_id) WHERE until_seq IS NULL;
CREATE INDEX statement_calls_versions ON statement_calls (statement_id, since_seq);

CREATE TABLE sources (
    id           TEXT NOT NULL,
    url          TEXT NOT NULL,
    host         TEXT NOT NULL,
    title        TEXT NOT NULL,
    publisher    TEXT NOT NULL,
    folded_publisher TEXT NOT NULL,
    kind         TEXT NOT NULL,
    union_id     TEXT,
    published_on TEXT NOT NULL,
    retrieved_at DATETIME,
    archive_url  TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    health       TEXT NOT NULL,
    search_text  TEXT NOT NULL,
    version      INTEGER NOT NULL,
    created_at   DATETIME NOT NULL,
    updated_at   DATETIME NOT NULL,
    since_seq    INTEGER NOT NULL,
    until_seq    INTEGER
);
CREATE UNIQUE INDEX sources_current ON sources (id) WHERE until_seq IS NULL;
CREATE UNIQUE INDEX sources_url ON sources (url) WHERE until_seq IS NULL;
CREATE INDEX sources_published ON sources (published_on, id) WHERE until_seq IS NULL;
CREATE INDEX sources_union ON sources (union_id) WHERE until_seq IS NULL AND union_id IS NOT NULL;
CREATE UNIQUE INDEX sources_versions ON sources (id, since_seq);

-- API keys take no seq: they are no part of the record. Of a key only the SHA-256 is kept.
CREATE TABLE keys (
    id         TEXT PRIMARY KEY,
    handle     TEXT NOT NULL,
    role       TEXT NOT NULL,
    grants     TEXT NOT NULL,
    hash       BLOB NOT NULL,
    created_at DATETIME NOT NULL,
    expires_at DATETIME,
    revoked_at DATETIME,
    replaced_by TEXT NOT NULL
);
CREATE INDEX keys_created ON keys (created_at, id);

-- Answers that are replayed when a request with the same Idempotency-Key comes again.
CREATE TABLE idempotency (
    owner       TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    status      INTEGER NOT NULL,
    etag        TEXT NOT NULL,
    location    TEXT NOT NULL,
    body        BLOB NOT NULL,
    created_at  DATETIME NOT NULL,
    PRIMARY KEY (owner, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

-- +goose Down
DROP TABLE idempotency;
DROP TABLE keys;
DROP TABLE sources;
DROP TABLE statement_calls;
DROP TABLE statement_issuers;
DROP TABLE statements;
DROP TABLE citations;
DROP TABLE positions;
DROP TABLE endorsements;
DROP TABLE calls;
DROP TABLE affiliations;
DROP TABLE identifiers;
DROP TABLE unions;
DROP TABLE change_subjects;
DROP TABLE changes;
DROP TABLE settings;
