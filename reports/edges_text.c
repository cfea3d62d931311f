/* `dump edges`: one line per edge. */
#include "reports/dump.h"
#include "reports/dump_line.h"

#include <stdlib.h>
#include <string.h>

static bool edge_wanted(const struct names *paths, const struct edge *edge)
{
	if (dump_wanted(paths, edge->dependent_path))
		return true;
	if (edge->run && edge->run->migration && dump_wanted(paths, edge->run->migration->migration->path))
		return true;
	return edge->job->job_class && dump_wanted(paths, edge->job->job_class->path);
}

static const char *gate_words(struct dump_line *line, const struct edge *edge)
{
	if (edge->gate_position == GATE_NONE || !edge->gate || !edge->gate->migration)
		return "none";
	return str_printf(line->arena, "%s:%s", edge->gate->migration->migration->version,
			  gate_position_name(edge->gate_position));
}

static const char *stop_words(struct dump_line *line, const struct edge *edge)
{
	if (!edge->stop)
		return "none";
	return str_printf(line->arena, "%s:%s", edge->stop->release,
			  edge->stop->kind == STOP_REQUIRED ? "required" : "conditional");
}

/* "notes.a,b", "notes.*" for an edge without columns, "?.a" when the table is not known */
static const char *object_words(struct dump_line *line, const struct edge *edge)
{
	struct names columns = {0};
	for (size_t i = 0; i < edge->columns.count; i++)
		names_add(line->arena, &columns, edge->columns.items[i]);
	names_sort(&columns);
	return str_printf(line->arena, "%s.%s", edge->table ? edge->table : "?",
			  columns.count ? names_join(line->arena, &columns, ",") : "*");
}

static void dump_edge(struct dump_line *line, const struct edge *edge)
{
	const struct release none = {0};
	const char *rule = verdict_rule(edge->verdict), *guard = guard_name(edge->guard);
	dump_word(line, relation_name(edge->relation));
	dump_word(line, severity_name(edge->severity));
	dump_word(line, certainty_name(edge->certainty));
	dump_word(line, edge->job->class_name);
	dump_pair(line, "queued",
		  dump_version(line, edge->run ? edge->run->version : NULL, edge->run ? edge->run->release : none));
	dump_pair(line, "dependent",
		  dump_version(line, edge->dependent ? edge->dependent->migration->version : NULL,
			       edge->dependent_release));
	dump_word(line, object_words(line, edge));
	dump_pair(line, "gate", gate_words(line, edge));
	dump_pair(line, "stop", stop_words(line, edge));
	dump_pair(line, "rule", rule ? rule : "-");
	dump_pair(line, "guard", guard ? guard : "-");
	dump_end(line);
}

/* The graph's order breaks what is left equal. */
static int compare_edges(const void *a, const void *b)
{
	const struct edge *left = *(const struct edge *const *)a, *right = *(const struct edge *const *)b;
	int order = str_compare(left->dependent ? left->dependent->migration->version : NULL,
				right->dependent ? right->dependent->migration->version : NULL);
	if (order == 0)
		order = str_compare(left->job->class_name, right->job->class_name);
	if (order == 0)
		order = strcmp(relation_name(left->relation), relation_name(right->relation));
	if (order == 0)
		order = strcmp(severity_name(left->severity), severity_name(right->severity));
	if (order == 0)
		order = strcmp(certainty_name(left->certainty), certainty_name(right->certainty));
	return order ? order : (left > right) - (left < right);
}

int dump_edges(const struct graph *graph, const struct names *paths, FILE *out)
{
	struct dump_line line = {.arena = arena_new(), .out = out};
	VEC(const struct edge *) edges = {0};
	vec_each(const struct edge, edge, &graph->edges) {
		if (edge_wanted(paths, edge))
			vec_push(line.arena, &edges, edge);
	}
	if (edges.count)
		qsort(edges.items, edges.count, sizeof(*edges.items), compare_edges);
	for (size_t i = 0; i < edges.count; i++) {
		struct arena_mark mark = arena_mark(line.arena);
		dump_edge(&line, edges.items[i]);
		arena_pop(line.arena, mark);
	}
	arena_free(line.arena);
	return line.failed ? -1 : 0;
}
