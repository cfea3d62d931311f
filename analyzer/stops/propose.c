/* What a stop means for the tree as it stands. Dependents that come after the stop are not written yet, so the jobs
 * that are still without a gate are told too: they are what the stop is for. */
#include "analyzer/stops/propose.h"

#include "analyzer/releases/release_calendar.h"
#include "analyzer/rule.h"

#define NOTICE_DAYS 10

int stop_deadline(int published)
{
	return published ? date_add(published, -NOTICE_DAYS) : 0;
}

/* The stop before `release`: on the schedule where there is one, else declared. */
static struct release stop_before(const struct stop_calendar *calendar, struct release release)
{
	return release_known(release) ? stop_calendar_floor(calendar, release) : release;
}

static bool is_at_or_before(struct release a, struct release b)
{
	return release_known(a) && release_known(b) && release_compare_minor(a, b) <= 0;
}

/* A queue that was squashed is in nobody's way. */
static void find_jobs(struct arena *arena, const struct graph *graph, struct proposal *out)
{
	struct rule_ctx cx = {.graph = graph, .index = rule_index_new(arena, graph)};

	for (size_t i = 0; i < graph->jobs.count; i++) {
		const struct job_run *run = job_open_run(&cx, graph->jobs.items[i]);
		if (!run || !run->migration || !is_at_or_before(run->release, out->release))
			continue;
		vec_push(arena, &out->open, (struct squash_block){graph->jobs.items[i], run});
		if (is_at_or_before(run->release, out->squash_to))
			vec_push(arena, &out->blocks, (struct squash_block){graph->jobs.items[i], run});
	}
}

/* The main database's migrations; the others have structures of their own. */
static void find_squash(struct arena *arena, const struct graph *graph, struct proposal *out)
{
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		const char *version = placed->migration->version;
		if (!str_equal(placed->migration->database, "main"))
			continue;
		if (str_ends_with(placed->migration->path, "_init_schema.rb")) {
			out->initial = placed->migration;
		} else if (is_at_or_before(placed->release, out->squash_to)) {
			vec_push(arena, &out->squash, placed->migration);
			if (str_compare(version, out->last_squashed) > 0)
				out->last_squashed = version;
		} else if (!out->first_kept || str_compare(version, out->first_kept) < 0)
			out->first_kept = version;
	}
	vec_each(const struct migration *, migration, &out->squash) {
		const char *version = (*migration)->version;
		if ((!out->first_kept || str_compare(version, out->first_kept) < 0) &&
		    str_compare(version, out->schema_version) > 0)
			out->schema_version = version;
	}
}

const char *propose_stop(struct arena *arena, const struct stop_calendar *calendar, struct release release,
			 struct proposal *out)
{
	const struct graph *graph = calendar->graph;

	release.patch = -1;
	*out = (struct proposal){.release = release};
	if (!release_exists(graph->project, release))
		return str_printf(arena, "there is no release %s that is known", release_text(arena, release));
	out->is_declared = stop_is_declared(graph, release);
	out->is_scheduled = release_is_scheduled(calendar->schedule, release);
	out->published = release_date(graph->project, release);
	out->deadline = stop_deadline(out->published);
	out->next_stop = stop_at_or_after(calendar, release_next(graph->project, release), NULL);
	out->squash_to = stop_before(calendar, stop_before(calendar, release));
	vec_each(const struct edge, edge, &graph->edges) {
		if (edge_needs_only(edge, release))
			vec_push(arena, &out->needs, edge);
	}
	find_squash(arena, graph, out);
	find_jobs(arena, graph, out);
	return NULL;
}
