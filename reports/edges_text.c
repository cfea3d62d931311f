/* `dump edges`: one line per edge. */
#include "reports/dump.h"
#include "reports/dump_line.h"

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
	dump_word(line, str_printf(line->arena, "%s.%s", edge->table ? edge->table : "?",
				   edge->columns.count ? names_join(line->arena, &edge->columns, ",") : "*"));
	dump_pair(line, "gate", gate_words(line, edge));
	dump_pair(line, "stop", stop_words(line, edge));
	dump_pair(line, "rule", rule ? rule : "-");
	dump_pair(line, "guard", guard ? guard : "-");
	dump_end(line);
}

int dump_edges(const struct graph *graph, const struct names *paths, FILE *out)
{
	struct dump_line line = {.arena = arena_new(), .out = out};
	vec_each(const struct edge, edge, &graph->edges) {
		struct arena_mark mark = arena_mark(line.arena);
		if (edge_wanted(paths, edge))
			dump_edge(&line, edge);
		arena_pop(line.arena, mark);
	}
	arena_free(line.arena);
	return line.failed ? -1 : 0;
}
