/* Without downtime all regular migrations of a hop run, then the application is deployed, then all post ones. A dependency may
 * exist in that order alone: a regular migration queues the job, and a post one with a smaller version, which had run before in
 * one run, needs it. Gates and cancellations change places as well. So the graph is built a second time, in that order, and
 * each of its dependencies is told with what it is in one run. */
#include "analyzer/trace/trace_parts.h"

static const char *text_or_nothing(const char *text)
{
	return text ? text : "";
}

/* Job, dependent, relation and table: one edge each. */
static const char *key_of(struct arena *arena, const struct edge *edge)
{
	const struct migration *dependent = edge->dependent ? edge->dependent->migration : NULL;

	return str_printf(arena, "%s\1%s\1%s\1%s\1%s\1%s\1%d", edge->job->id,
			  dependent ? text_or_nothing(dependent->database) : "", dependent ? dependent->version : "",
			  text_or_nothing(edge->dependent_path), relation_name(edge->relation),
			  text_or_nothing(edge->table), (int)edge->guard);
}

static enum hop_part part_of(void *payload, const struct placed_migration *placed)
{
	const struct tracer *t = payload;

	return trace_part_of(t->arena, &t->out->jump, placed);
}

void trace_reorder(struct tracer *t)
{
	struct graph *ordered = ARENA_NEW(t->arena, struct graph);
	struct trace *one_run = ARENA_NEW(t->arena, struct trace);
	struct graph_hop hop = {part_of, t};
	struct trace_jump jump = t->out->jump;

	graph_build_hop(t->arena, t->graph->project, &hop, ordered);
	t->ordered = ordered;
	t->edges = map_new(t->arena);
	t->one_run = map_new(t->arena);
	vec_each(struct edge, edge, &ordered->edges)
		map_put(&t->edges, key_of(t->arena, edge), edge);
	jump.zero_downtime = false;
	trace_run(t->arena, t->graph, &jump, one_run);
	vec_each(struct trace_need, need, &one_run->needs)
		map_put(&t->one_run, key_of(t->arena, need->edge), need);
}

bool trace_has_edge(const struct tracer *t, const struct edge *edge)
{
	return map_get(&t->edges, key_of(t->arena, edge)) != NULL;
}

/* The place of a migration in one run. */
static size_t order_in_one_run(const struct tracer *t, const struct placed_migration *placed)
{
	vec_each(const struct placed_migration, there, &t->graph->migrations) {
		if (there->migration == placed->migration)
			return there->order;
	}
	return (size_t)-1;
}

/* Why nothing depends on the job in one run. */
static const char *no_dependency(const struct tracer *t, const struct edge *edge)
{
	if (edge->dependent && edge->run->migration &&
	    order_in_one_run(t, edge->dependent) < order_in_one_run(t, edge->run->migration))
		return str_printf(t->arena, "%s runs before %s queues the job", edge->dependent->migration->version,
				  edge->run->version);
	return "the job is not pending any more by then";
}

void trace_compare(const struct tracer *t, struct trace_need *need)
{
	if (t->ordered == t->graph)
		return;
	const struct trace_need *one_run = map_get(&t->one_run, key_of(t->arena, need->edge));
	need->one_run = one_run ? one_run->state : TRACE_STATE_COUNT;
	if (need->one_run == need->state || need->one_run == TRACE_BROKEN)
		return;
	need->one_run_why = !one_run ? no_dependency(t, need->edge) : one_run->why ? one_run->why : "it is met there";
}

void trace_turn_interval(const struct tracer *t, struct trace_need *need)
{
	const struct edge *edge = need->edge;

	if (t->ordered == t->graph || map_get(&t->one_run, key_of(t->arena, edge)))
		return;
	if (!edge->dependent || !release_known(edge->dependent->release) || !release_known(edge->interval_from) ||
	    release_compare_minor(edge->dependent->release, edge->interval_from) >= 0)
		return;
	need->from = need->dependent_release = edge->dependent->release;
	need->before = edge->interval_from;
}
