/* Every relation: a case where it fires and a close neighbour where it stays silent or benign.
 *
 * All cases share one shape: a job is queued in 17.6, then one dependent in 18.1 without gate. */
#include "tests/support/build.h"
#include "tests/support/cmocka_all.h"

struct edge_case {
	const char *name;
	void (*job)(struct build *b, struct job_reading *job);
	void (*before)(struct build *b, struct migration *m); /* effects ahead of the queue, NULL */
	void (*dependent)(struct build *b, struct migration *m);
	enum relation relation;
	const char *expected; /* "breaks", "benign", "none" */
};

static void fills(struct build *b, struct job_reading *job)
{
	build_write(b, job, "notes", "namespace_id", "notes.namespace_id:filter projects.namespace_id:value");
}

static void nullifies(struct build *b, struct job_reading *job)
{
	build_write(b, job, "notes", "namespace_id", "notes.type:filter")->writes_null = true;
}

static void moves_value(struct build *b, struct job_reading *job)
{
	static const char text[] = "update";
	struct effect *effect = build_write(b, job, "notes", "namespace_id organization_id", "notes.id:filter");

	effect->nulled = build_names(b, "organization_id");
	effect->location.source = source_new(b->arena, "lib/job.rb", text, sizeof(text) - 1);
}

static void nullifies_orphans(struct build *b, struct job_reading *job)
{
	build_write(b, job, "notes", "namespace_id", "notes.namespace_id:join namespaces.id:join")->writes_null = true;
}

static void inserts(struct build *b, struct job_reading *job)
{
	build_insert(b, job, "notes", "namespace_id title", "old_notes.title:value");
}

static void upserts(struct build *b, struct job_reading *job)
{
	struct effect *effect = build_insert(b, job, "notes", "id namespace_id", NULL);

	effect->upsert = true;
	effect->to_columns = build_names(b, "namespace_id");
}

static void deletes_by_namespace(struct build *b, struct job_reading *job)
{
	build_delete(b, job, "notes", "notes.namespace_id:filter");
}

static void deletes_orphans(struct build *b, struct job_reading *job)
{
	build_delete(b, job, "notes", "notes.namespace_id:join namespaces.id:join");
}

static void deletes_duplicates(struct build *b, struct job_reading *job)
{
	struct effect *read = build_read(b, job, "notes", "id");

	build_reads(b, read, "notes.namespace_id:group notes.title:group");
	build_delete(b, job, "notes", "notes.id:filter");
}

static void deletes_other_rows(struct build *b, struct job_reading *job)
{
	build_delete(b, job, "notes", "notes.type:filter");
}

static void moves_rows(struct build *b, struct job_reading *job)
{
	build_insert(b, job, "archive", "id title", "notes.title:value notes.kind:filter");
}

static void copies_column(struct build *b, struct job_reading *job)
{
	build_write(b, job, "notes", "id_convert_to_bigint", "notes.id:value");
}

static void copies_table(struct build *b, struct job_reading *job)
{
	build_insert(b, job, "notes_copy", "*", "notes.*:value");
}

static void adds_not_null(struct build *b, struct migration *m)
{
	build_not_null(b, m, "notes", "namespace_id", true);
}

static void adds_not_valid(struct build *b, struct migration *m)
{
	build_not_null(b, m, "notes", "namespace_id", false);
}

static void adds_not_null_elsewhere(struct build *b, struct migration *m)
{
	build_not_null(b, m, "issues", "namespace_id", true);
}

static void adds_not_null_on_title(struct build *b, struct migration *m)
{
	build_not_null(b, m, "notes", "title", true);
}

static void changes_null(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_ALTER_COLUMN, OBJECT_COLUMN, "notes", "namespace_id")->nullable = TRI_NO;
}

static void adds_multi_column(struct build *b, struct migration *m)
{
	struct effect *effect = build_not_null(b, m, "notes", "namespace_id", true);

	effect->kind = CONSTRAINT_MULTI_NOT_NULL;
	effect->columns = build_names(b, "organization_id namespace_id");
}

