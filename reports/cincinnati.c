/* The releases as a graph of upgrades, in the form that Cincinnati gives to tools that walk one:
 *
 *     {"version": 1, "nodes": [{"version": "18.2.0", ...}], "edges": [[0, 1]],
 *      "conditionalEdges": [{"edges": [{"from": "18.2.0", "to": "18.5.0"}], "risks": [{"name": ..., "message": ...}]}]}
 *
 * A node is a release whose migrations the tree holds, one of the latest thousand. From each, an upgrade leads to every
 * later one up to the next required stop. It is an edge when nothing that was found speaks against it, else a
 * conditional edge with a risk for every dependency whose job is queued on the way, and for every conditional stop that
 * is jumped over. Versions have three numbers there. */
#include "reports/json_parts.h"

#include "analyzer/phrases.h"
#include "analyzer/releases/release_calendar.h"
#include "analyzer/stops/stops.h"

#define NODES_MOST 1000u

struct risk {
	const struct edge *edge;          /* NULL: of a stop */
	const struct declared_stop *stop; /* NULL: of an edge */
};

struct risks {
	struct risk *items;
	size_t count;
	size_t capacity;
};

struct hop {
	struct release from, to;
	struct risks risks;
};

struct writer {
	struct arena *arena;
	const struct graph *graph;
	struct json_out json;
	struct releases nodes;
	VEC(struct hop) conditional;
};

static const char *version(struct writer *w, struct release release)
{
	return str_printf(w->arena, "%d.%d.0", release.major, release.minor);
}

/* From the release before the first one that is complete: an upgrade from there runs what is known. */
static void find_nodes(struct writer *w)
{
	struct release first = graph_complete_since(w->arena, w->graph);
	struct release last = w->graph->release;

	if (!release_known(first) || !release_known(last))
		return;
	const struct project *project = w->graph->project;
	struct release before = release_previous(project, first);
	for (struct release at = release_known(before) ? before : first;
	     release_known(at) && release_compare_minor(at, last) <= 0; at = release_next(project, at))
		vec_push(w->arena, &w->nodes, at);
	/* every pair of them may be an edge */
	if (w->nodes.count > NODES_MOST) {
		w->nodes.items += w->nodes.count - NODES_MOST;
		w->nodes.count = NODES_MOST;
	}
}

static bool is_jumped_over(const struct declared_stop *stop, struct release from, struct release to)
{
	struct release at;

	return release_parse(stop->release, &at) && release_compare_minor(at, from) > 0 &&
	       release_compare_minor(at, to) < 0;
}

static bool skips_required_stop(const struct writer *w, struct release from, struct release to)
{
	vec_each(const struct declared_stop, stop, &w->graph->stops) {
		if (stop->kind == STOP_REQUIRED && is_jumped_over(stop, from, to))
			return true;
	}
	return false;
}

static bool is_risk(const struct edge *edge, struct release from, struct release to)
{
	return edge_needs_stop(edge) && release_known(edge->interval_from) && release_known(edge->dependent_release) &&
	       release_compare_minor(edge->interval_from, from) > 0 &&
	       release_compare_minor(edge->dependent_release, to) <= 0;
}

static struct risks risks_of(struct writer *w, struct release from, struct release to)
{
	struct risks risks = {0};

	vec_each(const struct declared_stop, stop, &w->graph->stops) {
		if (stop->kind == STOP_CONDITIONAL && is_jumped_over(stop, from, to))
			vec_push(w->arena, &risks, (struct risk){.stop = stop});
	}
	vec_each(const struct edge, edge, &w->graph->edges) {
		if (is_risk(edge, from, to))
			vec_push(w->arena, &risks, (struct risk){.edge = edge});
	}
	return risks;
}

