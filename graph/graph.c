/* project -> graph: place the migrations, merge the jobs, replay, protect, sort. */
#include "graph/graph.h"

#include "graph/place.h"
#include "graph/protect.h"

#include <stdlib.h>

static int compare_stops(const void *left, const void *right)
{
	const struct declared_stop *a = left;
	const struct declared_stop *b = right;
	struct release release_a = {.patch = -1};
	struct release release_b = {.patch = -1};

	release_parse(a->release, &release_a);
	release_parse(b->release, &release_b);
	int order = release_compare(release_a, release_b);
	if (!order)
		order = (int)a->kind - (int)b->kind;
	return order ? order : location_compare(a->location, b->location);
}

static int compare_names_lists(const struct names *a, const struct names *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++) {
		int order = str_compare(a->items[i], b->items[i]);
		if (order)
			return order;
	}
	return (a->count > b->count) - (a->count < b->count);
}

static size_t dependent_order(const struct edge *edge)
{
	return edge->dependent ? edge->dependent->order : (size_t)-1;
}

static int compare_edges(const void *left, const void *right)
{
	const struct edge *a = left;
	const struct edge *b = right;
	size_t order_a = dependent_order(a);
	size_t order_b = dependent_order(b);

	if (order_a != order_b)
		return order_a < order_b ? -1 : 1;
	int order = str_compare(a->job->id, b->job->id);
	if (!order)
		order = (int)a->relation - (int)b->relation;
	if (!order)
		order = str_compare(a->table, b->table);
	if (!order)
		order = compare_names_lists(&a->columns, &b->columns);
	if (!order)
		order = (int)b->severity - (int)a->severity;
	if (!order)
		order = str_compare(a->dependent_job ? a->dependent_job->id : NULL,
				    b->dependent_job ? b->dependent_job->id : NULL);
	if (!order)
		order = (int)a->guard - (int)b->guard;
	if (!order && a->dependent_effect && b->dependent_effect)
		order = location_compare(a->dependent_effect->location, b->dependent_effect->location);
	return order ? order : (a->run > b->run) - (a->run < b->run);
}

static void count_statements(struct graph *graph)
{
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		vec_each(const struct statement, statement, &placed->migration->statements) {
			graph->statements++;
			graph->statements_resolved += statement->resolved;
		}
	}
	for (size_t i = 0; i < graph->jobs.count; i++)
		graph->jobs_resolved += graph->jobs.items[i]->resolved;
}

static void build(struct arena *arena, const struct project *project, const struct graph_hop *hop, struct graph *out)
{
	struct job_set set;

	*out = (struct graph){.project = project};
	place_migrations(arena, project, out);
	if (hop)
		place_hop(arena, hop, out);
	vec_each(const struct declared_stop, stop, &project->stops)
		vec_push(arena, &out->stops, *stop);
	if (out->stops.count)
		qsort(out->stops.items, out->stops.count, sizeof(*out->stops.items), compare_stops);
	jobs_collect(arena, project, out, &set);
	struct walk walk = {.arena = arena, .project = project, .graph = out, .set = &set, .schema = schema_new(arena)};
	walk.facts = fact_index_new(arena);
	walk.repairs = map_new(arena);
	walk_run(&walk);
	protect_edges(&walk);
	if (out->edges.count)
		qsort(out->edges.items, out->edges.count, sizeof(*out->edges.items), compare_edges);
	count_statements(out);
}

void graph_build(struct arena *arena, const struct project *project, struct graph *out)
{
	build(arena, project, NULL, out);
}

void graph_build_hop(struct arena *arena, const struct project *project, const struct graph_hop *hop, struct graph *out)
{
	build(arena, project, hop, out);
}
