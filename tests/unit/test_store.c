/* The index of a small graph made by hand: what is loaded, what a file may be, and what a question may do. */
#include "graph/store.h"

#include "tests/support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Two migrations, a job that the first queues, a stop, and an edge that says that the second needs the job. */
struct fixture {
	struct folder_fixture folder;
	struct arena *arena;
	struct project project;
	struct graph graph;
	struct store_origin origin;
	const char *path;
	char answer[4096]; /* "a|b\nc|d\n" */
};

static struct source *file(struct fixture *f, const char *path)
{
	static const char text[] = "line one\nline two\nline three\n";

	return source_new(f->arena, path, text, sizeof(text) - 1);
}

static struct migration *add_migration(struct fixture *f, const char *version, enum migration_kind kind, int minor)
{
	struct migration *migration = ARENA_NEW(f->arena, struct migration);

	*migration = (struct migration){.version = version, .kind = kind, .database = "main", .class_name = "Change"};
	migration->path = str_printf(f->arena, "db/%s_change.rb", version);
	migration->source = file(f, migration->path);
	struct placed_migration placed = {.migration = migration,
					  .release = {18, minor, -1},
					  .release_source = RELEASE_MILESTONE,
					  .order = f->graph.migrations.count};
	vec_push(f->arena, &f->graph.migrations, placed);
	return migration;
}

static struct effect *add_effect(struct fixture *f, struct migration *migration, enum effect_verb verb,
				 enum effect_object object, const char *what)
{
	struct location location = {migration->source, 9, 4};
	struct effect effect = effect_make(verb, object, location);

	effect.statement = migration->statements.count;
	effect.table = "notes";
	names_push(f->arena, &effect.columns, "project_id");
	vec_push(f->arena, &migration->statements, (struct statement){location, what, true, NULL});
	vec_push(f->arena, &migration->effects, effect);
	return vec_last(&migration->effects);
}

static struct job *add_job(struct fixture *f, const struct effect *queue)
{
	struct job *job = ARENA_NEW(f->arena, struct job);
	struct job_run run = {&f->graph.migrations.items[0],
			      "20250101000000",
			      {18, 3, -1},
			      RELEASE_MILESTONE,
			      queue->location,
			      GUARD_NONE,
			      true,
			      queue};

	*job = (struct job){.id = "BackfillNotes/notes.id/[]",
			    .class_name = "BackfillNotes",
			    .table = "notes",
			    .batch_column = "id",
			    .resolved = true};
	vec_push(f->arena, &job->runs, run);
	names_push(f->arena, &job->reads, "notes.id");
	names_push(f->arena, &job->writes, "notes.project_id");
	names_push(f->arena, &job->writes, "notes:delete");
	vec_push(f->arena, &f->graph.jobs, job);
	return job;
}

static void add_edge(struct fixture *f, struct job *job, const struct effect *dependent)
{
	struct edge edge = {
		.job = job,
		.run = &job->runs.items[0],
		.dependent = &f->graph.migrations.items[1],
		.dependent_effect = dependent,
		.dependent_path = f->graph.migrations.items[1].migration->path,
		.dependent_release = {18, 10, -1},
		.relation = RELATION_NOT_NULL,
		.severity = SEVERITY_BREAKS,
		.certainty = CERTAINTY_PROVEN,
		.table = "notes",
		.interval_from = {18, 3, -1},
		.interval_before = {18, 10, -1},
		.stop = &f->graph.stops.items[0],
		.verdict = VERDICT_STOP_ONLY,
	};

	names_push(f->arena, &edge.columns, "project_id");
	vec_push(f->arena, &edge.stops, edge.stop);
	vec_push(f->arena, &edge.evidence,
		 (struct link){LINK_DEPENDENT, dependent->location, "adds NOT NULL on notes.project_id"});
	vec_push(f->arena, &f->graph.edges, edge);
}

