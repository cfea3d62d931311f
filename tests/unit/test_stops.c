/* Why stops exist, and the entry of a proposed one. */
#include "analyzer/stops/propose.h"
#include "tests/support/cmocka_all.h"
#include "tests/support/small_graph.h"

static const struct stops_options with_schedule = {.schedule = &stop_schedule_default};

/* One dependency: queued in 18.3, needed in 18.4. Stops 18.2 and 18.5 do not help. */
static void test_unprotected(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct stops_answer answer;
	stops_judge(g.arena, &g.graph, &with_schedule, &answer);
	assert_int_equal(answer.entries.count, 2);
	assert_int_equal(answer.entries.items[0].state, STOP_REDUNDANT);
	assert_int_equal(answer.entries.items[1].state, STOP_OPEN);
	assert_int_equal(answer.fewest.count, 1);
	assert_int_equal(answer.undeclared.count, 1);
	assert_string_equal(release_text(g.arena, answer.undeclared.items[0]), "18.3");
	assert_int_equal(answer.off_schedule.count, 1);
	assert_int_equal(answer.scheduled.count, 0);
	small_graph_done(&g);
}

static void test_recorded_reason(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct stop_reason reason = {{18, 2, -1}, "the old registry ends"};
	struct stops_options options = {&stop_schedule_default, &reason, 1};
	struct stops_answer answer;
	stops_judge(g.arena, &g.graph, &options, &answer);
	assert_int_equal(answer.entries.items[0].state, STOP_NEEDED);
	assert_string_equal(answer.entries.items[0].reasons.items[0], reason.text);
	small_graph_done(&g);
}

/* Queued in 18.3 and needed in 18.7: 18.5 is declared, and as few stops as any other. */
static void test_fewest_are_declared(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	g.graph.edges.items[0].interval_before = (struct release){18, 7, -1};
	struct stops_answer answer;
	stops_judge(g.arena, &g.graph, &(struct stops_options){0}, &answer);
	assert_int_equal(answer.fewest.count, 1);
	assert_string_equal(release_text(g.arena, answer.fewest.items[0]), "18.5");
	g.graph.stops.count = 0;
	stops_judge(g.arena, &g.graph, &(struct stops_options){0}, &answer);
	assert_string_equal(release_text(g.arena, answer.fewest.items[0]), "18.6");
	stops_judge(g.arena, &g.graph, &with_schedule, &answer);
	assert_string_equal(release_text(g.arena, answer.fewest.items[0]), "18.5");
	small_graph_done(&g);
}

static struct release random_release(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return (struct release){18, (int)(*seed >> 16) % 10, -1};
}

/* Moved to declared and scheduled releases, the fewest stops still hit every interval, and are as few. */
static void test_moved_stops_hit_all(void **state)
{
	unsigned seed = 3;
	(void)state;
	for (int round = 0; round < 200; round++) {
		struct small_graph g;
		struct stop_intervals all = {0};
		struct stops_answer answer;
		small_graph_init(&g);
		const struct edge first = g.graph.edges.items[0];
		g.graph.edges.count = 0;
		for (int i = 0; i < 1 + round % 7; i++) {
			struct edge edge = first;
			edge.interval_from = random_release(&seed);
			edge.interval_before = random_release(&seed);
			vec_push(g.arena, &g.graph.edges, edge);
			if (release_compare_minor(edge.interval_from, edge.interval_before) < 0)
				vec_push(g.arena, &all,
					 (struct stop_interval){edge.interval_from, edge.interval_before, NULL});
		}
		stops_judge(g.arena, &g.graph, &with_schedule, &answer);
		assert_int_equal(answer.fewest.count, stops_fewest(g.arena, &all).count);
		vec_each(const struct stop_interval, interval, &all) {
			bool hit = false;
			vec_each(const struct release, stop, &answer.fewest)
				hit = hit || stop_hits(*stop, interval->from, interval->before);
			assert_true(hit);
		}
		small_graph_done(&g);
	}
}

/* Needed in 18.7, so that 18.5 protects it; with 18.6 as a second stop, 18.5 could go. */
static void test_alone_and_shared(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	small_stop(&g, "18.6", STOP_REQUIRED);
	struct edge *edge = &g.graph.edges.items[0];
	edge->interval_before = (struct release){18, 7, -1};
	g.graph.release = (struct release){18, 7, -1};
	edge->stop = &g.graph.stops.items[1];
	vec_push(g.arena, &edge->stops, &g.graph.stops.items[1]);
	struct stops_answer answer;
	stops_judge(g.arena, &g.graph, &with_schedule, &answer);
	assert_int_equal(answer.entries.items[1].state, STOP_NEEDED);
	assert_int_equal(answer.entries.items[1].alone.count, 1);
	assert_int_equal(answer.undeclared.count, 0);
	assert_string_equal(release_text(g.arena, answer.scheduled.items[0]), "18.5");
	vec_push(g.arena, &edge->stops, &g.graph.stops.items[2]);
	stops_judge(g.arena, &g.graph, &with_schedule, &answer);
	assert_int_equal(answer.entries.items[1].state, STOP_REDUNDANT);
	assert_int_equal(answer.entries.items[1].shared.count, 1);
	small_graph_done(&g);
}