static void validates_by_name(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_VALIDATE_CONSTRAINT, OBJECT_CONSTRAINT, "notes", NULL)->name = "check_notes_namespace_id";
}

static void prepares_validation(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_PREPARE_ASYNC, OBJECT_CONSTRAINT, "notes", NULL)->name = "check_notes_namespace_id";
}

static void adds_column(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_ADD_COLUMN, OBJECT_COLUMN, "notes", "namespace_id");
	build_not_null(b, m, "notes", "namespace_id", true);
}

static void adds_unique(struct build *b, struct migration *m)
{
	build_index(b, m, "notes", "namespace_id title", true);
}

static void adds_plain_index(struct build *b, struct migration *m)
{
	build_index(b, m, "notes", "namespace_id title", false);
}

static void adds_partial_unique(struct build *b, struct migration *m)
{
	build_index(b, m, "notes", "title", true)->predicate_columns = build_refs(b, "notes.namespace_id");
}

static void adds_unique_on_title(struct build *b, struct migration *m)
{
	build_index(b, m, "notes", "title", true);
}

static void adds_unique_with_key(struct build *b, struct migration *m)
{
	build_index(b, m, "notes", "id namespace_id", true);
}

static void adds_fk(struct build *b, struct migration *m)
{
	build_foreign_key(b, m, "notes", "namespace_id", "namespaces", true);
}

static void adds_default(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_ALTER_COLUMN, OBJECT_COLUMN, "notes", "namespace_id")->default_value = "0";
}

static void drops_column(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_DROP_COLUMN, OBJECT_COLUMN, "notes", "namespace_id");
}

static void drops_kind(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_DROP_COLUMN, OBJECT_COLUMN, "notes", "kind");
}

static void drops_table(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_DROP, OBJECT_TABLE, "notes", NULL);
}

static void drops_source_column(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_DROP_COLUMN, OBJECT_COLUMN, "projects", "namespace_id");
}

static void truncates(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_TRUNCATE, OBJECT_ROWS, "notes", NULL);
}

static void deletes_all(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_DELETE, OBJECT_ROWS, "notes", NULL);
}

static void deletes_of_kind(struct build *b, struct migration *m)
{
	build_reads(b, build_on(b, m, EFFECT_DELETE, OBJECT_ROWS, "notes", NULL), "notes.kind:filter");
}

static void deletes_by_id(struct build *b, struct migration *m)
{
	build_reads(b, build_on(b, m, EFFECT_DELETE, OBJECT_ROWS, "notes", NULL), "notes.id:filter");
}

static void nulls_title(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_WRITE, OBJECT_ROWS, "notes", "title")->writes_null = true;
}

static void renames_column(struct build *b, struct migration *m)
{
	struct effect *effect = build_on(b, m, EFFECT_RENAME, OBJECT_COLUMN, "notes", "namespace_id");

	effect->to = "space_id";
	effect->to_columns = build_names(b, "space_id");
}

static void renames_then_not_null(struct build *b, struct migration *m)
{
	renames_column(b, m);
	build_not_null(b, m, "notes", "space_id", true);
}

static void swaps_columns(struct build *b, struct migration *m)
{
	struct effect *effect = build_on(b, m, EFFECT_SWAP, OBJECT_COLUMN, "notes", "id");

	effect->to = "id_convert_to_bigint";
	effect->to_columns = build_names(b, "id_convert_to_bigint");
}

static void replaces_table(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_RENAME, OBJECT_TABLE, "notes", NULL)->to = "notes_archived";
	build_on(b, m, EFFECT_RENAME, OBJECT_TABLE, "notes_copy", NULL)->to = "notes";
}

static void retypes(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_ALTER_COLUMN, OBJECT_COLUMN, "notes", "namespace_id")->type = "bigint";
}

static void data_reads_result(struct build *b, struct migration *m)
{
	build_reads(b, build_on(b, m, EFFECT_WRITE, OBJECT_ROWS, "todos", "namespace_id"),
		    "notes.namespace_id:value todos.id:filter");
}

