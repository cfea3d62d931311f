/* The past stops that the database caused, as small projects with the stops that were known at the time. */
#include "tests/support/build.h"
#include "tests/support/cmocka_all.h"

static struct migration *released(struct build *b, bool post, const char *version, const char *release)
{
	struct migration *migration = post ? build_post(b, version, NULL) : build_regular(b, version, NULL);

	migration->tag_release = release;
	return migration;
}

static void assert_interval(const struct edge *edge, struct release from, struct release before)
{
	assert_non_null(edge);
	assert_int_equal(release_compare_minor(edge->interval_from, from), 0);
	assert_int_equal(release_compare_minor(edge->interval_before, before), 0);
}

/* The job reads a column that is dropped eight releases later; the second run moves the interval. */
static struct build *dropped_state(void)
{
	struct build *b = build_new();
	struct job_reading *job = build_job(b, "ResetMergeStatus");

	b->project.release = "12.9";
	build_write(b, job, "merge_requests", "merge_status",
		    "merge_requests.id:filter merge_requests.state:filter merge_requests.merge_status:filter");
	build_sidekiq(b, released(b, true, "20190528180441", "12.0"), EFFECT_QUEUE, "ResetMergeStatus",
		      "merge_requests");
	build_sidekiq(b, released(b, true, "20190620112608", "12.1"), EFFECT_QUEUE, "ResetMergeStatus",
		      "merge_requests");
	struct migration *index = released(b, true, "20200219184219", "12.9");
	build_on(b, index, EFFECT_DROP_INDEX, OBJECT_INDEX, "merge_requests", "state merge_status")->name = "index_mr";
	struct migration *drop = released(b, true, "20200219193117", "12.9");
	build_on(b, drop, EFFECT_DROP_COLUMN, OBJECT_COLUMN, "merge_requests", "state");
	return b;
}

static void test_read_column_dropped(void **state)
{
	struct build *b = dropped_state();

	(void)state;
	const struct graph *graph = build_graph(b);
	const struct edge *edge = build_find(graph, RELATION_DROP_SOURCE, SEVERITY_BREAKS, NULL);
	assert_interval(edge, (struct release){12, 1, -1}, (struct release){12, 9, -1});
	assert_int_equal(edge->verdict, VERDICT_IMPLICIT_STOP);
	assert_int_equal(edge->certainty, CERTAINTY_PROVEN);
	const struct edge *index = build_find(graph, RELATION_DROP_SUPPORT, SEVERITY_BENIGN, NULL);
	assert_non_null(index);
	assert_int_equal(index->verdict, VERDICT_NONE);
	build_free(b);
}

/* With the stop that was declared afterwards, only the missing gate is left to say. */
static void test_read_column_dropped_with_stop(void **state)
{
	struct build *b = dropped_state();

	(void)state;
	build_stop(b, "12.1", STOP_REQUIRED);
	const struct edge *edge = build_find(build_graph(b), RELATION_DROP_SOURCE, SEVERITY_BREAKS, NULL);
	assert_int_equal(edge->verdict, VERDICT_STOP_ONLY);
	build_free(b);
}

static void test_unique_over_deduplicated(void **state)
{
	struct build *b = build_new();
	struct job_reading *job = build_job(b, "RemoveDuplicateServices");

	(void)state;
	b->project.release = "13.9";
	build_reads(b, build_read(b, job, "services", "id"),
		    "services.project_id:group services.type:group services.project_id:filter");
	build_delete(b, job, "services", "services.id:filter");
	released(b, true, "20201207165956", "13.8")->is_noop = true;
	build_sidekiq(b, released(b, true, "20210112143418", "13.8"), EFFECT_QUEUE, "RemoveDuplicateServices",
		      "services");
	build_index(b, released(b, false, "20210126091713", "13.9"), "services", "project_id type", true);
	const struct edge *edge = build_find(build_graph(b), RELATION_UNIQUE, SEVERITY_BREAKS, NULL);
	assert_interval(edge, (struct release){13, 8, -1}, (struct release){13, 9, -1});
	assert_int_equal(edge->verdict, VERDICT_IMPLICIT_STOP);
	assert_int_equal(edge->certainty, CERTAINTY_PROVEN);
	assert_int_equal(edge->columns.count, 2);
	build_free(b);
}