static void test_proposal(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct stop_calendar calendar = {&g.graph, &stop_schedule_default};
	struct proposal proposal;
	assert_null(propose_stop(g.arena, &calendar, (struct release){18, 8, -1}, &proposal));
	assert_false(proposal.is_declared);
	assert_true(proposal.is_scheduled);
	assert_int_equal(proposal.published, 20260115);
	assert_int_equal(proposal.deadline, 20260105);
	assert_string_equal(release_text(g.arena, proposal.squash_to), "18.2");
	assert_int_equal(proposal.open.count, 1);
	assert_int_equal(proposal.blocks.count, 0);
	assert_null(propose_stop(g.arena, &calendar, (struct release){18, 11, -1}, &proposal));
	assert_string_equal(release_text(g.arena, proposal.squash_to), "18.5");
	assert_int_equal(proposal.squash.count, 2);
	assert_int_equal(proposal.blocks.count, 1);
	assert_null(propose_stop(g.arena, &calendar, (struct release){18, 5, -1}, &proposal));
	assert_true(proposal.is_declared);
	assert_string_equal(release_text(g.arena, proposal.squash_to), "17.11");
	assert_non_null(propose_stop(g.arena, &calendar, (struct release){18, 12, -1}, &proposal));
	small_graph_done(&g);
}

/* What a job is finalized by follows its queue, also within one migration, and runs on every installation. */
static void test_open_jobs(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct stop_calendar calendar = {&g.graph, &stop_schedule_default};
	struct proposal proposal;
	struct effect calls[3] = {{.verb = EFFECT_GATE}, {.verb = EFFECT_QUEUE}, {.verb = EFFECT_GATE}};
	g.job.runs.items[0].effect = &calls[1];
	vec_push(g.arena, &g.job.gates,
		 (struct job_event){.migration = g.job.runs.items[0].migration, .effect = &calls[0], .matches = true});
	assert_null(propose_stop(g.arena, &calendar, (struct release){18, 8, -1}, &proposal));
	assert_int_equal(proposal.open.count, 1);
	g.job.gates.items[0].effect = &calls[2];
	assert_null(propose_stop(g.arena, &calendar, (struct release){18, 8, -1}, &proposal));
	assert_int_equal(proposal.open.count, 0);
	g.job.gates.items[0].guard = GUARD_GITLAB_COM;
	assert_null(propose_stop(g.arena, &calendar, (struct release){18, 8, -1}, &proposal));
	assert_int_equal(proposal.open.count, 1);
	small_graph_done(&g);
}

static void test_entries(void **state)
{
	static const struct {
		const char *before, *after; /* NULL: nothing to do */
	} cases[] = {
		{"---\n- major: 18\n  minor: 2\n\n- major: 18\n  minor: 5 # later\n  comments: \"a\"\n",
		 "---\n- major: 18\n  minor: 2\n\n- major: 18\n  minor: 5 # later\n  comments: \"a\"\n\n- major: 18\n  "
		 "minor: 8\n"},
		{"- major: 18\n  minor: 5\n- major: 18\n  minor: 11\n# end\n",
		 "- major: 18\n  minor: 5\n- major: 18\n  minor: 8\n- major: 18\n  minor: 11\n# end\n"},
		{"  - major: 19\n    minor: 2\n", "  - major: 18\n    minor: 8\n\n  - major: 19\n    minor: 2\n"},
		{"- major: 18\r\n  minor: 5", "- major: 18\r\n  minor: 5\r\n\r\n- major: 18\r\n  minor: 8\r\n"},
		{"- minor: 8\n  major: 18\n", NULL},
		{"---\n", "---\n- major: 18\n  minor: 8\n"},
	};
	(void)state;
	struct arena *arena = arena_new();
	struct release release = {18, 8, -1};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct source *file = source_new(arena, "upgrade_path.yml", cases[i].before, strlen(cases[i].before));
		const char *after = propose_entry(arena, file, release);
		if (!cases[i].after) {
			assert_null(after);
			continue;
		}
		assert_string_equal(after, cases[i].after);
		file = source_new(arena, "upgrade_path.yml", after, strlen(after));
		assert_null(propose_entry(arena, file, release));
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unprotected),
		cmocka_unit_test(test_fewest_are_declared),
		cmocka_unit_test(test_moved_stops_hit_all),
		cmocka_unit_test(test_recorded_reason),
		cmocka_unit_test(test_alone_and_shared),
		cmocka_unit_test(test_open_jobs),
		cmocka_unit_test(test_proposal),
		cmocka_unit_test(test_entries),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
