/* Names of the enums, in the order of the enums; the array lengths are checked at compile time. */
#include "analyzer/model/effect.h"

#include "analyzer/base/vec.h"

static const char *const verb_names[] = {
	"create",
	"drop",
	"rename",
	"add_column",
	"drop_column",
	"alter_column",
	"add_constraint",
	"validate_constraint",
	"drop_constraint",
	"add_index",
	"drop_index",
	"add_foreign_key",
	"validate_foreign_key",
	"drop_foreign_key",
	"create_trigger",
	"drop_trigger",
	"read",
	"write",
	"insert",
	"delete",
	"truncate",
	"swap",
	"partition",
	"queue",
	"gate",
	"cancel",
	"prepare_async",
};
_Static_assert(sizeof(verb_names) / sizeof(verb_names[0]) == EFFECT_VERB_COUNT, "a name for every verb");

static const char *const object_names[] = {
	"table",    "column", "constraint", "index",    "foreign_key", "trigger",
	"function", "rows",   "job",        "sequence", "view",
};
_Static_assert(sizeof(object_names) / sizeof(object_names[0]) == EFFECT_OBJECT_COUNT, "a name for every object");

const char *effect_verb_name(enum effect_verb verb)
{
	return verb_names[verb];
}

const char *effect_object_name(enum effect_object object)
{
	return object_names[object];
}

const char *certainty_name(enum certainty certainty)
{
	static const char *const names[] = {"unknown", "likely", "proven"};
	return names[certainty];
}

const char *constraint_kind_name(enum constraint_kind kind)
{
	static const char *const names[] = {"none",        "check",  "not_null",    "multi_not_null", "text_limit",
					    "foreign_key", "unique", "primary_key", "exclusion"};
	return names[kind];
}

const char *guard_name(enum guard guard)
{
	static const char *const names[] = {NULL, "self_managed", "gitlab_com", "ee", "other"};
	return names[guard];
}

bool is_tracking_table(const char *table)
{
	return str_in(table,
		      "background_migration_jobs batched_background_migrations batched_background_migration_jobs");
}

struct effect effect_make(enum effect_verb verb, enum effect_object object, struct location location)
{
	return (struct effect){.verb = verb, .object = object, .certainty = CERTAINTY_PROVEN, .location = location};
}

bool column_refs_has(const struct column_refs *refs, const char *table, const char *column)
{
	vec_each(struct column_ref, ref, refs) {
		if (str_equal(ref->table, table) && str_equal(ref->column, column))
			return true;
	}
	return false;
}

static bool same_values(const struct names *a, const struct names *b)
{
	return a == b || (a && b && names_equal(a, b));
}

bool column_ref_equal(const struct column_ref *a, const struct column_ref *b)
{
	return a->role == b->role && a->test == b->test && a->reach == b->reach && str_equal(a->table, b->table) &&
	       str_equal(a->column, b->column) && same_values(a->values, b->values);
}

bool column_refs_equal(const struct column_refs *a, const struct column_refs *b)
{
	if (!a || !b)
		return a == b;
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!column_ref_equal(&a->items[i], &b->items[i]))
			return false;
	}
	return true;
}

static void take_test(struct column_ref *known, enum column_test test, const struct names *values)
{
	known->test = test;
	known->values = values;
}

/* What both say of the same rows: more knowledge wins, a contradiction (two sets of rows of one table) is none. */
static void test_join(struct column_ref *known, const struct column_ref *ref)
{
	if (known->test == ref->test && same_values(known->values, ref->values))
		return;
	if (known->test == TEST_NONE)
		take_test(known, ref->test, ref->values);
	else if (known->test == TEST_IS_NULL || ref->test == TEST_IS_NULL)
		known->test = ref->test == TEST_NONE ? known->test : TEST_NONE;
	else if (known->test == ref->test)
		take_test(known, TEST_NOT_NULL, NULL);
	else if (ref->test > known->test) /* the enum goes from less to more knowledge */
		take_test(known, ref->test, ref->values);
}

void column_refs_add_ref(struct arena *arena, struct column_refs *refs, struct column_ref ref)
{
	if (!ref.column)
		return;
	vec_each(struct column_ref, known, refs) {
		if (known->role == ref.role && known->reach == ref.reach && str_equal(known->table, ref.table) &&
		    str_equal(known->column, ref.column)) {
			test_join(known, &ref);
			return;
		}
	}
	vec_push(arena, refs, ref);
}

void column_refs_add(struct arena *arena, struct column_refs *refs, const char *table, const char *column,
		     enum read_role role)
{
	column_refs_add_ref(arena, refs, (struct column_ref){.table = table, .column = column, .role = role});
}

const char *job_era_name(enum job_era era)
{
	static const char *const names[] = {
		[JOB_BATCHED] = "batched",
		[JOB_SIDEKIQ] = "sidekiq",
		[JOB_SCRIPT] = "script",
		[JOB_ONLINE] = "online",
		[JOB_ONLINE_SCHEMA] = "online_schema",
		[JOB_OUT_OF_BAND] = "out_of_band",
	};

	return names[era];
}

bool job_era_gate_raises(enum job_era era)
{
	return era == JOB_ONLINE || era == JOB_ONLINE_SCHEMA || era == JOB_OUT_OF_BAND;
}

bool job_era_is_by_class(enum job_era era)
{
	return era != JOB_BATCHED;
}
