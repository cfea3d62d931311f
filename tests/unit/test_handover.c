/* Trees of libpg_query come out whole: the library's own writer of SQL says the same of what was taken over as of what it
 * has packed and unpacked itself. */
#include "parser/sql/handover.h"

#include "tests/support/cmocka_all.h"

#include <pg_query.h>
#include <stdlib.h>
#include <string.h>

/* As the library writes them; between them all shapes of members: lists, lists of numbers and of lists, choices of
 * messages and of texts, truth values, enumerations, empty nodes, texts that are not set. */
static const char *const statements[] = {
	"SELECT 1",
	"SELECT NULL, 'text', '', 1.5, -9223372036854775808, b'0101', true",
	"SELECT DISTINCT ON (a) a, count(*) FILTER (WHERE b > 3) OVER (PARTITION BY c ORDER BY d) FROM public.t x LEFT "
	"JOIN u USING (id) WHERE x.a IN (1, 2) AND NOT EXISTS (SELECT 1 FROM v) GROUP BY 1 LIMIT 5 FOR UPDATE",
	"WITH w AS MATERIALIZED (DELETE FROM t RETURNING *) INSERT INTO u (a, b) SELECT a, 'ä' FROM w ON CONFLICT (a) "
	"DO UPDATE SET b = excluded.b",
	"CREATE TABLE t (id bigint NOT NULL DEFAULT nextval('s'::regclass), name text[] COLLATE \"C\", CONSTRAINT c "
	"CHECK (char_length(name) <= 255)) PARTITION BY range(id)",
	"CREATE UNIQUE INDEX CONCURRENTLY i ON t USING gin (lower(name)gin_trgm_ops DESC) WHERE a IS NOT NULL",
	"ALTER TABLE ONLY t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id) ON DELETE CASCADE NOT VALID, DROP b",
	"CREATE FUNCTION f(a int) RETURNS trigger AS $$SELECT 1$$ LANGUAGE sql",
	"UPDATE t SET (a, b) = (1, 2) FROM (VALUES (1, 2)) v(a, b) WHERE t.a = v.a",
	"",
};

static char *written(const ProtobufCMessage *tree)
{
	size_t length = protobuf_c_message_get_packed_size(tree);
	uint8_t *bytes = malloc(length + 1);

	assert_non_null(bytes);
	assert_int_equal(protobuf_c_message_pack(tree, bytes), length);
	PgQueryDeparseResult result = pg_query_deparse_protobuf((PgQueryProtobuf){length, (char *)bytes});
	free(bytes);
	assert_null(result.error);
	char *text = strdup(result.query);
	pg_query_free_deparse_result(result);
	return text;
}

static void copies_are_whole(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
		PgQueryProtobufParseResult result = pg_query_parse_protobuf(statements[i]);
		assert_null(result.error);
		assert_true(handover_is_direct(result.parse_tree.data, result.parse_tree.len));
		PgQuery__ParseResult *tree = handover_take(arena, result.parse_tree.data, result.parse_tree.len);
		pg_query_free_protobuf_parse_result(result);
		char *text = written(&tree->base);
		assert_string_equal(text, statements[i]);
		free(text);
	}
	arena_free(arena);
}

/* As where the library calls its own functions. */
static void packed_messages_are_read(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(statements) / sizeof(*statements); i++) {
		PgQueryProtobufParseResult result = pg_query_parse_protobuf(statements[i]);
		const PgQuery__ParseResult *tree = handover_take(arena, result.parse_tree.data, result.parse_tree.len);
		pg_query_free_protobuf_parse_result(result);
		size_t length = protobuf_c_message_get_packed_size(&tree->base);
		uint8_t *bytes = arena_alloc(arena, length + 1);
		protobuf_c_message_pack(&tree->base, bytes);
		assert_false(handover_is_direct((const char *)bytes, length));
		const PgQuery__ParseResult *unpacked = handover_take(arena, (const char *)bytes, length);
		assert_non_null(unpacked);
		char *text = written(&unpacked->base);
		assert_string_equal(text, statements[i]);
		free(text);
	}
	assert_null(handover_take(arena, "\xff", 1));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_are_whole),
		cmocka_unit_test(packed_messages_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
