/* Edges that are wanted become arrows, and so do the live queues of their jobs. A focus cuts its neighbourhood out of
 * that; what the focus is called is found by the same rules as in `explain`, and it is drawn even if it has no
 * arrow. */
#include "reports/graph_picture.h"

#include <string.h>

#define CLASS_GONE "class is gone: "

size_t picture_migration(struct picture *picture, const struct placed_migration *placed)
{
	const struct migration *migration = placed->migration;
	const char *release = release_text(picture->arena, placed->release);
	struct picture_node node = {.key = migration->path, .shape = PICTURE_MIGRATION};

	node.first = str_printf(picture->arena, "%s %s%s", release ? release : "?", migration->version,
				migration->kind == MIGRATION_POST ? " post" : "");
	node.second = migration->class_name ? migration->class_name : "";
	return picture_node(picture, &node);
}

size_t picture_job(struct picture *picture, const struct job *job)
{
	return picture_node(picture, &(struct picture_node){.key = job->id,
							    .shape = PICTURE_JOB,
							    .first = job->class_name,
							    .second = job->table ? job->table : ""});
}

size_t picture_dependent(struct picture *picture, const struct edge *edge)
{
	if (edge->dependent)
		return picture_migration(picture, edge->dependent);
	const char *path = edge->dependent_path ? edge->dependent_path : "";
	return picture_node(picture, &(struct picture_node){.key = str_printf(picture->arena, CLASS_GONE "%s", path),
							    .shape = PICTURE_MIGRATION,
							    .first = "the class is gone",
							    .second = path});
}

/* What protects the edge, in one or two words. */
static const char *edge_text(struct arena *arena, const struct edge *edge)
{
	const char *relation = relation_name(edge->relation);
	const char *rule = verdict_rule(edge->verdict);

	if (edge->severity == SEVERITY_BENIGN)
		return str_printf(arena, "%s: benign", relation);
	if (rule)
		return str_printf(arena, "%s: %s", relation, rule);
	if (edge->relation != RELATION_FINALIZES && edge->gate_position == GATE_BEFORE)
		return str_printf(arena, "%s: gated", relation);
	if (edge->stop)
		return str_printf(arena, "%s: stop %s", relation, edge->stop->release);
	return relation;
}

static enum picture_tone edge_tone(const struct edge *edge)
{
	if (edge->severity == SEVERITY_BENIGN)
		return TONE_BENIGN;
	switch (edge->verdict) {
	case VERDICT_NONE:
		return TONE_MET;
	case VERDICT_IMPLICIT_STOP:
	case VERDICT_EARLY_FINALIZE_ERROR:
	case VERDICT_GATE_AFTER_SAME_RELEASE:
		return edge->certainty == CERTAINTY_PROVEN ? TONE_BROKEN : TONE_WARNED;
	default:
		return TONE_WARNED;
	}
}

/* The migrations that queue the job and take effect. */
static void add_queues(struct picture *picture, const struct job *job)
{
	size_t to = picture_job(picture, job);

	vec_each(const struct job_run, run, &job->runs) {
		if (run->migration && run->live)
			picture_arrow(picture,
				      (struct picture_arrow){.from = picture_migration(picture, run->migration),
							     .to = to,
							     .text = "queues"});
	}
}

static void add_edge(struct picture *picture, const struct edge *edge, enum picture_tone tone)
{
	add_queues(picture, edge->job);
	size_t from = picture_job(picture, edge->job);
	size_t to = picture_dependent(picture, edge);

	picture_arrow(picture, (struct picture_arrow){
				       .from = from, .to = to, .text = edge_text(picture->arena, edge), .tone = tone});
	if (edge->dependent_job)
		add_queues(picture, edge->dependent_job);
}

static bool is_in_range(const struct graph_view *view, struct release release)
{
	if (!release_known(release))
		return false;
	return (!view->first.major || release_compare_minor(release, view->first) >= 0) &&
	       (!view->last.major || release_compare_minor(release, view->last) <= 0);
}

static bool edge_is_wanted(const struct graph_view *view, const struct edge *edge)
{
	if (!view->first.major && !view->last.major)
		return true;
	return is_in_range(view, edge->dependent_release) || (edge->run && is_in_range(view, edge->run->release));
}

static bool edge_has_column(struct arena *arena, const struct edge *edge, const char *table_column)
{
	for (size_t i = 0; i < edge->columns.count; i++) {
		const char *column = str_printf(arena, "%s.%s", edge->table, edge->columns.items[i]);
		if (edge->table && strcmp(column, table_column) == 0)
			return true;
	}
	return false;
}

static void add_centre(struct arena *arena, struct names *centres, struct picture *picture, size_t node)
{
	names_add(arena, centres, picture->nodes.items[node].key);
}

static void add_edge_centres(struct picture *picture, const struct edge *edge, struct names *centres)
{
	add_centre(picture->arena, centres, picture, picture_job(picture, edge->job));
	add_centre(picture->arena, centres, picture, picture_dependent(picture, edge));
}

static void add_finding_centres(struct picture *picture, const struct finding *finding, struct names *centres)
{
	if (finding->edge)
		add_edge_centres(picture, finding->edge, centres);
	else if (finding->job)
		add_centre(picture->arena, centres, picture, picture_job(picture, finding->job));
	else
		names_add(picture->arena, centres, location_path(finding->location)); /* the key of a migration */
}

