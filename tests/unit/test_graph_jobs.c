/* Identities, runs, gates and cancellations: which queue counts, which gate matches. */
#include "tests/support/build.h"
#include "tests/support/cmocka_all.h"

static struct build *with_job(void)
{
	struct build *b = build_new();
	struct job_reading *job = build_job(b, "Job");

	b->project.release = "18.5";
	build_write(b, job, "notes", "namespace_id", "projects.namespace_id:value");
	return b;
}

static const struct edge *not_null(struct build *b, const char *version, const char *milestone)
{
	build_not_null(b, build_post(b, version, milestone), "notes", "namespace_id", true);
	return build_find(build_graph(b), RELATION_NOT_NULL, SEVERITY_BREAKS, "Job");
}

static void test_id_is_class_table_column_arguments(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_queue(b, build_post(b, "20240101000000", "17.0"), "::Job", "notes", "id", "[null,\"up\"]");
	const struct job *job = build_find_job(build_graph(b), "Job");
	assert_string_equal(job->id, "Job/notes.id/[null,\"up\"]");
	assert_true(job->resolved);
	assert_string_equal(job->writes.items[0], "notes.namespace_id");
	assert_true(names_has(&job->reads, "projects.namespace_id"));
	assert_true(names_has(&job->reads, "notes.id"));
	build_free(b);
}

static void test_requeue_moves_the_interval(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[]");
	struct migration *again = build_post(b, "20240601000000", "17.4");
	build_cancel(b, again, "Job", "notes", "id", "[]");
	build_queue(b, again, "Job", "notes", "id", "[]");
	const struct edge *edge = not_null(b, "20250101000000", "18.0");
	assert_int_equal(edge->interval_from.minor, 4);
	assert_true(edge->job->runs.items[0].live);
	assert_true(edge->job->runs.items[1].live);
	assert_int_equal(edge->job->cancels.count, 1);
	build_free(b);
}

static void test_second_queue_is_no_op(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[]");
	build_queue(b, build_post(b, "20240601000000", "17.4"), "Job", "notes", "id", "[]");
	const struct edge *edge = not_null(b, "20250101000000", "18.0");
	assert_int_equal(edge->interval_from.minor, 0);
	assert_false(edge->job->runs.items[1].live);
	build_free(b);
}

static void test_cancelled_job_has_no_edge(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[]");
	build_cancel(b, build_post(b, "20240601000000", "17.4"), "Job", "notes", "id", "[]");
	assert_null(not_null(b, "20250101000000", "18.0"));
	build_free(b);
}

static void test_gate_with_other_arguments(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[\"up\"]");
	build_gate(b, build_post(b, "20240601000000", "17.4"), "Job", "notes", "id", "[\"down\"]");
	const struct edge *edge = not_null(b, "20250101000000", "18.0");
	assert_int_equal(edge->gate_position, GATE_NONE);
	assert_int_equal(edge->job->gates.count, 1);
	assert_false(edge->job->gates.items[0].matches);
	assert_null(build_find(build_graph(b), RELATION_FINALIZES, SEVERITY_BREAKS, NULL));
	build_free(b);
}

static void test_gate_counts_for_the_last_queue_only(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[]");
	build_gate(b, build_post(b, "20240301000000", "17.3"), "Job", "notes", "id", "[]");
	build_queue(b, build_post(b, "20240601000000", "17.4"), "Job", "notes", "id", "[]");
	const struct edge *edge = not_null(b, "20250101000000", "18.0");
	assert_int_equal(edge->interval_from.minor, 4);
	assert_int_equal(edge->gate_position, GATE_NONE);
	build_free(b);
}

static void test_steal_does_not_gate_a_batched_job(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[]");
	build_sidekiq(b, build_post(b, "20240301000000", "17.3"), EFFECT_GATE, "Job", NULL);
	const struct edge *edge = not_null(b, "20250101000000", "18.0");
	assert_int_equal(edge->gate_position, GATE_NONE);
	assert_int_equal(edge->job->gates.count, 1);
	assert_false(edge->job->gates.items[0].matches);
	build_free(b);
}

