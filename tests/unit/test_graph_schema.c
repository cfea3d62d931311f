/* The schema: what is learned stays, what is replayed changes; the parsers' view. */
#include "graph/schema.h"

#include "analyzer/base/vec.h"
#include "tests/support/cmocka_all.h"

static struct effect on(enum effect_verb verb, enum effect_object object, const char *table, const char *name)
{
	struct effect effect = effect_make(verb, object, (struct location){0});

	effect.table = table;
	effect.name = name;
	return effect;
}

static struct effect column(struct arena *arena, enum effect_verb verb, const char *table, const char *name)
{
	struct effect effect = on(verb, OBJECT_COLUMN, table, NULL);

	names_push(arena, &effect.columns, name);
	return effect;
}

static void test_catalog(void **state)
{
	struct arena *arena = arena_new();
	struct schema *schema = schema_new(arena);
	struct effects effects = {0};
	struct effect table = on(EFFECT_CREATE, OBJECT_TABLE, "notes", NULL);
	struct effect key = on(EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT, "notes", "notes_pkey");
	struct effect index = on(EFFECT_ADD_INDEX, OBJECT_INDEX, "notes", "index_notes");

	(void)state;
	names_push(arena, &table.columns, "id");
	key.kind = CONSTRAINT_PRIMARY_KEY;
	names_push(arena, &key.columns, "id");
	vec_push(arena, &effects, table);
	vec_push(arena, &effects, column(arena, EFFECT_ADD_COLUMN, "notes", "title"));
	vec_push(arena, &effects, column(arena, EFFECT_ADD_COLUMN, "late", "title"));
	vec_push(arena, &effects, key);
	vec_push(arena, &effects, index);
	vec_push(arena, &effects, column(arena, EFFECT_DROP_COLUMN, "notes", "title"));
	schema_learn(schema, &effects);
	struct catalog catalog = schema_catalog(schema);
	assert_int_equal(catalog.has_table(catalog.payload, "notes"), TRI_YES);
	assert_int_equal(catalog.has_table(catalog.payload, "issues"), TRI_UNKNOWN);
	assert_int_equal(catalog.has_column(catalog.payload, "notes", "title"), TRI_YES);
	assert_int_equal(catalog.has_column(catalog.payload, "notes", "nothing"), TRI_NO);
	assert_int_equal(catalog.has_column(catalog.payload, "late", "nothing"), TRI_UNKNOWN);
	assert_int_equal(catalog.columns(catalog.payload, "notes")->count, 2);
	assert_null(catalog.columns(catalog.payload, "late"));
	assert_string_equal(catalog.primary_key(catalog.payload, "notes")->items[0], "id");
	assert_string_equal(catalog.index_table(catalog.payload, "index_notes"), "notes");
	arena_free(arena);
}

static void test_definitions_follow_renames(void **state)
{
	struct arena *arena = arena_new();
	struct schema *schema = schema_new(arena);
	struct effect add = on(EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT, "notes", "check_1");
	struct effect rename_table = on(EFFECT_RENAME, OBJECT_TABLE, "notes", NULL);
	struct effect rename_check = on(EFFECT_RENAME, OBJECT_CONSTRAINT, "remarks", "check_1");

	(void)state;
	rename_table.to = "remarks";
	rename_check.to = "check_2";
	schema_apply(schema, &add, 1);
	schema_apply(schema, &rename_table, 2);
	assert_ptr_equal(schema_constraint(schema, "remarks", "check_1"), &add);
	assert_null(schema_constraint(schema, "notes", "check_1"));
	schema_apply(schema, &rename_check, 3);
	assert_ptr_equal(schema_constraint(schema, "remarks", "check_2"), &add);
	arena_free(arena);
}

static void test_time_of_creation(void **state)
{
	struct arena *arena = arena_new();
	struct schema *schema = schema_new(arena);
	struct effect old = column(arena, EFFECT_ADD_COLUMN, "notes", "title");
	struct effects learned = {0};
	struct effect renamed = column(arena, EFFECT_RENAME, "notes", "added");

	(void)state;
	vec_push(arena, &learned, old);
	schema_learn(schema, &learned);
	assert_int_equal(schema_column_created(schema, "notes", "title"), 0);
	struct effect added = column(arena, EFFECT_ADD_COLUMN, "notes", "added");
	schema_apply(schema, &added, 7);
	assert_int_equal(schema_column_created(schema, "notes", "added"), 7);
	names_push(arena, &renamed.to_columns, "renamed");
	schema_apply(schema, &renamed, 9);
	assert_int_equal(schema_column_created(schema, "notes", "renamed"), 7);
	assert_true(schema_column(schema, "notes", "added")->dropped);
	arena_free(arena);
}

struct trigger_case {
	const char *type;
	enum effect_verb verb;
	const char *column;
	bool fires;
};

static const struct trigger_case trigger_cases[] = {
	{"BEFORE INSERT OR UPDATE", EFFECT_WRITE, "title", true},
	{"before insert or update", EFFECT_INSERT, "title", true},
	{"AFTER DELETE", EFFECT_WRITE, "title", false},
	{"AFTER DELETE", EFFECT_DELETE, NULL, true},
	{"BEFORE UPDATE OF title, body", EFFECT_WRITE, "title", true},
	{"BEFORE UPDATE OF title_html, body", EFFECT_WRITE, "title", false},
	{"BEFORE UPDATE OF body", EFFECT_WRITE, "title", false},
	{"BEFORE INSERT", EFFECT_WRITE, "title", false},
};

static void check_trigger(const struct trigger_case *expected)
{
	struct arena *arena = arena_new();
	struct schema *schema = schema_new(arena);
	struct effect function = on(EFFECT_CREATE, OBJECT_FUNCTION, NULL, "fill");
	struct effect trigger = on(EFFECT_CREATE_TRIGGER, OBJECT_TRIGGER, "notes", "trigger_fill");
	struct effects *body = ARENA_NEW(arena, struct effects);
	struct effect write = on(expected->verb, OBJECT_ROWS, "notes", NULL);
	struct effect step = column(arena, EFFECT_WRITE, "NEW", "namespace_id");

	column_refs_add(arena, &step.filters, "NEW", "project_id", READ_FILTER);
	vec_push(arena, body, step);
	function.body = body;
	trigger.to = "fill";
	trigger.type = expected->type;
	schema_apply(schema, &function, 1);
	schema_apply(schema, &trigger, 1);
	if (expected->column)
		names_push(arena, &write.columns, expected->column);
	const struct effects *fired = schema_triggered(schema, &write);
	assert_int_equal(fired != NULL, expected->fires);
	if (fired) {
		assert_string_equal(fired->items[0].table, "notes");
		assert_true(column_refs_has(&fired->items[0].filters, "notes", "project_id"));
	}
	trigger.verb = EFFECT_DROP_TRIGGER;
	struct effect dropped = trigger;
	schema_apply(schema, &dropped, 2);
	assert_null(schema_triggered(schema, &write));
	arena_free(arena);
}

static void test_triggers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(trigger_cases) / sizeof(trigger_cases[0]); i++)
		check_trigger(&trigger_cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_catalog),
		cmocka_unit_test(test_definitions_follow_renames),
		cmocka_unit_test(test_time_of_creation),
		cmocka_unit_test(test_triggers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
