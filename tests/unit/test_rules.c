/* The table of rules, the runner, and rules on a small graph. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analyzer/rule.h"
#include "tests/support/small_graph.h"

#include <ctype.h>

static void test_table(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	size_t count;
	const struct rule *const *list = rules_list(arena, &count);
	assert_int_equal(count, 27);
	for (size_t i = 0; i < count; i++) {
		const struct rule *rule = list[i];
		assert_true(i == 0 || strcmp(list[i - 1]->id, rule->id) < 0);
		for (const char *c = rule->id; *c; c++)
			assert_true(islower((unsigned char)*c) || *c == '-');
		assert_true(rule->summary && rule->summary[0] && rule->summary[strlen(rule->summary) - 1] != '.');
		assert_true(rule->explain.what && strlen(rule->explain.what) > 20);
		assert_true(rule->explain.why && strlen(rule->explain.why) > 20);
		assert_true(rule->explain.bad && rule->explain.bad[0]);
		assert_true(rule->explain.good && rule->explain.good[0]);
		assert_non_null(rule->check);
		assert_ptr_equal(rule_find(rule->id), rule);
		assert_true(!rule->after || rule_find(rule->after));
	}
	assert_null(rule_find("no-such-rule"));
	arena_free(arena);
}

static void test_implicit_stop(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct result result = small_result(&g);
	const struct finding *finding = small_finding(&result, "implicit-stop");
	assert_non_null(finding);
	assert_int_equal(result.findings.count, 1);
	assert_int_equal(finding->level, LEVEL_ERROR);
	assert_string_equal(finding->fails_from, "18.2");
	assert_string_equal(finding->fails_to, "18.4");
	assert_string_equal(finding->dependent, "20250901120000");
	assert_string_equal(finding->subject, "notes.namespace_id");
	assert_int_equal(finding->fixes.items[0].kind, FIX_POSTPONE);
	assert_string_equal(finding->fixes.items[0].release, "18.6");
	assert_int_equal(finding->fixes.items[1].kind, FIX_GATE);
	assert_int_equal(finding->fixes.items[2].kind, FIX_STOP);
	assert_string_equal(finding->fixes.items[2].release, "18.3");
	assert_non_null(strstr(finding->message, "upgrades from 18.2 or earlier straight to 18.4 or later fail"));
	assert_non_null(strstr(finding->message, "(queued in 18.3)"));
	struct job_run run = {.version = "20250801120000"};
	g.graph.edges.items[0].interval_from = (struct release){.patch = -1};
	g.graph.edges.items[0].run = &run;
	result = small_result(&g);
	assert_non_null(strstr(small_finding(&result, "implicit-stop")->message, "(queued by 20250801120000)"));
	run.version = NULL;
	result = small_result(&g);
	assert_non_null(
		strstr(small_finding(&result, "implicit-stop")->message, "(queued by a migration that is gone)"));
	small_graph_done(&g);
}

static void test_levels(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	g.graph.edges.items[0].certainty = CERTAINTY_LIKELY;
	struct result result = small_result(&g);
	assert_int_equal(small_finding(&result, "implicit-stop")->level, LEVEL_WARNING);
	g.graph.edges.items[0].certainty = CERTAINTY_PROVEN;
	g.project.release = "18.9";
	release_parse("18.9", &g.graph.release); /* floors 18.8 and 18.5: 18.3 is history */
	result = small_result(&g);
	assert_int_equal(small_finding(&result, "implicit-stop")->level, LEVEL_NOTE);
	release_parse("18.8", &g.graph.release); /* floors 18.5 and 18.2 */
	result = small_result(&g);
	assert_int_equal(small_finding(&result, "implicit-stop")->level, LEVEL_ERROR);
	struct rule_level off = {.rule = "implicit-stop", .off = true};
	struct rule_options options = {.levels = &off, .level_count = 1};
	rules_run(g.arena, &g.project, &g.graph, &options, &result);
	assert_null(small_finding(&result, "implicit-stop"));
	small_graph_done(&g);
}

static void test_no_stops_declared(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	g.project.stops_declared = false;
	g.project.stops.count = g.graph.stops.count = 0;
	struct result result = small_result(&g);
	assert_non_null(small_finding(&result, "implicit-stop"));
	assert_int_equal(result.findings.count, 1);
	assert_int_equal(result.remarks.count, 1);
	assert_non_null(strstr(result.remarks.items[0], "no declaration of upgrade stops"));
	g.graph.edges.items[0].verdict = VERDICT_EARLY_FINALIZE_ERROR;
	result = small_result(&g);
	assert_null(small_finding(&result, "early-finalize"));
	small_graph_done(&g);
}