static void data_fills_the_same(struct build *b, struct migration *m)
{
	build_reads(b, build_on(b, m, EFFECT_WRITE, OBJECT_ROWS, "notes", "namespace_id"),
		    "notes.namespace_id:filter projects.namespace_id:value");
}

static void data_deletes_unfilled(struct build *b, struct migration *m)
{
	build_reads(b, build_on(b, m, EFFECT_DELETE, OBJECT_ROWS, "notes", NULL), "notes.namespace_id:filter");
}

static void data_reads_id(struct build *b, struct migration *m)
{
	build_reads(b, build_on(b, m, EFFECT_WRITE, OBJECT_ROWS, "todos", "note_id"), "notes.id:value");
}

static void queues_reader(struct build *b, struct migration *m)
{
	struct job_reading *job = build_job(b, "Reader");

	build_write(b, job, "todos", "namespace_id", "notes.namespace_id:value todos.note_id:join notes.id:join");
	build_queue(b, m, "Reader", "todos", "id", "[]");
}

static void queues_collector(struct build *b, struct migration *m)
{
	struct job_reading *job = build_job(b, "Collector");

	build_write(b, job, "spaces", "notes_count", "notes.namespace_id:join spaces.id:join");
	build_queue(b, m, "Collector", "spaces", "id", "[]");
}

static void queues_corrector(struct build *b, struct migration *m)
{
	struct job_reading *job = build_job(b, "Corrector");

	build_write(b, job, "notes", "namespace_id updated_at", "notes.namespace_id:filter notes.namespace_id:value");
	build_queue(b, m, "Corrector", "notes", "id", "[]");
}

static void queues_finder(struct build *b, struct migration *m)
{
	struct job_reading *job = build_job(b, "Finder");

	build_insert(b, job, "notes", "namespace_id kind", "notes.namespace_id:filter");
	build_write(b, job, "epics", "note_id", "epics.id:filter");
	build_queue(b, m, "Finder", "epics", "id", "[]");
}

static void queues_sibling(struct build *b, struct migration *m)
{
	struct job_reading *job = build_job(b, "Sibling");

	fills(b, job);
	build_queue(b, m, "Sibling", "notes", "id", "[]");
}

static void queues_stranger(struct build *b, struct migration *m)
{
	struct job_reading *job = build_job(b, "Stranger");

	build_write(b, job, "notes", "title", "notes.id:filter notes.title:value");
	build_queue(b, m, "Stranger", "notes", "id", "[]");
}

static void drops_temporary_index(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_DROP_INDEX, OBJECT_INDEX, "notes", "namespace_id")->name = "tmp_index_notes";
}

static void drops_other_index(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_DROP_INDEX, OBJECT_INDEX, "notes", "namespace_id title")->name = "index_notes";
}

static void drops_not_null(struct build *b, struct migration *m)
{
	build_on(b, m, EFFECT_DROP_CONSTRAINT, OBJECT_CONSTRAINT, "notes", NULL)->name = "check_notes_namespace_id";
}