/* Letters, digits and underscores, a letter first. */
static const char *identifier(struct writer *w, const char *text)
{
	bool begins = (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z');
	char *name = begins ? str_copy(w->arena, text) : str_concat(w->arena, "job_", text);

	for (char *at = name; *at; at++) {
		bool is_plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9');
		*at = is_plain ? *at : '_';
	}
	return name;
}

static const char *dependent_of(const struct edge *edge)
{
	return edge->dependent ? edge->dependent->migration->version : relation_name(edge->relation);
}

static void emit_risk(struct writer *w, const struct risk *risk)
{
	struct json_out *json = &w->json;
	const struct edge *edge = risk->edge;
	const char *name = edge ? str_printf(w->arena, "%s_%s_%s", edge->job->class_name, dependent_of(edge),
					     relation_name(edge->relation))
				: str_printf(w->arena, "ConditionalStop_%s", risk->stop->release);

	name = identifier(w, name);
	emit_object(json, NULL);
	emit_string(json, "name", name);
	emit_string(json, "url", str_printf(w->arena, "urn:stopgraph:%s", name));
	if (edge)
		emit_string(json, "message",
			    str_printf(w->arena, "job '%s', queued in %s, may be unfinished when %s (%s) %s",
				       edge->job->class_name, release_text(w->arena, edge->interval_from),
				       dependent_of(edge), release_text(w->arena, edge->dependent_release),
				       phrase_dependent(w->arena, edge, &edge->columns)));
	else
		emit_string(json, "message",
			    str_printf(w->arena, "%s is a stop for some installations: %s", risk->stop->release,
				       risk->stop->comment ? risk->stop->comment : "no condition is given"));
	emit_array(json, "matchingRules");
	emit_object(json, NULL);
	emit_string(json, "type", "Always");
	emit_close(json);
	emit_close(json);
	emit_close(json);
}

static void emit_node(struct writer *w, struct release release)
{
	const char *kind = NULL;

	vec_each(const struct declared_stop, stop, &w->graph->stops) {
		struct release at;
		if (release_parse(stop->release, &at) && release_compare_minor(at, release) == 0)
			kind = stop->kind == STOP_REQUIRED ? "required" : "conditional";
	}
	emit_object(&w->json, NULL);
	emit_string(&w->json, "version", version(w, release));
	emit_string(&w->json, "payload", release_text(w->arena, release));
	emit_object(&w->json, "metadata");
	if (kind)
		emit_string(&w->json, "stop", kind);
	emit_close(&w->json);
	emit_close(&w->json);
}

/* What is free goes out at once, the rest is kept for its own list. */
static void emit_edges(struct writer *w)
{
	for (size_t i = 0; i < w->nodes.count; i++) {
		for (size_t j = i + 1; j < w->nodes.count; j++) {
			struct hop hop = {.from = w->nodes.items[i], .to = w->nodes.items[j]};
			if (skips_required_stop(w, hop.from, hop.to))
				break;
			hop.risks = risks_of(w, hop.from, hop.to);
			if (hop.risks.count) {
				vec_push(w->arena, &w->conditional, hop);
				continue;
			}
			emit_array(&w->json, NULL);
			emit_number(&w->json, NULL, i);
			emit_number(&w->json, NULL, j);
			emit_close(&w->json);
		}
	}
}

static bool same_risks(const struct risks *a, const struct risks *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (a->items[i].edge != b->items[i].edge || a->items[i].stop != b->items[i].stop)
			return false;
	}
	return true;
}

/* Neighbours with the same risks stand together; the number of the first one after them. */
static size_t emit_group(struct writer *w, size_t first)
{
	const struct risks *risks = &w->conditional.items[first].risks;
	size_t next = first;

	emit_object(&w->json, NULL);
	emit_array(&w->json, "edges");
	for (; next < w->conditional.count && same_risks(risks, &w->conditional.items[next].risks); next++) {
		emit_object(&w->json, NULL);
		emit_string(&w->json, "from", version(w, w->conditional.items[next].from));
		emit_string(&w->json, "to", version(w, w->conditional.items[next].to));
		emit_close(&w->json);
	}
	emit_close(&w->json);
	emit_array(&w->json, "risks");
	for (size_t i = 0; i < risks->count; i++)
		emit_risk(w, &risks->items[i]);
	emit_close(&w->json);
	emit_close(&w->json);
	return next;
}

static int write_graph(const struct result *result, const struct report_options *options, FILE *out)
{
	struct writer w = {.arena = arena_new(), .graph = result->graph};

	(void)options;
	w.json = json_out_new(w.arena, out);
	find_nodes(&w);
	emit_object(&w.json, NULL);
	emit_number(&w.json, "version", 1);
	emit_array(&w.json, "nodes");
	vec_each(const struct release, release, &w.nodes)
		emit_node(&w, *release);
	emit_close(&w.json);
	emit_array(&w.json, "edges");
	emit_edges(&w);
	emit_close(&w.json);
	emit_array(&w.json, "conditionalEdges");
	for (size_t next = 0; next < w.conditional.count;)
		next = emit_group(&w, next);
	emit_close(&w.json);
	emit_close(&w.json);
	int status = json_out_finish(&w.json);
	arena_free(w.arena);
	return status;
}

const struct report_format report_format_cincinnati = {
	.name = "cincinnati",
	.media_type = "application/json",
	.write_graph = write_graph,
};
