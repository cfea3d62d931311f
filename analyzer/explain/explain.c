/* Finding what a word means. Every candidate is {kind, name, thing}; a question is answered by the exact matches, when
 * there are none by the partial ones. One left: it is told; several: they are listed. */
#include "analyzer/explain/explain.h"

#include "analyzer/explain/explain_parts.h"
#include "analyzer/rule.h"
#include "analyzer/unresolved.h"

#include <string.h>

#define FINGERPRINT_PREFIX 6
#define LISTED_LIMIT 50

struct candidates {
	struct explain_thing *items;
	size_t count;
	size_t capacity;
};

struct search {
	struct arena *arena;
	const struct result *result;
	const char *what;
	struct candidates exact, partial;
};

static void offer(struct search *search, bool is_exact, bool is_part, struct explain_thing candidate)
{
	struct candidates *list = is_exact ? &search->exact : &search->partial;
	if (is_exact || is_part)
		vec_push(search->arena, list, candidate);
}

static bool has_part(const char *text, const char *part)
{
	return text && strstr(text, part);
}

static void search_rules(struct search *search)
{
	const struct rule *rule = rule_find(search->what);
	if (rule)
		offer(search, true, false,
		      (struct explain_thing){.kind = EXPLAIN_RULE, .name = rule->id, .rule = rule});
}

static void search_findings(struct search *search)
{
	size_t length = strlen(search->what);
	vec_each(const struct finding, finding, &search->result->findings) {
		bool is_prefix = length >= FINGERPRINT_PREFIX && str_starts_with(finding->fingerprint, search->what);
		offer(search, is_prefix, false,
		      (struct explain_thing){
			      .kind = EXPLAIN_FINDING,
			      .name = str_printf(search->arena, "%s (%s)", finding->fingerprint, finding->rule),
			      .finding = finding});
	}
}

static void search_jobs(struct search *search)
{
	vec_each(struct job *, job, &search->result->graph->jobs) {
		bool is_exact = str_equal((*job)->id, search->what) || str_equal((*job)->class_name, search->what);
		offer(search, is_exact, has_part((*job)->id, search->what),
		      (struct explain_thing){.kind = EXPLAIN_JOB, .name = (*job)->id, .job = *job});
	}
}

static void search_migrations(struct search *search)
{
	vec_each(const struct placed_migration, placed, &search->result->graph->migrations) {
		const struct migration *migration = placed->migration;
		bool is_exact = str_equal(migration->version, search->what) ||
				str_equal(migration->class_name, search->what) ||
				str_equal(migration->path, search->what);
		bool is_part = has_part(migration->version, search->what) ||
			       has_part(migration->class_name, search->what) || has_part(migration->path, search->what);
		offer(search, is_exact, is_part,
		      (struct explain_thing){.kind = EXPLAIN_MIGRATION, .name = migration->path, .migration = placed});
	}
}

static bool effects_touch(const struct effects *effects, const char *table, const char *column)
{
	vec_each(const struct effect, effect, effects) {
		if (explain_effect_touches(effect, table, column))
			return true;
	}
	return false;
}

/* Does anything of the tree touch table.column? */
static bool column_is_known(const struct graph *graph, const char *table, const char *column)
{
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		if (effects_touch(&placed->migration->effects, table, column))
			return true;
	}
	vec_each(struct job *, job, &graph->jobs) {
		if ((*job)->reading && effects_touch(&(*job)->reading->effects, table, column))
			return true;
	}
	return effects_touch(&graph->project->structure, table, column);
}

static void search_columns(struct search *search)
{
	const char *dot = strchr(search->what, '.');
	if (!dot || dot == search->what || !dot[1] || strchr(dot + 1, '.') || strchr(search->what, '/'))
		return;
	const char *table = str_copy_n(search->arena, search->what, (size_t)(dot - search->what));
	if (column_is_known(search->result->graph, table, dot + 1))
		offer(search, true, false, (struct explain_thing){.kind = EXPLAIN_COLUMN, .name = search->what});
}

