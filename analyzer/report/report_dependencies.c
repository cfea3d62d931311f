/* Edges put together: one dependency for what one migration does to one table of one job, whatever the columns. The
 * edges of the graph stand by dependent, job, relation and table, so those of a group are neighbours up to severity and
 * gate. */
#include "analyzer/report/report_parts.h"

#include "analyzer/phrases.h"
#include "graph/guards.h"

#include <stdlib.h>

static bool is_same_need(const struct edge *a, const struct edge *b)
{
	return a->job == b->job && a->dependent == b->dependent && a->relation == b->relation &&
	       a->severity == b->severity && a->gate_position == b->gate_position &&
	       a->dependent_job == b->dependent_job && str_equal(a->table, b->table) &&
	       str_equal(a->dependent_path, b->dependent_path);
}

static bool is_same_dependent(const struct edge *a, const struct edge *b)
{
	return a->dependent == b->dependent && str_equal(a->dependent_path, b->dependent_path);
}

/* Looks back as long as the dependent is the same. */
static struct report_dependency *find_need(const struct report_dependencies *list, const struct edge *edge)
{
	for (size_t i = list->count; i-- > 0;) {
		if (!is_same_dependent(list->items[i]->edge, edge))
			break;
		if (is_same_need(list->items[i]->edge, edge))
			return list->items[i];
	}
	return NULL;
}

static enum report_protection protection_of(const struct edge *edge)
{
	if (edge->gate_position == GATE_BEFORE)
		return PROTECTION_GATE;
	if (!edge->stop)
		return PROTECTION_NONE;
	return edge->stop->kind == STOP_REQUIRED ? PROTECTION_STOP : PROTECTION_CONDITIONAL;
}

static struct report_dependency *add_need(struct reporter *r, struct report_job *job, const struct edge *edge)
{
	struct report_dependency *need = ARENA_NEW(r->arena, struct report_dependency);

	/* when a class was removed is not in the tree, so it is never new, and nothing waits */
	bool is_dated = edge->relation != RELATION_DELETE_JOB;

	*need = (struct report_dependency){
		.index = r->out->dependencies.count,
		.job = job,
		.edge = edge,
		.protection = protection_of(edge),
		.stop = edge->gate_position == GATE_BEFORE ? NULL : edge->stop,
		.location = is_dated ? edge_location(r->arena, edge) : job->run->location,
		.table_size =
			report_table_size(r, edge->relation == RELATION_FINALIZES ? job->job->table : edge->table),
		.is_new = is_dated && report_is_here(r, edge->dependent_release),
		.is_gate = edge->relation == RELATION_FINALIZES,
		.counts = edge->severity == SEVERITY_BREAKS,
	};
	vec_push(r->arena, &r->out->dependencies, need);
	vec_push(r->arena, &job->dependencies, need);
	if (is_dated && need->counts && !need->is_gate && need->protection != PROTECTION_GATE)
		job->waiting++;
	return need;
}

static void add_edge(struct reporter *r, const struct edge *edge)
{
	struct report_job *job = map_get(&r->jobs, edge->job->id);
	struct report_dependency *need = find_need(&r->out->dependencies, edge);

	if (!job || !guard_is_self_managed(edge->guard) || !report_is_by(edge->dependent_release, r->out->question.to))
		return;
	if (!need)
		need = add_need(r, job, edge);
	r->need_of_edge[edge - r->graph->edges.items] = need;
	vec_push(r->arena, &need->edges, edge);
	for (size_t i = 0; i < edge->columns.count; i++)
		names_add(r->arena, &need->columns, edge->columns.items[i]);
	if (edge->certainty > need->edge->certainty)
		need->edge = edge;
}

bool report_gate_is_early(const struct report_dependency *gate)
{
	return gate->protection == PROTECTION_NONE || gate->protection == PROTECTION_CONDITIONAL;
}

static int compare_needs(const struct report_dependency *a, const struct report_dependency *b)
{
	int order = (int)b->protection - (int)a->protection;

	if (order == 0)
		order = report_size_rank(b->table_size) - report_size_rank(a->table_size);
	if (order == 0)
		order = a->index < b->index ? -1 : a->index > b->index;
	return order;
}

static int by_protection(const void *left, const void *right)
{
	return compare_needs(*(struct report_dependency *const *)left, *(struct report_dependency *const *)right);
}

static void sort(struct report_dependencies *list)
{
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_protection);
}

void report_dependencies_fill(struct reporter *r)
{
	struct release_report *out = r->out;

	r->need_of_edge = ARENA_ARRAY(r->arena, struct report_dependency *, r->graph->edges.count);
	vec_each(const struct edge, edge, &r->graph->edges)
		add_edge(r, edge);
	for (size_t i = 0; i < out->dependencies.count; i++) {
		struct report_dependency *need = out->dependencies.items[i];
		need->text = phrase_dependent(r->arena, need->edge, &need->columns);
		if (need->is_new && need->counts)
			vec_push(r->arena, need->is_gate ? &out->new_gates : &out->new_needs, need);
	}
	sort(&out->new_needs);
	sort(&out->new_gates);
}
