/* A jump over the small graph: what it selects, what it says about it, and which stops repair it. */
#include "analyzer/trace/trace.h"

#include "analyzer/base/map.h"
#include "tests/support/cmocka_all.h"
#include "tests/support/small_graph.h"

#include "reports/trace.h"

#include <stdlib.h>

/* "states; halts; declared" of a jump. */
static const char *jump_words(struct small_graph *g, struct trace_jump *jump, struct trace *trace)
{
	struct strbuf text = strbuf_new(g->arena);

	trace_run(g->arena, &g->graph, jump, trace);
	strbuf_printf(&text, "%zu migrations %zu jobs:", trace->migrations.count, trace->jobs.count);
	vec_each(const struct trace_need, need, &trace->needs)
		strbuf_printf(&text, " %s", trace_state_name(need->state));
	strbuf_puts(&text, ";");
	vec_each(const struct trace_halt, halt, &trace->halts)
		strbuf_printf(&text, " %s", release_text(g->arena, halt->release));
	strbuf_puts(&text, ";");
	vec_each(const struct trace_stop, stop, &trace->stops)
		strbuf_printf(&text, " %s", release_text(g->arena, stop->release));
	return strbuf_finish(&text);
}

static const char *words(struct small_graph *g, const char *from, const char *to)
{
	struct trace_jump jump = {0};
	struct trace trace;

	assert_null(trace_read_releases(g->arena, from, to, &jump));
	return jump_words(g, &jump, &trace);
}

static void test_selection(void **state)
{
	static const struct {
		const char *from, *to, *expected;
	} rows[] = {
		{"18.1", "18.4", "2 migrations 1 jobs: broken; 18.3; 18.2"},
		{"18.2.7", "18.4.1", "2 migrations 1 jobs: broken; 18.3;"},
		{"18.3", "18.4", "1 migrations 0 jobs:;;"},
		{"18.1", "18.3", "1 migrations 1 jobs:;; 18.2"},
		{"18.4.0", "18.4", "0 migrations 0 jobs:;;"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct small_graph g;
		small_graph_init(&g);
		assert_string_equal(words(&g, rows[i].from, rows[i].to), rows[i].expected);
		small_graph_done(&g);
	}
}

static void test_releases(void **state)
{
	static const struct {
		const char *from, *to;
		bool is_jump;
	} rows[] = {
		{"18.1", "18.2", true},    {"18.9", "18.10", true},     {"18.1.2", "18.1.3", true},
		{"18.1.2", "18.1", true},  {"18.1", "18.1", false},     {"18.2", "18.1", false},
		{"18.1", "18.1.3", false}, {"18.1.3", "18.1.3", false}, {"eighteen", "18.1", false},
		{"18.1", "18", false},
	};
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct trace_jump jump = {0};
		assert_int_equal(trace_read_releases(arena, rows[i].from, rows[i].to, &jump) == NULL, rows[i].is_jump);
	}
	arena_free(arena);
}

/* With the trees of both ends at hand, releases say nothing about what runs. */
static void test_trees(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct map before = map_new(g.arena);
	struct trace_jump jump = {.from = {18, 1, -1}, .to = {18, 4, -1}, .before = &before};
	struct trace trace;
	map_put(&before, "main/20250801120000", &g);
	assert_string_equal(jump_words(&g, &jump, &trace), "1 migrations 0 jobs:;; 18.2");
	small_graph_done(&g);
}

static void gate_before(struct small_graph *g, enum migration_kind kind)
{
	static struct migration gate;
	static struct job_event event;
	struct edge *edge = &g->graph.edges.items[0];
	const char path[] = "db/migrate/20250815120000_gate.rb";

	small_migration(g, &gate, path, "20250815120000", "18.4", DEPENDENT_TEXT);
	gate.kind = kind;
	small_place_migration(g, &gate);
	struct placed_migration *placed = g->graph.migrations.items;
	placed[2].order = 1;
	placed[1].order = 2;
	struct placed_migration swapped = placed[1];
	placed[1] = placed[2];
	placed[2] = swapped;
	event = (struct job_event){.migration = &placed[1], .matches = true};
	g->job.runs.items[0].migration = &placed[0];
	edge->dependent = &placed[2];
	edge->gate = &event;
	edge->gate_position = GATE_BEFORE;
}

/* A post gate comes after a regular dependent when all regular migrations run first. */
static void test_zero_downtime(void **state)
{
	static const struct {
		enum migration_kind gate, dependent;
		bool zero_downtime;
		enum trace_state expected;
	} rows[] = {
		{MIGRATION_POST, MIGRATION_REGULAR, false, TRACE_MET},
		{MIGRATION_POST, MIGRATION_REGULAR, true, TRACE_BROKEN},
		{MIGRATION_POST, MIGRATION_POST, true, TRACE_MET},
		/* before the post queue: it completes nothing */
		{MIGRATION_REGULAR, MIGRATION_POST, true, TRACE_BROKEN},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct small_graph g;
		struct trace_jump jump = {
			.from = {18, 1, -1}, .to = {18, 4, -1}, .zero_downtime = rows[i].zero_downtime};
		struct trace trace;
		small_graph_init(&g);
		g.dependent.kind = rows[i].dependent;
		gate_before(&g, rows[i].gate);
		trace_run(g.arena, &g.graph, &jump, &trace);
		assert_int_equal(trace.needs.items[0].state, rows[i].expected);
		small_graph_done(&g);
	}
}