static void make_graph(struct fixture *f)
{
	f->project = (struct project){.profile = "gitlab", .release = "18.10", .stops_declared = true};
	f->graph.project = &f->project;
	f->graph.release = (struct release){18, 10, -1};
	struct migration *first = add_migration(f, "20250101000000", MIGRATION_REGULAR, 3);
	struct migration *second = add_migration(f, "20250901000000", MIGRATION_POST, 10);
	struct effect *queue = add_effect(f, first, EFFECT_QUEUE, OBJECT_JOB, "queue_batched_background_migration");
	struct effect *not_null = add_effect(f, second, EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT, "add_not_null");
	vec_push(f->arena, &second->unresolved,
		 (struct unresolved){not_null->location, "execute", "the text is computed at run time"});
	vec_push(f->arena, &second->unresolved,
		 (struct unresolved){not_null->location, "execute", "the text is computed at run time"});
	vec_push(f->arena, &f->graph.stops,
		 (struct declared_stop){.release = "18.5",
					.kind = STOP_REQUIRED,
					.comment = "",
					.location = {file(f, "config/upgrade_path.yml"), 0, 4}});
	add_edge(f, add_job(f, queue), not_null);
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	folder_make(&f->folder);
	f->arena = arena_new();
	f->origin = (struct store_origin){"/a/tree", "0123456789abcdef", "1.0"};
	f->path = str_copy(f->arena, folder_path(&f->folder, "index.sqlite"));
	make_graph(f);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	folder_remove(&f->folder);
	arena_free(f->arena);
	free(f);
	return 0;
}

static int take_row(void *payload, const struct store_value *values, size_t count)
{
	struct fixture *f = payload;

	for (size_t i = 0; i < count; i++) {
		size_t used = strlen(f->answer);
		const char *end = i + 1 < count ? "|" : "\n";
		if (values[i].kind == STORE_INTEGER)
			snprintf(f->answer + used, sizeof(f->answer) - used, "%lld%s", (long long)values[i].integer,
				 end);
		else
			snprintf(f->answer + used, sizeof(f->answer) - used, "%s%s",
				 values[i].text ? values[i].text : "", end);
	}
	return 0;
}

static enum store_answer ask(struct fixture *f, struct store *store, const char *sql, struct store_error *error)
{
	struct store_query query = {.seconds = 0.5, .payload = f, .row = take_row};

	f->answer[0] = '\0';
	return store_query(store, sql, &query, error);
}

static struct store *build(struct fixture *f, const char *path)
{
	struct store_error error = {0};
	struct store *store = store_build(f->arena, path, &f->graph, &f->origin, &error);

	if (!store)
		fail_msg("%s", error.text);
	return store;
}

static void the_graph_can_be_asked(void **state)
{
	static const struct {
		const char *sql;
		const char *answer;
	} rows[] = {
		{"SELECT value FROM info WHERE key = 'release'", "18.10\n"},
		{"SELECT number, version, kind, release, release_key FROM migrations",
		 "1|20250101000000|regular|18.3|18003\n2|20250901000000|post|18.10|18010\n"},
		{"SELECT count(*) FROM statements", "2\n"},
		{"SELECT verb, object, table_name, columns, line FROM effects ORDER BY number",
		 "queue|job|notes|project_id|2\nadd_constraint|constraint|notes|project_id|2\n"},
		{"SELECT role, column_name FROM effect_columns WHERE effect = 2", "key|project_id\n"},
		{"SELECT table_name, what, column_name FROM job_writes", "notes|delete|\nnotes|update|project_id\n"},
		{"SELECT table_name, column_name FROM job_reads", "notes|id\n"},
		{"SELECT id, queue_version, release FROM open_jobs", "BackfillNotes/notes.id/[]|20250101000000|18.3\n"},
		{"SELECT job, dependent, stop, stop_kind, rule FROM ungated_edges",
		 "BackfillNotes/notes.id/[]|20250901000000|18.5|required|stop-only-dependency\n"},
		{"SELECT path, line FROM edge_findings", "db/20250901000000_change.rb|2\n"},
		{"SELECT * FROM edges_by_release", "18.10|not_null|breaks|1|0|0\n"},
		{"SELECT * FROM stop_uses", "18.5|required|1|1\n"},
		{"SELECT column_name, job FROM columns_written_by_jobs WHERE what = 'update'",
		 "project_id|BackfillNotes/notes.id/[]\n"},
		{"SELECT path, what, migration, job FROM unresolved", "db/20250901000000_change.rb|execute|2|\n"},
		{"PRAGMA user_version", "1\n"},
		{"PRAGMA foreign_key_check", ""},
		{"PRAGMA integrity_check", "ok\n"},
	};
	struct fixture *f = *state;
	struct store_error error;
	struct store *store = build(f, f->path);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (ask(f, store, rows[i].sql, &error) != STORE_ANSWERED)
			fail_msg("%s: %s", rows[i].sql, error.text);
		assert_string_equal(f->answer, rows[i].answer);
	}
	store_close(store);
}

