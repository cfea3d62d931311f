/* Both JSON contracts: written, read back, the keys there and of the right kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reports/formats.h"
#include "reports/json_out.h"
#include "tests/support/small_graph.h"

#include <jansson.h>
#include <stdlib.h>

static json_t *read_back(int (*write)(const struct result *, const struct report_options *, FILE *),
			 const struct result *result)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	assert_int_equal(write(result, &(struct report_options){0}, out), 0);
	fclose(out);
	json_error_t error;
	json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (!value)
		fail_msg("%s in %s", error.text, text);
	free(text);
	return value;
}

static void assert_keys(const json_t *object, const char *const *keys)
{
	for (; *keys; keys++) {
		if (!json_object_get(object, *keys))
			fail_msg("no key '%s'", *keys);
	}
}

static const json_t *first_of(const json_t *root, const char *list)
{
	return json_array_get(json_object_get(root, list), 0);
}

static void test_findings(void **state)
{
	static const char *const root_keys[] = {"schema", "coverage", "findings", "remarks", "summary", NULL};
	static const char *const keys[] = {"rule",  "severity",   "certainty", "message",    "path",
					   "line",  "column",     "end_line",  "end_column", "fingerprint",
					   "job",   "dependent",  "relation",  "evidence",   "fails_on",
					   "fixes", "suppressed", NULL};
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct result result = small_result(&g);
	json_t *root = read_back(format_find("json")->write_findings, &result);
	assert_keys(root, root_keys);
	const json_t *finding = first_of(root, "findings");
	assert_keys(finding, keys);
	assert_int_equal(json_integer_value(json_object_get(finding, "line")), 5);
	assert_int_equal(json_integer_value(json_object_get(finding, "column")), 5);
	assert_int_equal(json_integer_value(json_object_get(finding, "end_column")), 50);
	assert_string_equal(json_string_value(json_object_get(json_object_get(finding, "fails_on"), "from")), "18.2");
	assert_string_equal(json_string_value(json_object_get(first_of(finding, "evidence"), "role")), "queue");
	assert_int_equal(json_integer_value(json_object_get(json_object_get(root, "summary"), "error")), 1);
	json_decref(root);
	small_graph_done(&g);
}

static void test_graph(void **state)
{
	static const char *const root_keys[] = {"schema",     "tool", "project", "coverage",   "stops",
						"migrations", "jobs", "edges",   "unresolved", NULL};
	static const char *const migration_keys[] = {"version",  "path",           "class", "kind",
						     "release",  "release_source", "order", "effects",
						     "database", "gitlab_schema",  "guard", NULL};
	static const char *const effect_keys[] = {"verb",       "object",    "table", "columns", "name",
						  "attributes", "certainty", "guard", "line",    NULL};
	static const char *const job_keys[] = {
		"id",        "class",      "path",     "table",         "batch_column", "arguments",
		"queued_by", "release",    "gates",    "cancelled_by",  "reads",        "writes",
		"resolved",  "dictionary", "database", "gitlab_schema", "guard",        NULL};
	static const char *const edge_keys[] = {"job",
						"job_class",
						"queue_version",
						"queue_release",
						"dependent",
						"dependent_path",
						"dependent_release",
						"dependent_job",
						"relation",
						"severity",
						"certainty",
						"table",
						"columns",
						"gate",
						"gate_position",
						"interval",
						"stop",
						"stop_kind",
						"stops",
						"guard",
						"rule",
						"evidence",
						NULL};
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct result result = small_result(&g);
	json_t *root = read_back(format_find("json")->write_graph, &result);
	assert_keys(root, root_keys);
	assert_keys(first_of(root, "migrations"), migration_keys);
	assert_keys(first_of(first_of(root, "migrations"), "effects"), effect_keys);
	assert_keys(first_of(root, "jobs"), job_keys);
	assert_keys(first_of(root, "edges"), edge_keys);
	const json_t *edge = first_of(root, "edges");
	assert_string_equal(json_string_value(json_object_get(edge, "rule")), "implicit-stop");
	assert_true(json_is_null(json_object_get(edge, "gate")));
	assert_string_equal(json_string_value(json_object_get(edge, "gate_position")), "none");
	assert_true(json_is_array(json_object_get(first_of(root, "jobs"), "arguments")));
	assert_string_equal(json_string_value(json_object_get(first_of(root, "stops"), "kind")), "required");
	json_decref(root);
	small_graph_done(&g);
}

/* Whatever the bytes: what is written can be read. */
static void test_strings(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"plain", "plain"},
		{"quote \" backslash \\ line\n", "quote \" backslash \\ line\n"},
		{"\xc3\xa4", "\xc3\xa4"},
		{"a\xff"
		 "b",
		 "a\xef\xbf\xbd"
		 "b"},
		{"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* a surrogate */
		{"", ""},
	};
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = NULL;
		size_t length = 0;
		FILE *out = open_memstream(&text, &length);
		struct json_out json = json_out_new(arena, out);
		emit_object(&json, NULL);
		emit_string(&json, "a", cases[i].text);
		emit_string(&json, "nothing", NULL);
		emit_embedded(&json, "list", "[1, \"x\"]");
		emit_embedded(&json, "broken", "[1,");
		emit_close(&json);
		assert_int_equal(json_out_finish(&json), 0);
		fclose(out);
		json_t *root = json_loads(text, 0, NULL);
		assert_non_null(root);
		assert_string_equal(json_string_value(json_object_get(root, "a")), cases[i].expected);
		assert_true(json_is_null(json_object_get(root, "nothing")));
		assert_int_equal(json_array_size(json_object_get(root, "list")), 2);
		assert_string_equal(json_string_value(json_object_get(root, "broken")), "[1,");
		json_decref(root);
		free(text);
	}
	arena_free(arena);
}

static void test_formats(void **state)
{
	(void)state;
	size_t count;
	const struct report_format *const *list = formats_list(&count);
	for (size_t i = 0; i < count; i++) {
		assert_true(i == 0 || strcmp(list[i - 1]->name, list[i]->name) < 0);
		assert_non_null(list[i]->media_type);
		assert_true(list[i]->write_findings || list[i]->write_graph);
		assert_ptr_equal(format_find(list[i]->name), list[i]);
	}
	assert_null(format_find("papyrus"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_graph),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_formats),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