static void test_stops(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct trace_jump jump = {.from = {18, 1, -1}, .to = {18, 4, -1}, .schedule = &stop_schedule_default};
	struct trace trace;
	trace_run(g.arena, &g.graph, &jump, &trace);
	assert_int_equal(trace.not_repaired, 1);
	assert_true(trace.needs.items[0].ends_upgrade);
	assert_true(trace.is_refused); /* 18.2 is the floor of 18.4 */
	vec_push(g.arena, &jump.later_stops, (struct declared_stop){.release = "18.3", .kind = STOP_CONDITIONAL});
	trace_run(g.arena, &g.graph, &jump, &trace);
	assert_string_equal(trace.needs.items[0].conditional, "18.3");
	assert_null(trace.needs.items[0].repaired_by);
	vec_push(g.arena, &jump.later_stops, (struct declared_stop){.release = "18.3", .kind = STOP_REQUIRED});
	jump.later_stops.items[0].release = "18.1";
	trace_run(g.arena, &g.graph, &jump, &trace);
	assert_string_equal(trace.needs.items[0].repaired_by, "18.3");
	assert_int_equal(trace.not_repaired, 0);
	assert_true(vec_last(&trace.stops)->is_later);
	/* queue and dependent of one release: no stop helps */
	g.graph.edges.items[0].interval_from = g.graph.edges.items[0].interval_before;
	trace_run(g.arena, &g.graph, &jump, &trace);
	assert_int_equal(trace.not_repairable, 1);
	assert_int_equal(trace.halts.count, 0);
	small_graph_done(&g);
}

/* The halt falls on the schedule that is given. */
static void test_schedules(void **state)
{
	static const struct stop_schedule others[] = {
		{.from = {17, 5, -1}, .minors = {2, 5, 8, 11}, .minor_count = 4},
		{.from = {18, 0, -1}, .minors = {4, 9}, .minor_count = 2},
		{.from = {18, 6, -1}, .minors = {4, 6}, .minor_count = 2},
		{.from = {19, 0, -1}, .minors = {4}, .minor_count = 1},
	};
	static const int expected[] = {5, 4, 6, 3};
	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct small_graph g;
		struct trace trace;
		struct trace_jump jump = {.from = {18, 2, -1}, .to = {18, 7, -1}, .schedule = &others[i]};
		small_graph_init(&g);
		g.graph.stops.count = 0;
		g.graph.edges.items[0].interval_before = (struct release){18, 7, -1};
		trace_run(g.arena, &g.graph, &jump, &trace);
		assert_int_equal(trace.halts.count, 1);
		assert_int_equal(trace.halts.items[0].release.minor, expected[i]);
		small_graph_done(&g);
	}
}

static const char *written(struct small_graph *g, const char *format)
{
	struct trace_jump jump = {.from = {18, 2, -1}, .to = {18, 4, -1}};
	struct trace_report options = {.full = true};
	struct trace trace;
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	trace_run(g->arena, &g->graph, &jump, &trace);
	assert_int_equal(trace_format_find(format)->write(&trace, &options, out), 0);
	fclose(out);
	const char *copy = str_copy(g->arena, text);
	free(text);
	return copy;
}

static void test_formats(void **state)
{
	static const struct {
		const char *format, *part;
	} rows[] = {
		{"dot", "  n2 -> n3 [label=\"not_null: broken\", color=red, penwidth=2];\n"},
		{"dot", "[shape=ellipse, label=\"Backfill\\\"Notes\\nnotes\"]"},
		{"mermaid", "  n2 ==>|not_null: broken| n3\n"},
		{"mermaid", "n2([\"Backfill#34;Notes<br>notes\"])"},
		{"json", "\"fewest\":[{\"release\":\"18.3\",\"from\":\"18.3\",\"last\":\"18.3\",\"repairs\":1}]"},
		{"text", "stop: 18.3 repairs 1 dependency\n"},
		{"text", "    1  18.3    post    db/post_migrate/20250801120000_queue_backfill_notes.rb\n"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct small_graph g;
		small_graph_init(&g);
		g.job.class_name = "Backfill\"Notes";
		const char *text = written(&g, rows[i].format);
		if (!strstr(text, rows[i].part))
			fail_msg("%s: no '%s' in %s", rows[i].format, rows[i].part, text);
		small_graph_done(&g);
	}
	assert_null(trace_format_find("papyrus"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_selection),     cmocka_unit_test(test_releases), cmocka_unit_test(test_trees),
		cmocka_unit_test(test_zero_downtime), cmocka_unit_test(test_stops),    cmocka_unit_test(test_schedules),
		cmocka_unit_test(test_formats),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
