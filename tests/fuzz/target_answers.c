/* Everything that is made of a tree, from one in a text: each form of findings and graphs, explanations, witnesses, jumps, stops,
 * proposals, reports, patches, and a plan with the file "status" of the tree as the state of an instance. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/packed_tree.h"

#include "analyzer/fix/fix_diff.h"
#include "analyzer/plan/plan_published.h"
#include "analyzer/trace/trace.h"
#include "analyzer/witness/witness.h"
#include "reports/dump.h"
#include "reports/explain_text.h"
#include "reports/formats.h"
#include "reports/graph_picture.h"
#include "reports/plan.h"
#include "reports/release_report.h"
#include "reports/stops.h"
#include "reports/trace.h"

#include <stdlib.h>

#define EXPLAINED_MOST 4 /* things of each kind */

struct ends {
	struct release from, to;
};

static void write_findings(struct analysis *analysis, FILE *out)
{
	struct report_options options = {.show_suppressed = true};
	struct fix_diff fix;
	size_t count;
	const struct report_format *const *formats = formats_list(&count);
	const struct dump_stage *stages;

	for (size_t i = 0; i < count; i++) {
		if (formats[i]->write_findings)
			formats[i]->write_findings(&analysis->result, &options, out);
		if (formats[i]->write_graph)
			formats[i]->write_graph(&analysis->result, &options, out);
	}
	stages = dump_stages(&count);
	for (size_t i = 0; i < count; i++)
		stages[i].write(&analysis->graph, NULL, out);
	fix_diff_make(analysis, &fix);
	fputs(fix.patch, out);
}

static void write_picture(struct analysis *analysis, FILE *out)
{
	struct graph_view view = {.full = true};
	size_t benign;
	struct picture picture = graph_picture(analysis->arena, &analysis->result, &view, &benign);

	picture_write_dot(&picture, out);
	picture_write_mermaid(&picture, out);
}

static void write_explanation(struct analysis *analysis, const char *what, FILE *out)
{
	struct report_options options = {0};
	struct explanation about = {0};

	if (what && explain(analysis->arena, &analysis->result, what, &about) == EXPLAIN_FOUND)
		explain_write_text(&about, &options, out);
}

static void write_explanations(struct analysis *analysis, FILE *out)
{
	const struct graph *graph = &analysis->graph;
	struct report_options options = {0};
	struct explanation coverage = {0};
	struct witness witness;

	explain_coverage(analysis->arena, &analysis->result, &coverage);
	explain_write_text(&coverage, &options, out);
	for (size_t i = 0; i < graph->jobs.count && i < EXPLAINED_MOST; i++)
		write_explanation(analysis, graph->jobs.items[i]->id, out);
	for (size_t i = 0; i < graph->migrations.count && i < EXPLAINED_MOST; i++)
		write_explanation(analysis, graph->migrations.items[i].migration->path, out);
	for (size_t i = 0; i < graph->edges.count && i < EXPLAINED_MOST; i++) {
		const struct edge *edge = &graph->edges.items[i];
		if (edge->table && edge->columns.count)
			write_explanation(analysis,
					  str_concat(analysis->arena, edge->table, ".", edge->columns.items[0]), out);
		witness_make(analysis->arena, graph, edge, &witness);
		fputs(witness.script, out);
	}
}

static void write_jumps(struct analysis *analysis, struct ends ends, FILE *out)
{
	struct trace_report report = {.full = true};
	struct trace trace;

	for (int i = 0; i < 2; i++) {
		struct trace_jump jump = {
			.from = ends.from, .to = ends.to, .schedule = &stop_schedule_default, .zero_downtime = i == 1};
		trace_run(analysis->arena, &analysis->graph, &jump, &trace);
		trace_write_text(&trace, &report, out);
		trace_write_json(&trace, &report, out);
		trace_write_mermaid(&trace, &report, out);
	}
}

static void write_stops(struct analysis *analysis, struct ends ends, FILE *out)
{
	struct stops_options options = {.schedule = &stop_schedule_default};
	struct stop_calendar calendar = {&analysis->graph, &stop_schedule_default};
	struct stops_report report = {.full = true};
	struct source *file = packed_tree_file(analysis, "config/upgrade_path.yml");
	struct stops_answer answer = {0};
	struct proposal proposal = {0};

	stops_judge(analysis->arena, &analysis->graph, &options, &answer);
	stops_write_text(&answer, &report, out);
	if (!propose_stop(analysis->arena, &calendar, ends.to, &proposal)) {
		proposal_write_text(&proposal, out);
		stops_write_json(&answer, &proposal, out);
	}
	if (file)
		propose_entry(analysis->arena, file, ends.to);
}

static void write_reports(struct analysis *analysis, struct ends ends, FILE *out)
{
	struct report_question question = {.from = ends.from, .schedule = &stop_schedule_default};
	struct release_report report;

	if (release_report_make(analysis->arena, &analysis->result, &question, &report))
		return;
	release_report_write_markdown(&report, out);
	release_report_write_json(&report, out);
}

static void write_plan(struct analysis *analysis, struct ends ends, FILE *out)
{
	struct source *status = packed_tree_file(analysis, "status");
	struct plan_releases published = {0};
	struct status_list list = {0};
	struct plan plan;
	struct plan_question question = {
		.graph = &analysis->graph, .published = &published, .from = ends.from, .to = ends.to};

	plan_published(analysis->arena, packed_tree_file(analysis, "releases.yml"), &analysis->tags, &published,
		       &analysis->diags);
	if (status && !status_read(analysis->arena, status, ends.from, &list))
		question.status = &list;
	if (plan_make(analysis->arena, &question, &plan))
		return;
	plan_write_text(&plan, out);
	plan_write_json(&plan, out);
}

/* A jump over all releases of the tree. */
static struct ends ends_of(const struct graph *graph)
{
	struct ends ends = {{.patch = -1}, {.patch = -1}};

	for (size_t i = 0; i < graph->migrations.count; i++) {
		struct release release = graph->migrations.items[i].release;
		if (!release.major)
			continue;
		if (!ends.to.major || release_compare(release, ends.to) > 0)
			ends.to = release;
		if (!ends.from.major || release_compare(release, ends.from) < 0)
			ends.from = release;
	}
	return ends;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct analysis analysis;
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	analysis_init(&analysis);
	if (out && packed_tree_analyse(&analysis, bytes, size) == 0) {
		struct ends ends = ends_of(&analysis.graph);
		write_findings(&analysis, out);
		write_picture(&analysis, out);
		write_explanations(&analysis, out);
		write_jumps(&analysis, ends, out);
		write_stops(&analysis, ends, out);
		write_reports(&analysis, ends, out);
		write_plan(&analysis, ends, out);
	}
	analysis_done(&analysis);
	if (out)
		fclose(out);
	free(text);
	return 0;
}
