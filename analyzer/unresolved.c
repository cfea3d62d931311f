/* Statements that are not resolved and the explicit lists of unresolved things overlap: a reader may record both for
 * one call. The explicit entry says more, so a statement is left out when an entry starts inside it. */
#include "analyzer/unresolved.h"

#include <stdlib.h>

struct collector {
	struct arena *arena;
	struct unresolved_items *out;
	const char *owner;
	bool is_job;
	const char *batch_table;
	struct location home; /* stands in for places that are not known */
};

static bool inside(struct location inner, struct location outer)
{
	return inner.source == outer.source && inner.offset >= outer.offset &&
	       inner.offset < outer.offset + (outer.length ? outer.length : 1);
}

/* Tables of the effects whose statement encloses a place. */
static struct names tables_near(const struct collector *c, struct location place, const struct effects *effects)
{
	struct names tables = {0};
	if (c->batch_table)
		names_add(c->arena, &tables, c->batch_table);
	vec_each(struct effect, effect, effects) {
		if (effect->table && (inside(effect->location, place) || inside(place, effect->location)))
			names_add(c->arena, &tables, effect->table);
	}
	names_sort(&tables);
	return tables;
}

static void add_item(const struct collector *c, struct location place, const char *what, const char *why,
		     const struct effects *effects)
{
	if (!place.source)
		place = c->home;
	vec_push(c->arena, c->out,
		 (struct unresolved_item){.location = place,
					  .what = what ? what : "statement",
					  .why = why ? why : "not understood",
					  .owner = c->owner ? c->owner : "",
					  .tables = tables_near(c, place, effects),
					  .is_job = c->is_job});
}

static void collect(const struct collector *c, const struct unresolved_list *list, const struct statements *statements,
		    const struct effects *effects)
{
	vec_each(struct unresolved, item, list) {
		add_item(c, item->location, item->what, item->why, effects);
	}
	vec_each(struct statement, statement, statements) {
		bool listed = statement->resolved;
		vec_each(struct unresolved, item, list) {
			listed = listed || inside(item->location, statement->location);
		}
		if (!listed)
			add_item(c, statement->location, statement->what, statement->why, effects);
	}
}

static int compare_items(const void *a, const void *b)
{
	const struct unresolved_item *left = a, *right = b;
	int order = location_compare(left->location, right->location);
	if (order == 0)
		order = str_compare(left->what, right->what);
	if (order == 0)
		order = str_compare(left->why, right->why);
	return order ? order : str_compare(left->owner, right->owner);
}

static void drop_equals(struct unresolved_items *list)
{
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++) {
		struct unresolved_item *last = kept ? &list->items[kept - 1] : NULL;
		if (last && location_compare(last->location, list->items[i].location) == 0 &&
		    str_equal(last->what, list->items[i].what) && str_equal(last->why, list->items[i].why))
			continue;
		list->items[kept++] = list->items[i];
	}
	list->count = kept;
}

static struct unresolved_items collect_all(struct arena *arena, const struct graph *graph, bool only_queued)
{
	static const struct effects none = {0};
	static const struct statements no_statements = {0};
	struct unresolved_items out = {0};
	struct collector c = {.arena = arena, .out = &out};
	collect(&c, &graph->project->unresolved, &no_statements, &none);
	vec_each(struct placed_migration, placed, &graph->migrations) {
		const struct migration *migration = placed->migration;
		c.owner = migration->version;
		c.home = migration->class_location;
		collect(&c, &migration->unresolved, &migration->statements, &migration->effects);
	}
	c.is_job = true;
	vec_each(struct job *, job, &graph->jobs) {
		c.owner = (*job)->class_name;
		/* code that is in no file of the tree is found by what queues it */
		c.home = (*job)->job_class    ? (*job)->job_class->location
			 : (*job)->runs.count ? vec_last(&(*job)->runs)->location
					      : (struct location){0};
		if (!c.home.source && (*job)->gates.count) /* its queue is squashed */
			c.home = (*job)->gates.items[0].effect->location;
		c.batch_table = (*job)->table;
		if ((*job)->reading && ((*job)->runs.count || !only_queued))
			collect(&c, &(*job)->reading->unresolved, &(*job)->reading->statements,
				&(*job)->reading->effects);
	}
	if (out.count)
		qsort(out.items, out.count, sizeof(*out.items), compare_items);
	drop_equals(&out);
	return out;
}

struct unresolved_items unresolved_collect(struct arena *arena, const struct graph *graph)
{
	return collect_all(arena, graph, false);
}

struct unresolved_items unresolved_collect_queued(struct arena *arena, const struct graph *graph)
{
	return collect_all(arena, graph, true);
}