static void test_sidekiq_gate_matches_by_class(void **state)
{
	struct build *b = with_job();

	(void)state;
	b->project.release = "13.9";
	build_sidekiq(b, build_post(b, "20200101000000", NULL), EFFECT_QUEUE, "Job", "notes");
	build_sidekiq(b, build_post(b, "20200301000000", NULL), EFFECT_GATE, "::Job", NULL);
	const struct edge *edge = not_null(b, "20200401000000", NULL);
	assert_int_equal(edge->gate_position, GATE_BEFORE);
	assert_string_equal(edge->gate->migration->migration->version, "20200301000000");
	build_free(b);
}

static void test_inline_perform_gates_delegating_jobs(void **state)
{
	struct build *b = with_job();
	struct job_reading *steal = build_job(b, "StealJob");

	(void)state;
	b->project.release = "14.5";
	names_push(b->arena, &steal->delegates, "Job");
	build_sidekiq(b, build_post(b, "20200101000000", NULL), EFFECT_QUEUE, "StealJob", "notes");
	struct effect *gate = build_sidekiq(b, build_post(b, "20200301000000", NULL), EFFECT_GATE, "Job", NULL);
	((struct job_effect *)gate->job)->manner = GATE_PERFORM;
	build_not_null(b, build_post(b, "20200401000000", NULL), "notes", "namespace_id", true);
	const struct edge *edge = build_find(build_graph(b), RELATION_NOT_NULL, SEVERITY_BREAKS, "StealJob");
	assert_non_null(edge);
	assert_int_equal(edge->gate_position, GATE_BEFORE);
	build_free(b);
}

static void test_chained_job_is_pending(void **state)
{
	struct build *b = with_job();
	struct job_reading *first = build_job(b, "First");
	struct job_effect *queued = ARENA_NEW(b->arena, struct job_effect);
	struct effect effect = effect_make(EFFECT_QUEUE, OBJECT_JOB, (struct location){0});

	(void)state;
	queued->era = JOB_SIDEKIQ;
	queued->arguments = "[]";
	effect.name = "Job";
	effect.job = queued;
	vec_push(b->arena, &first->effects, effect);
	build_sidekiq(b, build_post(b, "20200101000000", "17.0"), EFFECT_QUEUE, "First", "notes");
	const struct edge *edge = not_null(b, "20200401000000", "17.3");
	assert_non_null(edge);
	assert_int_equal(edge->interval_from.major, 17);
	build_free(b);
}

static void test_squashed_queue_comes_from_the_dictionary(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_dictionary(b, "Job", "17.8", "20240101000000");
	build_gate(b, build_post(b, "20250301000000", "18.2"), "Job", "notes", "id", "[\"a\"]");
	build_stop(b, "17.11", STOP_REQUIRED);
	const struct edge *edge = not_null(b, "20250401000000", "18.3");
	assert_null(edge->run->migration);
	assert_string_equal(edge->run->version, "20240101000000");
	assert_int_equal(edge->run->release_source, RELEASE_DICTIONARY);
	assert_int_equal(edge->interval_from.minor, 8);
	assert_string_equal(edge->job->id, "Job/notes.id/[\"a\"]");
	assert_int_equal(edge->gate_position, GATE_BEFORE);
	assert_string_equal(edge->stop->release, "17.11");
	build_free(b);
}

static void test_emptied_queue_is_none(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_dictionary(b, "Job", "17.8", "20240101000000");
	build_post(b, "20240101000000", "17.8")->is_noop = true;
	assert_null(not_null(b, "20250401000000", "18.3"));
	assert_int_equal(build_find_job(build_graph(b), "Job")->runs.count, 0);
	build_free(b);
}

static void test_identity_from_a_down(void **state)
{
	struct build *b = with_job();
	struct migration *m = build_post(b, "20240501000000", "17.9");

	(void)state;
	build_dictionary(b, "Job", "17.8", "20240101000000");
	build_cancel(b, m, "Job", "notes", "id", "[7]");
	m->down_effects = m->effects;
	m->effects = (struct effects){0};
	const struct edge *edge = not_null(b, "20250401000000", "18.3");
	assert_non_null(edge);
	assert_string_equal(edge->job->id, "Job/notes.id/[7]");
	build_free(b);
}

