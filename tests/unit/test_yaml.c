/* YAML: places, values as strings, broken and hostile documents, and the readers of each kind of file. */
#include "parser/yaml/events.h"
#include "parser/yaml/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct arena *arena;
	struct diags diags;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->arena = arena_new();
	fixture->diags = diags_new(fixture->arena);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	arena_free(fixture->arena);
	free(fixture);
	return 0;
}

static struct source *source_of(struct fixture *fixture, const char *text)
{
	return source_new(fixture->arena, "a.yml", text, strlen(text));
}

static const char *diagnosed(struct fixture *fixture)
{
	struct strbuf text = strbuf_new(fixture->arena);

	diags_sort(&fixture->diags);
	vec_each(struct diag, diag, &fixture->diags)
		strbuf_printf(&text, "%u:%s: %s\n", location_line(diag->location), diag_code_name(diag->code),
			      diag->text);
	return strbuf_finish(&text);
}

static void values_are_strings(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} rows[] = {
		{"k: 18.10", "18.10"}, {"k: '18.10'", "18.10"}, {"k: 20250310150446", "20250310150446"},
		{"k: 0x1f", "0x1f"},   {"k: true", "true"},     {"k:", NULL},
		{"k: ~", NULL},        {"k: null", NULL},       {"k: 'null'", "null"},
		{"k: ''", NULL},       {"k: # comment", NULL},  {"k: >\n  a\n  b\n", "a b\n"},
		{"k: 1\nk: 2", "2"},   {"j: 1", NULL},          {"- k", NULL},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct yaml_node *root =
			yaml_read(fixture->arena, source_of(fixture, rows[i].text), &fixture->diags);
		const char *value = yaml_string(yaml_get(root, "k"), &fixture->diags);
		if (rows[i].expected)
			assert_string_equal(value, rows[i].expected);
		else
			assert_null(value);
	}
	assert_string_equal(diagnosed(fixture), "");
}

static void places_are_bytes(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "# \xc3\xa9\xe2\x82\xac\na: \"\xc3\xa9\"\nbee: two\n";
	const struct yaml_node *root = yaml_read(fixture->arena, source_of(fixture, text), &fixture->diags);
	const struct yaml_node *value = yaml_get(root, "bee");
	struct position position = source_position(value->location.source, value->location.offset);

	assert_int_equal(position.line, 3);
	assert_int_equal(position.column, 6);
	assert_int_equal(value->location.length, 3);
	assert_memory_equal(text + value->location.offset, "two", 3);
}

static void a_broken_document_keeps_what_came_before(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "one: 1\ntwo:\n  - a\n  - 'b\nthree: [\n";
	const struct yaml_node *root = yaml_read(fixture->arena, source_of(fixture, text), &fixture->diags);

	assert_string_equal(yaml_string(yaml_get(root, "one"), NULL), "1");
	assert_int_equal(yaml_get(root, "two")->count, 1);
	assert_int_equal(fixture->diags.count, 1);
	assert_int_equal(fixture->diags.items[0].code, DIAG_yaml_syntax);
	assert_in_range(location_line(fixture->diags.items[0].location), 4, 6);
}

static void aliases_are_not_followed(void **state)
{
	struct fixture *fixture = *state;
	const char *text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
	const struct yaml_node *root = yaml_read(fixture->arena, source_of(fixture, text), &fixture->diags);

	assert_null(yaml_string(yaml_get(root, "c")->items[0], &fixture->diags));
	assert_string_equal(diagnosed(fixture), "2:yaml_alias: the alias 'a' is not followed\n"
						"2:yaml_alias: the alias 'a' is not followed\n"
						"3:yaml_alias: the alias 'b' is not followed\n"
						"3:yaml_alias: the alias 'b' is not followed\n");
}

static void depth_is_limited(void **state)
{
	struct fixture *fixture = *state;
	char text[4001];

	memset(text, '[', 2000);
	memset(text + 2000, ']', 2000);
	text[4000] = '\0';
	assert_non_null(yaml_read(fixture->arena, source_of(fixture, text), &fixture->diags));
	assert_string_equal(diagnosed(fixture), "1:yaml_limit: nested more than 64 deep\n");
}