static void every_view_can_be_asked(void **state)
{
	struct fixture *f = *state;
	struct store_error error;
	struct store *store = build(f, NULL);
	size_t count;
	const struct store_table *tables = store_tables(STORE_TREE, &count);

	for (size_t i = 0; i < count; i++) {
		assert_true(strlen(tables[i].sentence) > 10);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(tables[i].name, tables[j].name);
		if (tables[i].part == STORE_INDEX)
			continue;
		const char *sql = str_printf(f->arena, "SELECT * FROM %s", tables[i].name);
		if (ask(f, store, sql, &error) != STORE_ANSWERED)
			fail_msg("%s: %s", sql, error.text);
	}
	store_close(store);
}

static void only_one_reading_statement_is_run(void **state)
{
	static const char *const rows[] = {
		"DELETE FROM edges",
		"DROP TABLE edges",
		"INSERT INTO stops (release, kind) VALUES ('1.0', 'required')",
		"CREATE TEMP TABLE t (a)",
		"ATTACH '/tmp/stopgraph-never.sqlite' AS other",
		"VACUUM INTO '/tmp/stopgraph-never.sqlite'",
		"BEGIN",
		"PRAGMA user_version = 7",
		"PRAGMA journal_mode = WAL",
		"PRAGMA writable_schema = 1",
		"SELECT load_extension('x')",
		"SELECT 1; SELECT 2",
		"SELECT 1; nonsense",
		"SELECT ?",
		"",
		" -- nothing\n",
		"SELEC 1",
		"SELECT nothing FROM edges",
		"SELECT * FROM nowhere",
	};
	struct fixture *f = *state;
	struct store_error error;
	struct store *store = build(f, f->path);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (ask(f, store, rows[i], &error) != STORE_INVALID)
			fail_msg("%s: %s", rows[i], f->answer);
		assert_non_null(error.text);
		assert_string_equal(f->answer, "");
	}
	assert_int_equal(ask(f, store, "SELECT 1 ; -- the end\n", &error), STORE_ANSWERED);
	ask(f, store, "SELECT a FROM edges", &error);
	assert_int_equal(error.offset, 7);
	store_close(store);
}

static void a_runaway_query_ends(void **state)
{
	struct fixture *f = *state;
	struct store_error error;
	struct store *store = build(f, NULL);

	assert_int_equal(ask(f, store,
			     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
			     &error),
			 STORE_TIMEOUT);
	assert_int_equal(ask(f, store, "SELECT 1", &error), STORE_ANSWERED);
	store_close(store);
}

static enum store_state state_of(struct fixture *f, const struct store_origin *origin)
{
	struct store *store = NULL;
	struct store_error error;
	enum store_state state = store_open(f->arena, f->path, origin, &store, &error);

	store_close(store);
	if (state != STORE_READY)
		assert_non_null(error.text);
	return state;
}

static void patch(const struct fixture *f, long offset, const char *bytes, size_t length)
{
	FILE *index = fopen(f->path, "r+b");

	assert_non_null(index);
	fseek(index, offset, SEEK_SET);
	assert_int_equal(fwrite(bytes, 1, length, index), length);
	fclose(index);
}