static void tell(struct arena *arena, const struct result *result, const struct explain_thing *thing,
		 struct explanation *out)
{
	struct explainer e = {.arena = arena, .result = result, .out = out};
	switch (thing->kind) {
	case EXPLAIN_RULE:
		explain_rule(&e, thing->rule);
		break;
	case EXPLAIN_FINDING:
		explain_finding(&e, thing->finding);
		break;
	case EXPLAIN_COLUMN:
		explain_column(&e, thing->name);
		break;
	case EXPLAIN_JOB:
		explain_job(&e, thing->job);
		break;
	case EXPLAIN_MIGRATION:
		explain_migration(&e, thing->migration);
		break;
	}
}

static enum explain_status answer(struct search *search, const struct candidates *found, struct explain_thing *out,
				  struct explanation *matches)
{
	if (found->count == 1) {
		*out = found->items[0];
		return EXPLAIN_FOUND;
	}
	*matches = (struct explanation){
		.title = str_printf(search->arena, "'%s' may be any of these %zu", search->what, found->count)};
	for (size_t i = 0; i < found->count; i++)
		names_add(search->arena, &matches->matches, found->items[i].name);
	names_sort(&matches->matches);
	if (matches->matches.count > LISTED_LIMIT) {
		matches->title =
			str_printf(search->arena, "%s, of which the first %d are", matches->title, LISTED_LIMIT);
		matches->matches.count = LISTED_LIMIT;
	}
	return EXPLAIN_AMBIGUOUS;
}

enum explain_status explain_find(struct arena *arena, const struct result *result, const char *what,
				 struct explain_thing *out, struct explanation *matches)
{
	struct search search = {.arena = arena, .result = result, .what = what};
	if (!what || !*what)
		return EXPLAIN_UNKNOWN;
	search_rules(&search);
	search_findings(&search);
	search_columns(&search);
	search_jobs(&search);
	search_migrations(&search);
	if (search.exact.count)
		return answer(&search, &search.exact, out, matches);
	if (search.partial.count)
		return answer(&search, &search.partial, out, matches);
	*matches = (struct explanation){.title = rule_proposal(arena, what)};
	return EXPLAIN_UNKNOWN;
}

enum explain_status explain(struct arena *arena, const struct result *result, const char *what, struct explanation *out)
{
	struct explain_thing thing;
	enum explain_status status = explain_find(arena, result, what, &thing, out);

	if (status == EXPLAIN_FOUND) {
		*out = (struct explanation){0};
		tell(arena, result, &thing, out);
	}
	return status;
}

void explain_coverage(struct arena *arena, const struct result *result, struct explanation *out)
{
	const struct graph *graph = result->graph;
	*out = (struct explanation){.title = str_printf(arena, "%zu of %zu statements and %zu of %zu jobs resolved",
							graph->statements_resolved, graph->statements,
							graph->jobs_resolved, graph->jobs.count)};
	struct explainer e = {.arena = arena, .result = result, .out = out};
	struct unresolved_items items = unresolved_collect(arena, graph);
	vec_each(struct unresolved_item, item, &items) {
		const char *tables = item->tables.count ? names_join(arena, &item->tables, ", ") : "any table";
		explain_say(&e, item->is_job ? "job" : "statement", item->location, "'%s': %s; may hide: %s",
			    item->what, item->why, tables);
	}
	vec_each(struct job *, job, &graph->jobs) {
		if ((*job)->resolved || ((*job)->reading && (*job)->reading->unresolved.count))
			continue;
		struct location place = {0};
		if ((*job)->job_class)
			place = (*job)->job_class->location;
		else if ((*job)->runs.count)
			place = (*job)->runs.items[0].location;
		explain_say(&e, "job", place, "'%s': %s; may hide: %s", (*job)->id,
			    (*job)->job_class ? "what it reads and writes is not fully known"
					      : "its class is not in the tree",
			    (*job)->table ? (*job)->table : "any table");
	}
}