/* The job is run inline where nobody had to stop before, and its sources are dropped behind it. */
static void test_foregrounded_job(void **state)
{
	static const char *const job_name = "MigrateCommitUsers";
	struct build *b = build_new();
	struct job_reading *job = build_job(b, job_name);
	struct job_reading *steal = build_job(b, "StealMigrateCommitUsers");

	(void)state;
	b->project.release = "14.5";
	build_stop(b, "14.0", STOP_REQUIRED);
	build_write(b, job, "diff_commits", "commit_author_id", "diff_commits.author_name:value");
	names_push(b->arena, &steal->delegates, job_name);
	build_sidekiq(b, released(b, true, "20210708130419", "14.1"), EFFECT_QUEUE, job_name, "diff_commits");
	build_sidekiq(b, released(b, true, "20210901153324", "14.3"), EFFECT_QUEUE, "StealMigrateCommitUsers",
		      "diff_commits");
	struct effect *gate =
		build_sidekiq(b, released(b, false, "20211012134316", "14.5"), EFFECT_GATE, job_name, NULL);
	((struct job_effect *)gate->job)->manner = GATE_PERFORM;
	build_on(b, released(b, true, "20211012143815", "14.5"), EFFECT_DROP_COLUMN, OBJECT_COLUMN, "diff_commits",
		 "author_name");
	const struct graph *graph = build_graph(b);
	const struct edge *finalizes = build_find(graph, RELATION_FINALIZES, SEVERITY_BREAKS, job_name);
	assert_interval(finalizes, (struct release){14, 1, -1}, (struct release){14, 5, -1});
	assert_int_equal(finalizes->verdict, VERDICT_EARLY_FINALIZE_ERROR);
	const char *both[] = {job_name, "StealMigrateCommitUsers"};
	for (size_t i = 0; i < 2; i++) {
		const struct edge *drop = build_find(graph, RELATION_DROP_SOURCE, SEVERITY_BREAKS, both[i]);
		assert_non_null(drop);
		assert_int_equal(drop->gate_position, GATE_BEFORE);
		assert_int_equal(drop->verdict, VERDICT_NONE);
	}
	build_free(b);
}

static void chain_of_projects(struct build *b)
{
	struct job_reading *first = build_job(b, "BackfillProjectNamespaces");
	struct job_reading *second = build_job(b, "BackfillNamespaceIdForRoute");

	build_stop(b, "14.0", STOP_REQUIRED);
	b->project.release = "14.10";
	build_write(b, first, "projects", "project_namespace_id", "projects.project_namespace_id:filter");
	build_write(b, second, "routes", "namespace_id",
		    "projects.project_namespace_id:value routes.source_id:join projects.id:join");
	build_queue(b, released(b, true, "20220301093434", "14.9"), "BackfillProjectNamespaces", "projects", "id",
		    "[null,\"up\"]");
}

static void test_second_job_reads_the_first(void **state)
{
	struct build *b = build_new();

	(void)state;
	chain_of_projects(b);
	build_queue(b, released(b, true, "20220323023800", "14.10"), "BackfillNamespaceIdForRoute", "routes", "id",
		    "[]");
	const struct edge *edge = build_find(build_graph(b), RELATION_READS_RESULT, SEVERITY_BREAKS, NULL);
	assert_interval(edge, (struct release){14, 9, -1}, (struct release){14, 10, -1});
	assert_int_equal(edge->verdict, VERDICT_IMPLICIT_STOP);
	assert_string_equal(edge->dependent_job->class_name, "BackfillNamespaceIdForRoute");
	build_free(b);
}

static void test_raising_gate_in_between(void **state)
{
	struct build *b = build_new();

	(void)state;
	chain_of_projects(b);
	struct effect *gate = build_gate(b, released(b, true, "20220322071127", "14.10"), "BackfillProjectNamespaces",
					 "projects", "id", "[null,\"up\"]");
	((struct job_effect *)gate->job)->manner = GATE_RAISES;
	build_queue(b, released(b, true, "20220323023800", "14.10"), "BackfillNamespaceIdForRoute", "routes", "id",
		    "[]");
	build_not_null(b, released(b, true, "20220326163653", "14.10"), "projects", "project_namespace_id", false);
	const struct graph *graph = build_graph(b);
	const struct edge *finalizes = build_find(graph, RELATION_FINALIZES, SEVERITY_BREAKS, NULL);
	assert_interval(finalizes, (struct release){14, 9, -1}, (struct release){14, 10, -1});
	assert_int_equal(finalizes->verdict, VERDICT_EARLY_FINALIZE_ERROR);
	const struct edge *reads = build_find(graph, RELATION_READS_RESULT, SEVERITY_BREAKS, NULL);
	assert_int_equal(reads->gate_position, GATE_BEFORE);
	assert_int_equal(reads->verdict, VERDICT_NONE);
	assert_non_null(build_find(graph, RELATION_NOT_NULL, SEVERITY_BENIGN, "BackfillProjectNamespaces"));
	build_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_column_dropped),        cmocka_unit_test(test_read_column_dropped_with_stop),
		cmocka_unit_test(test_unique_over_deduplicated),   cmocka_unit_test(test_foregrounded_job),
		cmocka_unit_test(test_second_job_reads_the_first), cmocka_unit_test(test_raising_gate_in_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