static const struct edge_case cases[] = {
	{"fills", fills, NULL, adds_not_null, RELATION_NOT_NULL, "breaks"},
	{"upserts", upserts, NULL, adds_not_null, RELATION_NOT_NULL, "breaks"},
	{"change_column_null", fills, NULL, changes_null, RELATION_NOT_NULL, "breaks"},
	{"multi column", fills, NULL, adds_multi_column, RELATION_NOT_NULL, "breaks"},
	{"multi column, value moved", moves_value, NULL, adds_multi_column, RELATION_NOT_NULL, "benign"},
	{"not valid", fills, NULL, adds_not_valid, RELATION_NOT_NULL, "benign"},
	{"other table", fills, NULL, adds_not_null_elsewhere, RELATION_NOT_NULL, "none"},
	{"other column", fills, NULL, adds_not_null_on_title, RELATION_NOT_NULL, "none"},
	{"added before the queue", fills, adds_not_null, drops_not_null, RELATION_NOT_NULL, "none"},
	{"validated by name", fills, adds_not_valid, validates_by_name, RELATION_NOT_NULL, "breaks"},
	{"validation prepared", fills, adds_not_valid, prepares_validation, RELATION_NOT_NULL, "benign"},
	{"column younger than the job", fills, NULL, adds_column, RELATION_NOT_NULL, "none"},
	{"column added before", fills, adds_column, adds_not_null, RELATION_NOT_NULL, "breaks"},
	{"only nullifies", nullifies, NULL, adds_not_null, RELATION_NOT_NULL, "benign"},
	{"only inserts", inserts, NULL, adds_not_null, RELATION_NOT_NULL, "benign"},
	{"deletes by the column", deletes_by_namespace, NULL, adds_not_null, RELATION_NOT_NULL, "breaks"},
	{"deletes by another column", deletes_other_rows, NULL, adds_not_null, RELATION_NOT_NULL, "none"},
	{"not null through rename", fills, NULL, renames_then_not_null, RELATION_NOT_NULL, "breaks"},
	{"unique over filled", fills, NULL, adds_unique, RELATION_UNIQUE, "breaks"},
	{"unique over de-duplicated", deletes_duplicates, NULL, adds_unique, RELATION_UNIQUE, "breaks"},
	{"unique, other rows deleted", deletes_other_rows, NULL, adds_unique, RELATION_UNIQUE, "none"},
	{"unique by predicate", fills, NULL, adds_partial_unique, RELATION_UNIQUE, "breaks"},
	{"unique on another column", fills, NULL, adds_unique_on_title, RELATION_UNIQUE, "none"},
	{"unique with the primary key", fills, NULL, adds_unique_with_key, RELATION_UNIQUE, "benign"},
	{"unique over inserted", inserts, NULL, adds_unique, RELATION_UNIQUE, "benign"},
	{"plain index", fills, NULL, adds_plain_index, RELATION_UNIQUE, "none"},
	{"fk, orphans deleted", deletes_orphans, NULL, adds_fk, RELATION_FK, "breaks"},
	{"fk, orphans nullified", nullifies_orphans, NULL, adds_fk, RELATION_FK, "breaks"},
	{"fk, NULL passes", fills, NULL, adds_fk, RELATION_FK, "benign"},
	{"fk, default 0 does not", fills, adds_default, adds_fk, RELATION_FK, "breaks"},
	{"fk, deletes other rows", deletes_other_rows, NULL, adds_fk, RELATION_FK, "none"},
	{"rejects the NULLs", nullifies, NULL, adds_not_valid, RELATION_REJECTS_WRITE, "breaks"},
	{"may reject what is filled", fills, NULL, adds_not_valid, RELATION_REJECTS_WRITE, "benign"},
	{"rejects nothing else", fills, NULL, adds_not_null_on_title, RELATION_REJECTS_WRITE, "none"},
	{"drops the target column", fills, NULL, drops_column, RELATION_DROP_TARGET, "breaks"},
	{"which is no source", fills, NULL, drops_column, RELATION_DROP_SOURCE, "none"},
	{"drops the target table", fills, NULL, drops_table, RELATION_DROP_TARGET, "breaks"},
	{"truncates the target", fills, NULL, truncates, RELATION_DROP_TARGET, "benign"},
	{"drops the value", fills, NULL, drops_source_column, RELATION_DROP_SOURCE, "breaks"},
	{"drops the filter", moves_rows, NULL, drops_kind, RELATION_DROP_SOURCE, "breaks"},
	{"drops another column", moves_rows, NULL, drops_column, RELATION_DROP_SOURCE, "none"},
	{"drops the source table", moves_rows, NULL, drops_table, RELATION_DROP_SOURCE, "breaks"},
	{"truncates the source", moves_rows, NULL, truncates, RELATION_DROP_SOURCE, "breaks"},
	{"empties the source", moves_rows, NULL, deletes_all, RELATION_DROP_SOURCE, "breaks"},
	{"deletes what is moved", moves_rows, NULL, deletes_of_kind, RELATION_DROP_SOURCE, "breaks"},
	{"deletes some rows", moves_rows, NULL, deletes_by_id, RELATION_DROP_SOURCE, "none"},
	{"deletes rows to fill", fills, NULL, deletes_all, RELATION_DROP_SOURCE, "none"},
	{"nulls the source", moves_rows, NULL, nulls_title, RELATION_DROP_SOURCE, "breaks"},
	{"swaps the copy", copies_column, NULL, swaps_columns, RELATION_SWAP_OR_RENAME, "breaks"},
	{"swaps others", fills, NULL, swaps_columns, RELATION_SWAP_OR_RENAME, "none"},
	{"replaces by the copy", copies_table, NULL, replaces_table, RELATION_SWAP_OR_RENAME, "breaks"},
	{"replaces, works on the original", fills, NULL, replaces_table, RELATION_SWAP_OR_RENAME, "benign"},
	{"renames", fills, NULL, renames_column, RELATION_SWAP_OR_RENAME, "breaks"},
	{"retypes", fills, NULL, retypes, RELATION_SWAP_OR_RENAME, "benign"},
	{"data reads the result", fills, NULL, data_reads_result, RELATION_READS_RESULT, "breaks"},
	{"data fills the same", fills, NULL, data_fills_the_same, RELATION_READS_RESULT, "benign"},
	{"data deletes the unfilled", fills, NULL, data_deletes_unfilled, RELATION_READS_RESULT, "breaks"},
	{"data reads the key", fills, NULL, data_reads_id, RELATION_READS_RESULT, "none"},
	{"job reads the result", fills, NULL, queues_reader, RELATION_READS_RESULT, "breaks"},
	{"job does the same", fills, NULL, queues_sibling, RELATION_READS_RESULT, "benign"},
	{"job works elsewhere", fills, NULL, queues_stranger, RELATION_READS_RESULT, "none"},
	{"job reads inserted rows", inserts, NULL, queues_collector, RELATION_READS_RESULT, "breaks"},
	{"job looks rows up by key", inserts, NULL, queues_reader, RELATION_READS_RESULT, "benign"},
	{"job corrects the column", fills, NULL, queues_corrector, RELATION_READS_RESULT, "benign"},
	{"job looks before it inserts", fills, NULL, queues_finder, RELATION_READS_RESULT, "benign"},
	{"temporary index", fills, NULL, drops_temporary_index, RELATION_DROP_SUPPORT, "benign"},
	{"index of somebody else", fills, NULL, drops_other_index, RELATION_DROP_SUPPORT, "none"},
};

