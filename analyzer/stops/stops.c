/* Every edge is put under each stop of its interval; it is "alone" there when no other required stop lies in it. The
 * three small sets come from graph/stop.c; of equally few stops, those that are declared or scheduled are preferred. */
#include "analyzer/stops/stops.h"

#include "graph/guards.h"

#include <stdlib.h>

const char *stop_state_name(enum stop_state state)
{
	static const char *const names[] = {"needed", "redundant", "open", "unknown"};
	return names[state];
}

bool edge_needs_stop(const struct edge *edge)
{
	return edge->severity == SEVERITY_BREAKS && guard_is_self_managed(edge->guard) &&
	       edge->gate_position != GATE_BEFORE;
}

bool edge_needs_only(const struct edge *edge, struct release release)
{
	if (!edge_needs_stop(edge) || !release_known(edge->interval_from) ||
	    !stop_hits(release, edge->interval_from, edge->interval_before))
		return false;
	for (size_t i = 0; i < edge->stops.count; i++) {
		struct release at;
		if (required_stop_release(edge->stops.items[i], &at) && release_compare_minor(at, release) != 0)
			return false;
	}
	return true;
}

bool edge_has_other_stop(const struct edge *edge, const struct declared_stop *stop)
{
	for (size_t i = 0; i < edge->stops.count; i++) {
		if (edge->stops.items[i] != stop && edge->stops.items[i]->kind == STOP_REQUIRED)
			return true;
	}
	return false;
}

bool stop_is_declared(const struct graph *graph, struct release release)
{
	vec_each(const struct declared_stop, stop, &graph->stops) {
		struct release at;
		if (required_stop_release(stop, &at) && release_compare_minor(at, release) == 0)
			return true;
	}
	return false;
}

struct release_count {
	struct release release;
	size_t count;
};

static int compare_counts(const void *left, const void *right)
{
	const struct release_count *a = left;
	const struct release_count *b = right;
	return release_compare_minor(b->release, a->release);
}

struct release graph_complete_since(struct arena *arena, const struct graph *graph)
{
	VEC(struct release_count) counts = {0};
	struct release since = {.patch = -1};
	size_t most = 0;

	vec_each(const struct placed_migration, placed, &graph->migrations) {
		size_t i = 0;
		while (i < counts.count && release_compare_minor(counts.items[i].release, placed->release) != 0)
			i++;
		if (!release_known(placed->release) ||
		    (release_known(graph->release) && release_compare_minor(placed->release, graph->release) > 0))
			continue;
		if (i == counts.count)
			vec_push(arena, &counts, (struct release_count){placed->release, 0});
		if (++counts.items[i].count > most)
			most = counts.items[i].count;
	}
	if (counts.count)
		qsort(counts.items, counts.count, sizeof(*counts.items), compare_counts);
	vec_each(struct release_count, row, &counts) {
		if (row->count * 20 < most)
			break;
		since = row->release;
	}
	since.patch = -1;
	return since;
}

static void put_under_stops(struct arena *arena, struct stops_answer *answer, const struct edge *edge)
{
	vec_each(struct stop_entry, entry, &answer->entries) {
		for (size_t i = 0; i < edge->stops.count; i++) {
			if (edge->stops.items[i] != entry->stop)
				continue;
			if (edge_has_other_stop(edge, entry->stop))
				vec_push(arena, &entry->shared, edge);
			else
				vec_push(arena, &entry->alone, edge);
		}
	}
}

static void take_interval(struct arena *arena, struct stops_answer *answer, struct stop_intervals *all,
			  const struct edge *edge)
{
	struct stop_interval interval = {edge->interval_from, edge->interval_before, edge};

	if (!release_known(interval.before))
		return;
	if (!release_known(interval.from)) {
		answer->without_queue++;
		return;
	}
	if (release_compare_minor(interval.from, interval.before) >= 0) {
		vec_push(arena, &answer->unhelped, edge);
		return;
	}
	vec_push(arena, all, interval);
	if (!edge->stop || edge->stop->kind != STOP_REQUIRED)
		vec_push(arena, &answer->unprotected, interval);
}