static void a_file_is_used_only_if_it_answers_for_the_tree(void **state)
{
	struct fixture *f = *state;
	struct store_origin other_tree = {"/b", f->origin.digest, "1.0"};
	struct store_origin changed = {f->origin.tree, "fedcba9876543210", "1.0"};
	struct store_origin other_tool = {f->origin.tree, f->origin.digest, "1.1"};

	assert_int_equal(state_of(f, &f->origin), STORE_MISSING);
	store_close(build(f, f->path));
	assert_int_equal(state_of(f, &f->origin), STORE_READY);
	assert_int_equal(state_of(f, &other_tree), STORE_OTHER);
	assert_int_equal(state_of(f, &changed), STORE_STALE);
	assert_int_equal(state_of(f, &other_tool), STORE_STALE);
	patch(f, 60, "\0\0\0\x63", 4);
	assert_int_equal(state_of(f, &f->origin), STORE_NEWER);
	patch(f, 60, "\0\0\0\0", 4);
	assert_int_equal(state_of(f, &f->origin), STORE_OLDER);
	patch(f, 68, "abcd", 4);
	assert_int_equal(state_of(f, &f->origin), STORE_FOREIGN);
}

static void a_damaged_file_is_built_anew(void **state)
{
	static const char rubbish[5000] = {'x'};
	struct fixture *f = *state;

	store_close(build(f, f->path));
	patch(f, 9000, rubbish, sizeof(rubbish));
	assert_int_equal(state_of(f, &f->origin), STORE_DAMAGED);
	store_close(build(f, f->path));
	assert_int_equal(state_of(f, &f->origin), STORE_READY);
	assert_int_equal(truncate(f->path, 8192), 0);
	assert_int_equal(state_of(f, &f->origin), STORE_DAMAGED);
	assert_int_equal(truncate(f->path, 50), 0);
	assert_int_equal(state_of(f, &f->origin), STORE_DAMAGED);
	assert_int_equal(truncate(f->path, 0), 0);
	assert_int_equal(state_of(f, &f->origin), STORE_DAMAGED);
	store_close(build(f, f->path));
	assert_int_equal(state_of(f, &f->origin), STORE_READY);
}

static void what_is_no_index_is_kept_aside(void **state)
{
	struct fixture *f = *state;
	struct store_error error;

	folder_write(&f->folder, "index.sqlite", "a letter to a friend");
	assert_int_equal(state_of(f, &f->origin), STORE_FOREIGN);
	store_close(build(f, f->path));
	assert_int_equal(state_of(f, &f->origin), STORE_READY);
	assert_int_equal(access(folder_path(&f->folder, "index.sqlite.old"), F_OK), 0);
	folder_write(&f->folder, "index.sqlite", "another letter");
	assert_null(store_build(f->arena, f->path, &f->graph, &f->origin, &error));
	assert_non_null(error.text);
	assert_int_equal(state_of(f, &f->origin), STORE_FOREIGN);
	assert_null(store_build(f->arena, f->folder.path, &f->graph, &f->origin, &error));
	assert_int_equal(access(f->folder.path, F_OK), 0);
}

static void a_load_that_fails_leaves_the_old_index(void **state)
{
	struct fixture *f = *state;
	struct store_error error;

	store_close(build(f, f->path));
	f->graph.edges.items[0].job = NULL;
	assert_null(store_build(f->arena, f->path, &f->graph, &f->origin, &error));
	assert_non_null(error.text);
	assert_int_equal(state_of(f, &f->origin), STORE_READY);
	assert_null(store_build(f->arena, folder_path(&f->folder, "not/there/../../none/x"), &f->graph, &f->origin,
				&error));
}

static void equal_graphs_give_equal_files(void **state)
{
	struct fixture *f = *state;
	char command[512];

	store_close(build(f, f->path));
	store_close(build(f, folder_path(&f->folder, "again.sqlite")));
	snprintf(command, sizeof(command), "cmp -s %s/index.sqlite %s/again.sqlite", f->folder.path, f->folder.path);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command), "test $(ls %s | wc -l) = 2", f->folder.path);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_graph_can_be_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_view_can_be_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_one_reading_statement_is_run, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_runaway_query_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_is_used_only_if_it_answers_for_the_tree, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_damaged_file_is_built_anew, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_index_is_kept_aside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_load_that_fails_leaves_the_old_index, set_up, tear_down),
		cmocka_unit_test_setup_teardown(equal_graphs_give_equal_files, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