static void empty_documents(void **state)
{
	struct fixture *fixture = *state;
	struct project project = {0};

	assert_null(yaml_read(fixture->arena, source_of(fixture, ""), &fixture->diags));
	assert_null(yaml_read(fixture->arena, source_of(fixture, "# nothing\n"), &fixture->diags));
	yaml_read_upgrade_path(fixture->arena, source_of(fixture, ""), &project, &fixture->diags);
	assert_true(project.stops_declared);
	assert_string_equal(diagnosed(fixture), "");
	assert_null(yaml_read_job_dictionary(fixture->arena, source_of(fixture, "---\n"), &fixture->diags));
	assert_string_equal(diagnosed(fixture), "1:yaml_value: no 'migration_job_name'\n");
}

static void stops(void **state)
{
	struct fixture *fixture = *state;
	struct project project = {0};
	const char *text = "- major: 16\n  minor: 11\n\n"
			   "- major: '17'\n  minor: 1\n  comments: \"[Conditional stop](x). Not for all.\"\n"
			   "- major: 17\n  comments: forgotten\n"
			   "- nonsense\n"
			   "- major: 17\n  minor: 3\n  comments: required unconditionally\n";

	yaml_read_upgrade_path(fixture->arena, source_of(fixture, text), &project, &fixture->diags);
	assert_int_equal(project.stops.count, 3);
	assert_string_equal(project.stops.items[0].release, "16.11");
	assert_string_equal(project.stops.items[0].comment, "");
	assert_int_equal(project.stops.items[0].kind, STOP_REQUIRED);
	assert_string_equal(project.stops.items[1].release, "17.1");
	assert_int_equal(project.stops.items[1].kind, STOP_CONDITIONAL);
	assert_int_equal(location_line(project.stops.items[1].location), 4);
	assert_int_equal(project.stops.items[2].kind, STOP_REQUIRED);
	assert_string_equal(diagnosed(fixture), "7:yaml_value: an entry needs 'major' and 'minor' as numbers\n"
						"9:yaml_value: an entry needs 'major' and 'minor' as numbers\n");
}

static void dictionaries(void **state)
{
	struct fixture *fixture = *state;
	const struct job_dictionary *job = yaml_read_job_dictionary(
		fixture->arena,
		source_of(fixture, "---\nmigration_job_name: BackfillThings\nmilestone: 18.10\n"
				   "queued_migration_version: 20260101000000\nfinalized_by: # later\n"),
		&fixture->diags);
	const struct table_dictionary *table = yaml_read_table_dictionary(
		fixture->arena,
		source_of(fixture, "table_name: things\nclasses: [Thing, Other::Thing]\n"
				   "gitlab_schema: gitlab_main\nremoved_in_milestone: '18.5'\n"),
		&fixture->diags);
	const struct table_dictionary *view = yaml_read_table_dictionary(
		fixture->arena, source_of(fixture, "view_name: seen\nclasses: []\n"), &fixture->diags);

	assert_string_equal(job->class_name, "BackfillThings");
	assert_string_equal(job->milestone, "18.10");
	assert_string_equal(job->queued_version, "20260101000000");
	assert_int_equal(location_line(job->queued_version_location), 4);
	assert_null(job->finalized_by);
	assert_int_equal(location_line(job->finalized_by_location), 5);
	assert_string_equal(table->table, "things");
	assert_int_equal(table->classes.count, 2);
	assert_true(table->is_deleted);
	assert_string_equal(view->table, "seen");
	assert_false(view->is_deleted);
	assert_string_equal(diagnosed(fixture), "");
}

static void connections_and_keys(void **state)
{
	struct fixture *fixture = *state;
	struct names tables = {0};
	const struct database_connection *connection =
		yaml_read_connection(fixture->arena,
				     source_of(fixture, "name: ci\ngitlab_schemas:\n  - gitlab_ci\n  - gitlab_shared\n"
							"fallback_database: main\n"),
				     &fixture->diags);

	yaml_read_loose_foreign_keys(fixture->arena,
				     source_of(fixture, "a:\n  - table: b\n    column: c\nd:\n  - table: e\n"), &tables,
				     &fixture->diags);
	assert_string_equal(connection->name, "ci");
	assert_string_equal(names_join(fixture->arena, &connection->gitlab_schemas, " "), "gitlab_ci gitlab_shared");
	assert_string_equal(names_join(fixture->arena, &tables, " "), "a d");
	assert_string_equal(diagnosed(fixture), "");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_are_strings),
		TEST(places_are_bytes),
		TEST(a_broken_document_keeps_what_came_before),
		TEST(aliases_are_not_followed),
		TEST(depth_is_limited),
		TEST(empty_documents),
		TEST(stops),
		TEST(dictionaries),
		TEST(connections_and_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