/* Three columns tightened by one migration are one finding; equal ones get different fingerprints. */
static void test_groups_and_fingerprints(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct edge second = g.graph.edges.items[0];
	second.columns = small_names(g.arena, "project_id");
	vec_push(g.arena, &g.graph.edges, second);
	struct result result = small_result(&g);
	assert_int_equal(result.findings.count, 1);
	assert_string_equal(result.findings.items[0].subject, "notes.namespace_id,project_id");
	assert_int_equal(result.findings.items[0].level, LEVEL_ERROR);
	g.graph.edges.items[0].certainty = CERTAINTY_LIKELY; /* the best of them counts */
	result = small_result(&g);
	assert_int_equal(result.findings.items[0].level, LEVEL_ERROR);
	g.graph.edges.items[1].certainty = CERTAINTY_LIKELY;
	result = small_result(&g);
	assert_int_equal(result.findings.items[0].level, LEVEL_WARNING);
	struct finding finding = result.findings.items[0];
	assert_string_equal(finding.fingerprint, finding_fingerprint(g.arena, &finding, 0));
	finding.location.offset += 5;
	assert_string_equal(finding.fingerprint, finding_fingerprint(g.arena, &finding, 0));
	assert_string_not_equal(finding.fingerprint, finding_fingerprint(g.arena, &finding, 1));
	finding.subject = "notes.namespace_id";
	assert_string_not_equal(finding.fingerprint, finding_fingerprint(g.arena, &finding, 0));
	small_graph_done(&g);
}

static struct effect *add_gate(struct small_graph *g, struct job_effect *call)
{
	struct effect gate = effect_make(EFFECT_GATE, OBJECT_JOB, small_place(g->dependent.source, "add_not"));
	gate.name = "BackfillNotes";
	gate.table = "notes";
	gate.columns = small_names(g->arena, "id");
	gate.job = call;
	vec_push(g->arena, &g->dependent.effects, gate);
	g->graph.edges.items[0].dependent_effect = &g->dependent.effects.items[0];
	return vec_last(&g->dependent.effects);
}

static void test_gates(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct job_effect call = {.arguments = "[\"up\"]", .queue_helper = "ensure"};
	add_gate(&g, &call);
	struct result result = small_result(&g);
	assert_non_null(strstr(small_finding(&result, "gate-mismatch")->message, "arguments [\"up\"] instead of []"));
	assert_int_equal(small_finding(&result, "gate-mismatch")->certainty, CERTAINTY_PROVEN);
	g.queue.effects.items[0].certainty = CERTAINTY_LIKELY;
	result = small_result(&g);
	assert_int_equal(small_finding(&result, "gate-mismatch")->certainty, CERTAINTY_LIKELY);
	g.queue.effects.items[0].certainty = CERTAINTY_PROVEN;
	call.arguments = "[]";
	result = small_result(&g);
	assert_null(small_finding(&result, "gate-mismatch"));
	call.era = JOB_SIDEKIQ;
	result = small_result(&g);
	assert_non_null(small_finding(&result, "wrong-gate-helper"));
	assert_null(small_finding(&result, "gate-mismatch"));
	small_graph_done(&g);
}

static void test_job_code_missing(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct job_class other = {.name = "Other"};
	g.job.job_class = NULL;
	g.job.reading = NULL;
	g.project.job_classes.items[0] = &other;
	struct result result = small_result(&g);
	assert_int_equal(small_finding(&result, "job-code-missing")->level, LEVEL_ERROR);
	g.job.guard = GUARD_GITLAB_COM;
	result = small_result(&g);
	assert_null(small_finding(&result, "job-code-missing"));
	small_graph_done(&g);
}

static void test_timestamps(void **state)
{
	static const struct {
		const char *version;
		const char *milestone;
		const char *rule;
	} cases[] = {
		{"20250901120000", "18.4", NULL},
		{"20250731120000", "18.4", NULL}, /* 18.3 came on 2025-08-21, three weeks before is 07-31 */
		{"20250730120000", "18.4", "stale-timestamp"},
		{"20250901126100", "18.4", "impossible-timestamp"},
		{"20190911251732", "12.4", "impossible-timestamp"},
		{"20250918120000", "18.4", NULL},
		{"20250919120000", "18.4", "impossible-timestamp"}, /* after its own release */
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct small_graph g;
		small_graph_init(&g);
		g.dependent.version = cases[i].version;
		release_parse(cases[i].milestone, &g.graph.migrations.items[1].release);
		struct result result = small_result(&g);
		const char *const rules[] = {"stale-timestamp", "impossible-timestamp"};
		for (size_t j = 0; j < 2; j++)
			assert_int_equal(small_finding(&result, rules[j]) != NULL, str_equal(cases[i].rule, rules[j]));
		small_graph_done(&g);
	}
}

