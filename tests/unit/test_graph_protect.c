/* The protection table of the graph: gate or none, stop or none, one verdict per edge. */
#include "tests/support/build.h"
#include "tests/support/cmocka_all.h"

/* A backfill queued in 17.6, a NOT NULL in 18.1, optionally a gate and stops. */
struct protection_case {
	const char *gate_version; /* NULL: no gate; the NOT NULL is 20250110000000 of 18.1 */
	const char *gate_milestone;
	const char *stop;
	enum stop_kind stop_kind;
	bool declared; /* an empty upgrade path is there */
	enum verdict dependent_verdict;
	enum verdict gate_verdict;
};

static const struct protection_case cases[] = {
	{NULL, NULL, NULL, STOP_REQUIRED, true, VERDICT_IMPLICIT_STOP, VERDICT_NONE},
	{NULL, NULL, NULL, STOP_REQUIRED, false, VERDICT_IMPLICIT_STOP, VERDICT_NONE},
	{NULL, NULL, "17.6", STOP_REQUIRED, true, VERDICT_STOP_ONLY, VERDICT_NONE},
	{NULL, NULL, "17.5", STOP_REQUIRED, true, VERDICT_IMPLICIT_STOP, VERDICT_NONE},
	{NULL, NULL, "18.1", STOP_REQUIRED, true, VERDICT_IMPLICIT_STOP, VERDICT_NONE},
	{NULL, NULL, "17.8", STOP_CONDITIONAL, true, VERDICT_CONDITIONAL_STOP_ONLY, VERDICT_NONE},
	{"20250105000000", "18.0", "17.8", STOP_REQUIRED, true, VERDICT_NONE, VERDICT_NONE},
	{"20250105000000", "18.0", "17.8", STOP_CONDITIONAL, true, VERDICT_NONE, VERDICT_CONDITIONAL_STOP_ONLY},
	{"20250105000000", "18.0", NULL, STOP_REQUIRED, true, VERDICT_NONE, VERDICT_EARLY_FINALIZE_ERROR},
	{"20250105000000", "18.0", NULL, STOP_REQUIRED, false, VERDICT_NONE, VERDICT_NONE},
	{"20250105000000", "17.6", NULL, STOP_REQUIRED, true, VERDICT_NONE, VERDICT_EARLY_FINALIZE_WARNING},
	{"20250115000000", "18.2", "17.8", STOP_REQUIRED, true, VERDICT_GATE_AFTER, VERDICT_NONE},
	{"20250115000000", "18.1", "17.8", STOP_REQUIRED, true, VERDICT_GATE_AFTER_SAME_RELEASE, VERDICT_NONE},
	{"20250115000000", "18.2", NULL, STOP_REQUIRED, true, VERDICT_IMPLICIT_STOP, VERDICT_EARLY_FINALIZE_ERROR},
};

static void check_case(const struct protection_case *expected)
{
	struct build *b = build_new();
	struct job_reading *job = build_job(b, "FillNotes");

	b->project.release = "18.2";
	b->project.stops_declared = expected->declared;
	build_write(b, job, "notes", "namespace_id", "projects.namespace_id:value");
	build_queue(b, build_post(b, "20240901000000", "17.6"), "FillNotes", "notes", "id", "[]");
	if (expected->gate_version)
		build_gate(b, build_post(b, expected->gate_version, expected->gate_milestone), "FillNotes", "notes",
			   "id", "[]");
	build_not_null(b, build_post(b, "20250110000000", "18.1"), "notes", "namespace_id", true);
	if (expected->stop)
		build_stop(b, expected->stop, expected->stop_kind);
	const struct graph *graph = build_graph(b);
	const struct edge *edge = build_find(graph, RELATION_NOT_NULL, SEVERITY_BREAKS, NULL);
	assert_non_null(edge);
	assert_int_equal(edge->verdict, expected->dependent_verdict);
	assert_int_equal(edge->interval_from.minor, 6);
	assert_int_equal(edge->interval_before.minor, 1);
	assert_int_equal(edge->certainty, CERTAINTY_PROVEN);
	assert_true(edge->evidence.count >= 3);
	assert_int_equal(edge->evidence.items[0].role, LINK_QUEUE);
	const struct edge *gate = build_find(graph, RELATION_FINALIZES, SEVERITY_BREAKS, NULL);
	assert_int_equal(gate != NULL, expected->gate_version != NULL);
	if (gate)
		assert_int_equal(gate->verdict, expected->gate_verdict);
	build_free(b);
}

static void test_protection_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_case(&cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_protection_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