static void test_two_databases_are_two_jobs(void **state)
{
	struct build *b = with_job();
	struct database_connection main_database = {.name = "main"};
	struct database_connection ci_database = {.name = "ci"};

	(void)state;
	main_database.gitlab_schemas = build_names(b, "gitlab_main gitlab_main_org");
	ci_database.gitlab_schemas = build_names(b, "gitlab_ci");
	vec_push(b->arena, &b->project.databases, &ci_database);
	vec_push(b->arena, &b->project.databases, &main_database);
	struct migration *one = build_post(b, "20240101000000", "17.0");
	one->gitlab_schema = "gitlab_main";
	build_queue(b, one, "Job", "notes", "id", "[]");
	struct migration *two = build_post(b, "20240102000000", "17.0");
	two->gitlab_schema = "gitlab_ci";
	build_queue(b, two, "Job", "notes", "id", "[]");
	struct migration *gate = build_post(b, "20240103000000", "17.1");
	gate->gitlab_schema = "gitlab_main_org";
	build_gate(b, gate, "Job", "notes", "id", "[]");
	const struct graph *graph = build_graph(b);
	assert_int_equal(graph->jobs.count, 2);
	assert_string_not_equal(graph->jobs.items[0]->id, graph->jobs.items[1]->id);
	assert_int_equal(graph->edges.count, 1);
	assert_string_equal(graph->edges.items[0].job->database, "main");
	build_free(b);
}

struct guard_case {
	enum guard queue, gate, dependent;
	bool has_gate;
	bool edge;
	enum guard edge_guard;
	enum gate_position position;
	enum verdict verdict;
};

static const struct guard_case guard_cases[] = {
	{GUARD_NONE, GUARD_NONE, GUARD_NONE, false, true, GUARD_NONE, GATE_NONE, VERDICT_IMPLICIT_STOP},
	{GUARD_GITLAB_COM, GUARD_NONE, GUARD_NONE, false, true, GUARD_GITLAB_COM, GATE_NONE, VERDICT_NONE},
	{GUARD_NONE, GUARD_NONE, GUARD_GITLAB_COM, false, true, GUARD_GITLAB_COM, GATE_NONE, VERDICT_NONE},
	{GUARD_GITLAB_COM, GUARD_NONE, GUARD_SELF_MANAGED, false, false, GUARD_NONE, GATE_NONE, VERDICT_NONE},
	{GUARD_SELF_MANAGED, GUARD_NONE, GUARD_NONE, false, true, GUARD_SELF_MANAGED, GATE_NONE, VERDICT_IMPLICIT_STOP},
	{GUARD_EE, GUARD_NONE, GUARD_NONE, false, true, GUARD_EE, GATE_NONE, VERDICT_IMPLICIT_STOP},
	{GUARD_OTHER, GUARD_NONE, GUARD_NONE, false, true, GUARD_OTHER, GATE_NONE, VERDICT_NONE},
	{GUARD_NONE, GUARD_GITLAB_COM, GUARD_NONE, true, true, GUARD_NONE, GATE_NONE, VERDICT_IMPLICIT_STOP},
	{GUARD_NONE, GUARD_SELF_MANAGED, GUARD_NONE, true, true, GUARD_NONE, GATE_BEFORE, VERDICT_NONE},
	{GUARD_NONE, GUARD_EE, GUARD_NONE, true, true, GUARD_NONE, GATE_NONE, VERDICT_IMPLICIT_STOP},
	{GUARD_EE, GUARD_EE, GUARD_NONE, true, true, GUARD_EE, GATE_BEFORE, VERDICT_NONE},
};

static void check_guards(const struct guard_case *expected)
{
	struct build *b = with_job();

	build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[]")->guard = expected->queue;
	if (expected->has_gate)
		build_gate(b, build_post(b, "20240601000000", "17.4"), "Job", "notes", "id", "[]")->guard =
			expected->gate;
	build_not_null(b, build_post(b, "20250101000000", "18.0"), "notes", "namespace_id", true)->guard =
		expected->dependent;
	const struct edge *edge = build_find(build_graph(b), RELATION_NOT_NULL, SEVERITY_BREAKS, NULL);
	assert_int_equal(edge != NULL, expected->edge);
	if (edge) {
		assert_int_equal(edge->guard, expected->edge_guard);
		assert_int_equal(edge->gate_position, expected->position);
		assert_int_equal(edge->verdict, expected->verdict);
	}
	build_free(b);
}

static void test_guards(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(guard_cases) / sizeof(guard_cases[0]); i++)
		check_guards(&guard_cases[i]);
}