static void check_case(const struct edge_case *expected)
{
	struct build *b = build_new();
	struct job_reading *job = build_job(b, "Job");
	struct effect key = effect_make(EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT, (struct location){0});

	b->project.release = "18.2";
	build_table(b, "notes", "id title kind type namespace_id");
	key.table = "notes";
	key.name = "notes_pkey";
	key.kind = CONSTRAINT_PRIMARY_KEY;
	key.columns = build_names(b, "id");
	vec_push(b->arena, &b->project.structure, key);
	expected->job(b, job);
	if (expected->before)
		expected->before(b, build_regular(b, "20240801000000", "17.5"));
	build_queue(b, build_post(b, "20240901000000", "17.6"), "Job", "notes", "id", "[]");
	expected->dependent(b, build_post(b, "20250110000000", "18.1"));
	const struct graph *graph = build_graph(b);
	const struct edge *breaks = build_find(graph, expected->relation, SEVERITY_BREAKS, "Job");
	const struct edge *benign = build_find(graph, expected->relation, SEVERITY_BENIGN, "Job");
	const char *found = breaks ? "breaks" : benign ? "benign" : "none";
	if (!str_equal(found, expected->expected))
		fail_msg("%s: %s instead of %s", expected->name, found, expected->expected);
	if (benign)
		assert_non_null(benign->why_benign);
	if (breaks && breaks->certainty == CERTAINTY_PROVEN)
		assert_int_equal(breaks->verdict, VERDICT_IMPLICIT_STOP);
	build_free(b);
}