static void test_dictionary(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	static const char text[] = "migration_job_name: BackfillNotes\n";
	struct source *source = source_new(g.arena, "db/docs/x.yml", text, sizeof(text) - 1);
	struct job_dictionary dictionary = {.path = "db/docs/x.yml",
					    .location = {source, 0, 5},
					    .class_name = "BackfillNotes",
					    .milestone = "18.3",
					    .queued_version = "20250801120000"};
	vec_push(g.arena, &g.project.job_dictionaries, &dictionary);
	struct result result = small_result(&g);
	assert_null(small_finding(&result, "dictionary-mismatch"));
	dictionary.milestone = "18.1";
	result = small_result(&g);
	assert_non_null(strstr(small_finding(&result, "dictionary-mismatch")->message, "milestone 18.1"));
	dictionary.milestone = "18.3";
	dictionary.finalized_by = "20250901120000";
	result = small_result(&g);
	assert_non_null(strstr(small_finding(&result, "dictionary-mismatch")->message, "does not finalize it"));
	dictionary.finalized_by = "20240101000000"; /* squashed: believed */
	result = small_result(&g);
	assert_null(small_finding(&result, "dictionary-mismatch"));
	small_graph_done(&g);
}

/* The queue runs in 18.3; a migration of 18.4 makes its batch column. */
static void test_order_inversion(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct effect column =
		effect_make(EFFECT_ADD_COLUMN, OBJECT_COLUMN, small_place(g.dependent.source, "add_not"));
	column.table = "notes";
	column.columns = small_names(g.arena, "id");
	g.dependent.effects.items[0] = column;
	g.graph.edges.count = 0;
	struct result result = small_result(&g);
	assert_int_equal(small_finding(&result, "order-inversion")->level, LEVEL_ERROR);
	struct effect drop = column; /* dropped and made again: it was there */
	drop.verb = EFFECT_DROP_COLUMN;
	g.dependent.effects.items[0] = drop;
	vec_push(g.arena, &g.dependent.effects, column);
	result = small_result(&g);
	assert_null(small_finding(&result, "order-inversion"));
	small_graph_done(&g);
}

static void test_stops(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	small_stop(&g, "18.4", STOP_REQUIRED);
	struct result result = small_result(&g);
	assert_non_null(strstr(small_finding(&result, "unscheduled-stop")->message, "stop 18.4"));
	struct stop_calendar calendar = {&g.graph, &stop_schedule_default};
	struct release at = {18, 6, -1};
	bool is_declared;
	assert_int_equal(stop_at_or_after(&calendar, at, &is_declared).minor, 8);
	assert_false(is_declared);
	assert_int_equal(stop_calendar_floor(&calendar, at).minor, 5);
	assert_int_equal(release_next(NULL, (struct release){14, 10, -1}).major, 15);
	assert_int_equal(release_previous(NULL, (struct release){14, 0, -1}).minor, 12);
	assert_int_equal(date_add(20240228, 2), 20240301);
	assert_false(date_is_valid(20250229));
	g.project.stops.items[0].declared_in = "18.1";
	result = small_result(&g);
	const struct finding *short_notice = small_finding(&result, "short-notice-stop");
	assert_int_equal(short_notice->fixes.count, 1);
	assert_non_null(strstr(short_notice->fixes.items[0].text, "declare the stop at 18.4 "));
	small_graph_done(&g);
}

/* What a migration leaves unresolved is about that migration, what a job leaves about none. */
static void test_unresolved(void **state)
{
	(void)state;
	struct small_graph g;
	small_graph_init(&g);
	struct unresolved item = {g.dependent.class_location, "helper", "not known"};
	vec_push(g.arena, &g.dependent.unresolved, item);
	struct result result = small_result(&g);
	assert_string_equal(small_finding(&result, "unresolved")->dependent, g.dependent.version);
	g.dependent.unresolved.count = 0;
	vec_push(g.arena, &g.reading.unresolved, item);
	result = small_result(&g);
	assert_null(small_finding(&result, "unresolved")->dependent);
	g.reading.unresolved.count = 0;
	vec_push(g.arena, &g.project.unresolved, item);
	result = small_result(&g);
	assert_null(small_finding(&result, "unresolved")->dependent);
	small_graph_done(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_implicit_stop),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_no_stops_declared),
		cmocka_unit_test(test_groups_and_fingerprints),
		cmocka_unit_test(test_gates),
		cmocka_unit_test(test_job_code_missing),
		cmocka_unit_test(test_timestamps),
		cmocka_unit_test(test_dictionary),
		cmocka_unit_test(test_order_inversion),
		cmocka_unit_test(test_stops),
		cmocka_unit_test(test_unresolved),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