/* Stops before the schedule are history and stay; from then on only the schedule counts. */
static struct releases allowed_stops(struct arena *arena, const struct graph *graph,
				     const struct stop_schedule *schedule)
{
	struct releases allowed = {0};
	struct release end = {graph->release.major + 1, 0, -1};

	vec_each(const struct declared_stop, stop, &graph->stops) {
		struct release at;
		if (required_stop_release(stop, &at) && (!schedule || release_compare_minor(at, schedule->from) < 0))
			vec_push(arena, &allowed, at);
	}
	for (struct release at = schedule ? schedule->from : end;
	     release_known(at) && release_compare_minor(at, end) < 0; at = release_next(graph->project, at)) {
		if (release_is_scheduled(schedule, at))
			vec_push(arena, &allowed, at);
	}
	return allowed;
}

/* The best of [from, last]: declared, then on the schedule, then the last. */
static struct release best_in(const struct graph *graph, const struct stop_schedule *schedule, struct release from,
			      struct release last)
{
	struct release best = last;

	from.patch = -1;
	for (struct release at = from; release_known(at) && release_compare_minor(at, last) <= 0;
	     at = release_next(graph->project, at)) {
		if (stop_is_declared(graph, at))
			return at;
		if (release_is_scheduled(schedule, at))
			best = at;
	}
	return best;
}

/* A stop may move within what its intervals, those that no stop before it hits, have in common. */
static void prefer_known_stops(const struct graph *graph, const struct stop_schedule *schedule,
			       const struct stop_intervals *intervals, struct releases *stops)
{
	struct release before = {.patch = -1}; /* where the stop before was */

	vec_each(struct release, stop, stops) {
		struct release last = *stop;
		struct release from = {.patch = -1};
		vec_each(const struct stop_interval, interval, intervals) {
			bool is_earlier = release_known(before) && stop_hits(before, interval->from, interval->before);
			if (!is_earlier && stop_hits(last, interval->from, interval->before) &&
			    release_compare_minor(interval->from, from) > 0)
				from = interval->from;
		}
		if (release_known(from))
			*stop = best_in(graph, schedule, from, last);
		before = last;
	}
}

static void judge_entry(const struct graph *graph, const struct stops_answer *answer, struct stop_entry *entry)
{
	struct release next = release_next(graph->project, entry->release);

	if (entry->alone.count || entry->reasons.count)
		entry->state = STOP_NEEDED;
	else if (release_known(answer->release) && release_compare_minor(entry->release, answer->release) >= 0)
		entry->state = STOP_OPEN;
	else if (!release_known(answer->complete_since) || release_compare_minor(next, answer->complete_since) < 0)
		entry->state = STOP_UNKNOWN;
	else
		entry->state = STOP_REDUNDANT;
}

static void make_entries(struct arena *arena, const struct graph *graph, const struct stops_options *options,
			 struct stops_answer *out)
{
	vec_each(const struct declared_stop, stop, &graph->stops) {
		struct stop_entry entry = {.stop = stop};
		if (!release_parse(stop->release, &entry.release))
			continue;
		for (size_t i = 0; i < options->reason_count; i++) {
			if (release_compare_minor(options->reasons[i].release, entry.release) == 0)
				names_push(arena, &entry.reasons, options->reasons[i].text);
		}
		vec_push(arena, &out->entries, entry);
	}
}

void stops_judge(struct arena *arena, const struct graph *graph, const struct stops_options *options,
		 struct stops_answer *out)
{
	struct stop_intervals all = {0};

	*out = (struct stops_answer){.release = graph->release, .complete_since = graph_complete_since(arena, graph)};
	make_entries(arena, graph, options, out);
	vec_each(const struct edge, edge, &graph->edges) {
		if (!edge_needs_stop(edge))
			continue;
		put_under_stops(arena, out, edge);
		take_interval(arena, out, &all, edge);
	}
	vec_each(struct stop_entry, entry, &out->entries)
		judge_entry(graph, out, entry);
	struct releases allowed = allowed_stops(arena, graph, options->schedule);
	out->fewest = stops_fewest(arena, &all);
	out->scheduled = stops_fewest_of(arena, &all, &allowed, &out->off_schedule);
	out->undeclared = stops_fewest(arena, &out->unprotected);
	prefer_known_stops(graph, options->schedule, &all, &out->fewest);
}