static void test_relations(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_case(&cases[i]);
}

/* Several columns of one migration make one edge. */
static void test_columns_are_merged(void **state)
{
	struct build *b = build_new();
	struct job_reading *job = build_job(b, "Job");

	(void)state;
	build_write(b, job, "notes", "a", "users.first:value users.last:value");
	build_queue(b, build_post(b, "20240901000000", "17.6"), "Job", "notes", "id", "[]");
	struct migration *m = build_post(b, "20250110000000", "18.1");
	build_on(b, m, EFFECT_DROP_COLUMN, OBJECT_COLUMN, "users", "first");
	build_on(b, m, EFFECT_DROP_COLUMN, OBJECT_COLUMN, "users", "last");
	const struct graph *graph = build_graph(b);
	assert_int_equal(graph->edges.count, 1);
	assert_int_equal(graph->edges.items[0].columns.count, 2);
	build_free(b);
}

/* A constraint on the parent concerns a job on a partition, and the other way round; a view leads to its table. */
static void test_partitions_and_views(void **state)
{
	struct build *b = build_new();
	struct job_reading *part = build_job(b, "OnPartition");
	struct job_reading *view = build_job(b, "OnView");

	(void)state;
	build_write(b, part, "p_notes_1", "namespace_id", NULL);
	build_write(b, view, "notes_view", "namespace_id", NULL);
	struct effect attached = effect_make(EFFECT_PARTITION, OBJECT_TABLE, (struct location){0});
	attached.table = "p_notes_1";
	attached.references = "p_notes";
	vec_push(b->arena, &b->project.structure, attached);
	struct effect created = effect_make(EFFECT_CREATE, OBJECT_VIEW, (struct location){0});
	created.table = "notes_view";
	created.references = "p_notes";
	vec_push(b->arena, &b->project.structure, created);
	build_queue(b, build_post(b, "20240901000000", "17.6"), "OnPartition", "p_notes_1", "id", "[]");
	build_queue(b, build_post(b, "20240902000000", "17.6"), "OnView", "notes_view", "id", "[]");
	build_not_null(b, build_post(b, "20250110000000", "18.1"), "p_notes", "namespace_id", true);
	const struct graph *graph = build_graph(b);
	assert_non_null(build_find(graph, RELATION_NOT_NULL, SEVERITY_BREAKS, "OnPartition"));
	assert_non_null(build_find(graph, RELATION_NOT_NULL, SEVERITY_BREAKS, "OnView"));
	build_free(b);
}

static void test_declared_and_deleted(void **state)
{
	struct build *b = build_new();

	(void)state;
	b->project.release = "18.2";
	build_job(b, "Job");
	build_queue(b, build_post(b, "20240901000000", "17.6"), "Job", "notes", "id", "[]");
	build_queue(b, build_post(b, "20240902000000", "17.6"), "Gone", "notes", "id", "[]");
	struct migration *m = build_post(b, "20250110000000", "18.1");
	m->dependent_jobs = build_names(b, "20240901000000");
	const struct graph *graph = build_graph(b);
	assert_int_equal(graph->edges.count, 2);
	assert_non_null(build_find(graph, RELATION_DECLARED, SEVERITY_BREAKS, "Job"));
	const struct edge *gone = build_find(graph, RELATION_DELETE_JOB, SEVERITY_BREAKS, "Gone");
	assert_non_null(gone);
	assert_null(gone->dependent);
	assert_int_equal(gone->verdict, VERDICT_NONE);
	build_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_relations),
		cmocka_unit_test(test_columns_are_merged),
		cmocka_unit_test(test_partitions_and_views),
		cmocka_unit_test(test_declared_and_deleted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
