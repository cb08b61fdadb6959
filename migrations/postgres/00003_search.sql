-- The words of every row that stands, to search in: indexes over search_text, which no way of writing
-- can forget. A row is known by the seq that wrote it, which no two rows of these tables share.

-- +goose Up
CREATE INDEX unions_since ON unions (since_seq) WHERE until_seq IS NULL;
CREATE INDEX calls_since ON calls (since_seq) WHERE until_seq IS NULL;
CREATE INDEX statements_since ON statements (since_seq) WHERE until_seq IS NULL;

-- search_text is folded already: letters and digits, with white space between words. PostgreSQL's own
-- parsers would part it anew, by rules of a language. Bounds: a tsvector holds words of less than 2 KB,
-- and 1 MB of them.
-- +goose StatementBegin
CREATE FUNCTION folded_words(folded text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY(
        SELECT left(word, 200) FROM unnest(string_to_array(translate(left(folded, 200000), E'\n', ' '), ' ')) AS word WHERE word <> ''
    ))
$$;
-- +goose StatementEnd

CREATE INDEX unions_words ON unions USING gin (folded_words(search_text)) WHERE until_seq IS NULL;
CREATE INDEX calls_words ON calls USING gin (folded_words(search_text)) WHERE until_seq IS NULL;
CREATE INDEX statements_words ON statements USING gin (folded_words(search_text)) WHERE until_seq IS NULL;

-- +goose Down
DROP INDEX unions_words, calls_words, statements_words;
DROP FUNCTION folded_words;
DROP INDEX unions_since, calls_since, statements_since;