/* A data migration that fills what is left stands for a gate; one that fills other rows does not. */
static void test_repaired_inline(void **state)
{
	static const char *const filters[] = {"notes.namespace_id:filter notes.id:filter", "notes.type:filter"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct build *b = with_job();
		build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[]");
		struct migration *m = build_post(b, "20240601000000", "17.4");
		build_reads(b, build_on(b, m, EFFECT_WRITE, OBJECT_ROWS, "notes", "namespace_id"), filters[i]);
		const struct edge *edge = not_null(b, "20250101000000", "18.0");
		assert_int_equal(edge->gate_position, i == 0 ? GATE_BEFORE : GATE_NONE);
		assert_int_equal(edge->verdict, i == 0 ? VERDICT_NONE : VERDICT_IMPLICIT_STOP);
		build_free(b);
	}
}

/* A requeue on GitLab.com alone leaves the run of everybody else where it was. */
static void test_requeue_elsewhere(void **state)
{
	struct build *b = with_job();

	(void)state;
	build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[]");
	struct migration *again = build_post(b, "20240601000000", "17.4");
	build_cancel(b, again, "Job", "notes", "id", "[]")->guard = GUARD_GITLAB_COM;
	build_queue(b, again, "Job", "notes", "id", "[]")->guard = GUARD_GITLAB_COM;
	const struct edge *edge = not_null(b, "20250101000000", "18.0");
	assert_int_equal(edge->interval_from.minor, 0);
	assert_int_equal(edge->guard, GUARD_NONE);
	build_free(b);
}

/* A job that only touches rows so that a trigger fills them writes what the trigger writes. */
static void test_writes_through_triggers(void **state)
{
	struct build *b = build_new();
	struct job_reading *touch = build_job(b, "Job");
	struct job_reading *other = build_job(b, "Other");
	struct effects *body = ARENA_NEW(b->arena, struct effects);
	struct effect fill = effect_make(EFFECT_WRITE, OBJECT_ROWS, (struct location){0});
	struct effect function = effect_make(EFFECT_CREATE, OBJECT_FUNCTION, (struct location){0});
	struct effect trigger = effect_make(EFFECT_CREATE_TRIGGER, OBJECT_TRIGGER, (struct location){0});

	(void)state;
	fill.table = "NEW";
	fill.columns = build_names(b, "namespace_id");
	vec_push(b->arena, body, fill);
	function.name = "fill";
	function.body = body;
	trigger.table = "notes";
	trigger.name = "trigger_fill";
	trigger.to = "fill";
	trigger.type = "BEFORE INSERT OR UPDATE";
	vec_push(b->arena, &b->project.structure, function);
	vec_push(b->arena, &b->project.structure, trigger);
	build_write(b, touch, "notes", "updated_at", "notes.updated_at:value");
	build_write(b, other, "notes", "title", NULL);
	build_queue(b, build_post(b, "20240101000000", "17.0"), "Job", "notes", "id", "[]");
	build_queue(b, build_post(b, "20240102000000", "17.0"), "Other", "notes", "id", "[]");
	assert_non_null(not_null(b, "20250101000000", "18.0"));
	const struct graph *graph = build_graph(b);
	assert_null(build_find(graph, RELATION_NOT_NULL, SEVERITY_BREAKS, "Other"));
	assert_non_null(build_find(graph, RELATION_NOT_NULL, SEVERITY_BENIGN, "Other"));
	assert_true(names_has(&build_find_job(graph, "Job")->writes, "notes.namespace_id"));
	build_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_id_is_class_table_column_arguments),
		cmocka_unit_test(test_requeue_moves_the_interval),
		cmocka_unit_test(test_second_queue_is_no_op),
		cmocka_unit_test(test_cancelled_job_has_no_edge),
		cmocka_unit_test(test_gate_with_other_arguments),
		cmocka_unit_test(test_gate_counts_for_the_last_queue_only),
		cmocka_unit_test(test_steal_does_not_gate_a_batched_job),
		cmocka_unit_test(test_sidekiq_gate_matches_by_class),
		cmocka_unit_test(test_inline_perform_gates_delegating_jobs),
		cmocka_unit_test(test_chained_job_is_pending),
		cmocka_unit_test(test_squashed_queue_comes_from_the_dictionary),
		cmocka_unit_test(test_emptied_queue_is_none),
		cmocka_unit_test(test_identity_from_a_down),
		cmocka_unit_test(test_two_databases_are_two_jobs),
		cmocka_unit_test(test_guards),
		cmocka_unit_test(test_repaired_inline),
		cmocka_unit_test(test_requeue_elsewhere),
		cmocka_unit_test(test_writes_through_triggers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
