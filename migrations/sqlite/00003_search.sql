-- The words of every row that stands, to search in. A row is known by the seq that wrote it, which no
-- two rows of these tables share. Triggers keep the words, so that no way of writing can forget them.
-- search_text is folded already: letters and digits, with white space between words. The ascii tokenizer
-- parts it at just that and leaves every other script alone.

-- +goose Up
-- The indexes hold all that the coarse order of a search reads, so that a word that half of the rows hold
-- does not read half of the table.
CREATE INDEX unions_since ON unions (since_seq, status, kind, length(search_text), sort_name, until_seq, founded) WHERE until_seq IS NULL;
CREATE INDEX calls_since ON calls (since_seq) WHERE until_seq IS NULL;
CREATE INDEX statements_since ON statements (since_seq, published_on, id, until_seq) WHERE until_seq IS NULL;

CREATE VIRTUAL TABLE unions_words USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='1 2 3');
CREATE VIRTUAL TABLE calls_words USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='1 2 3');
CREATE VIRTUAL TABLE statements_words USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='1 2 3');

-- +goose StatementBegin
CREATE TRIGGER unions_searched AFTER INSERT ON unions WHEN NEW.until_seq IS NULL BEGIN
    INSERT INTO unions_words (rowid, words) VALUES (NEW.since_seq, NEW.search_text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER unions_unsearched AFTER UPDATE OF until_seq ON unions WHEN OLD.until_seq IS NULL AND NEW.until_seq IS NOT NULL BEGIN
    DELETE FROM unions_words WHERE rowid = OLD.since_seq;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER calls_searched AFTER INSERT ON calls WHEN NEW.until_seq IS NULL BEGIN
    INSERT INTO calls_words (rowid, words) VALUES (NEW.since_seq, NEW.search_text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER calls_unsearched AFTER UPDATE OF until_seq ON calls WHEN OLD.until_seq IS NULL AND NEW.until_seq IS NOT NULL BEGIN
    DELETE FROM calls_words WHERE rowid = OLD.since_seq;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER statements_searched AFTER INSERT ON statements WHEN NEW.until_seq IS NULL BEGIN
    INSERT INTO statements_words (rowid, words) VALUES (NEW.since_seq, NEW.search_text);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER statements_unsearched AFTER UPDATE OF until_seq ON statements WHEN OLD.until_seq IS NULL AND NEW.until_seq IS NOT NULL BEGIN
    DELETE FROM statements_words WHERE rowid = OLD.since_seq;
END;
-- +goose StatementEnd

INSERT INTO unions_words (rowid, words) SELECT since_seq, search_text FROM unions WHERE until_seq IS NULL ORDER BY since_seq;
INSERT INTO calls_words (rowid, words) SELECT since_seq, search_text FROM calls WHERE until_seq IS NULL ORDER BY since_seq;
INSERT INTO statements_words (rowid, words) SELECT since_seq, search_text FROM statements WHERE until_seq IS NULL ORDER BY since_seq;

-- +goose Down
DROP TRIGGER unions_searched;
DROP TRIGGER unions_unsearched;
DROP TRIGGER calls_searched;
DROP TRIGGER calls_unsearched;
DROP TRIGGER statements_searched;
DROP TRIGGER statements_unsearched;
DROP TABLE unions_words;
DROP TABLE calls_words;
DROP TABLE statements_words;
DROP INDEX unions_since;
DROP INDEX calls_since;
DROP INDEX statements_since;