/* Jobs that read or write the column, and both ends of the edges about it. */
static void add_column_centres(struct picture *picture, const struct graph *graph, const char *column,
			       struct names *centres)
{
	vec_each(struct job *, job, &graph->jobs) {
		if (names_has(&(*job)->reads, column) || names_has(&(*job)->writes, column))
			add_centre(picture->arena, centres, picture, picture_job(picture, *job));
	}
	vec_each(const struct edge, edge, &graph->edges) {
		if (edge_has_column(picture->arena, edge, column))
			add_edge_centres(picture, edge, centres);
	}
}

/* The nodes that a name stands for; those that no arrow has brought are added. */
static struct names find_centres(struct picture *picture, const struct result *result,
				 const struct explain_thing *focus)
{
	struct names centres = {0};

	switch (focus->kind) {
	case EXPLAIN_JOB:
		add_queues(picture, focus->job);
		add_centre(picture->arena, &centres, picture, picture_job(picture, focus->job));
		break;
	case EXPLAIN_MIGRATION:
		add_centre(picture->arena, &centres, picture, picture_migration(picture, focus->migration));
		break;
	case EXPLAIN_COLUMN:
		add_column_centres(picture, result->graph, focus->name, &centres);
		break;
	case EXPLAIN_FINDING:
		add_finding_centres(picture, focus->finding, &centres);
		break;
	case EXPLAIN_RULE:
		vec_each(const struct finding, finding, &result->findings) {
			if (str_equal(finding->rule, focus->name))
				add_finding_centres(picture, finding, &centres);
		}
		break;
	}
	return centres;
}

static bool has_node(const struct picture *picture, const char *key)
{
	return map_get(&picture->node_numbers, key) != NULL;
}

static size_t count_left_out(const struct picture *picture, const struct graph *graph, const struct graph_view *view)
{
	size_t count = 0;

	vec_each(const struct edge, edge, &graph->edges) {
		bool is_drawn = view->full || edge->severity == SEVERITY_BREAKS;
		if (is_drawn || !edge_is_wanted(view, edge))
			continue;
		count += !view->focus || has_node(picture, edge->job->id) ||
			 (edge->dependent && has_node(picture, edge->dependent->migration->path));
	}
	return count;
}

static const char *title(struct arena *arena, const struct result *result, const struct graph_view *view)
{
	struct strbuf text = strbuf_new(arena);
	const char *release = result->graph->project->release;

	strbuf_printf(&text, "background jobs and what depends on them%s%s", release ? ", release " : "",
		      release ? release : "");
	if (view->first.major || view->last.major)
		strbuf_printf(&text, ", queued or needed in %s to %s",
			      view->first.major ? release_text(arena, view->first) : "the first release",
			      view->last.major ? release_text(arena, view->last) : "the last");
	if (view->focus)
		strbuf_printf(&text, ", around %s", view->focus->name);
	return strbuf_finish(&text);
}

struct picture graph_picture(struct arena *arena, const struct result *result, const struct graph_view *view,
			     size_t *benign_out)
{
	struct picture picture = picture_new(arena, title(arena, result, view));

	vec_each(const struct edge, edge, &result->graph->edges) {
		if ((view->full || edge->severity == SEVERITY_BREAKS) && edge_is_wanted(view, edge))
			add_edge(&picture, edge, edge_tone(edge));
	}
	if (view->focus) {
		struct names centres = find_centres(&picture, result, view->focus);
		picture = picture_neighbourhood(&picture, &centres, view->depth);
	}
	*benign_out = count_left_out(&picture, result->graph, view);
	return picture;
}

/* The report knows more than the verdict: a finding that is old is only a note. */
static enum picture_tone need_tone(const struct report_dependency *need)
{
	if (need->finding && need->finding->level == LEVEL_ERROR)
		return TONE_BROKEN;
	if ((need->finding && need->finding->level == LEVEL_WARNING) || need->protection == PROTECTION_NONE)
		return TONE_WARNED;
	return TONE_MET;
}

struct picture report_picture(struct arena *arena, const struct release_report *report)
{
	struct picture picture =
		picture_new(arena, "jobs, the migrations that queue them, and those that need them finished");

	for (size_t i = 0; i < report->dependencies.count; i++) {
		if (report->dependencies.items[i]->counts)
			add_edge(&picture, report->dependencies.items[i]->edge,
				 need_tone(report->dependencies.items[i]));
	}
	return picture;
}

static bool read_end(struct arena *arena, const char *text, size_t length, struct release *out)
{
	return length == 0 || release_parse(str_copy_n(arena, text, length), out);
}

bool graph_view_read_range(struct arena *arena, const char *text, struct graph_view *out)
{
	const char *dots = strstr(text, "..");

	if (!dots || strcmp(text, "..") == 0)
		return false;
	return read_end(arena, text, (size_t)(dots - text), &out->first) &&
	       read_end(arena, dots + 2, strlen(dots + 2), &out->last) &&
	       (!out->first.major || !out->last.major || release_compare_minor(out->first, out->last) <= 0);
}
