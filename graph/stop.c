/* Interval stabbing over releases.
 *
 * Greedy by right end: sort by `before`; when the last chosen stop does not lie in an interval, choose the latest
 * release inside it. Every stop chosen so is forced by an interval of its own, and these intervals do not overlap, so
 * no smaller set exists. There is no greatest minor of a major; the latest release in [from, X.0) is any .Y late
 * enough, and `from` stands for it, or the greatest minor of that major which any interval mentions. */
#include "graph/stop.h"

#include <stdlib.h>

bool stop_hits(struct release stop, struct release from, struct release before)
{
	return release_compare_minor(from, stop) <= 0 && release_compare_minor(stop, before) < 0;
}

static int compare_intervals(const void *left, const void *right)
{
	const struct stop_interval *a = left;
	const struct stop_interval *b = right;
	int order = release_compare_minor(a->before, b->before);

	return order ? order : release_compare_minor(a->from, b->from);
}

static struct stop_intervals sorted_intervals(struct arena *arena, const struct stop_intervals *intervals)
{
	struct stop_intervals sorted = {0};

	vec_each(const struct stop_interval, interval, intervals) {
		if (release_known(interval->from) && release_known(interval->before) &&
		    release_compare_minor(interval->from, interval->before) < 0)
			vec_push(arena, &sorted, *interval);
	}
	if (sorted.count)
		qsort(sorted.items, sorted.count, sizeof(*sorted.items), compare_intervals);
	return sorted;
}

static int compare_releases(const void *left, const void *right)
{
	return release_compare_minor(*(const struct release *)left, *(const struct release *)right);
}

/* The last of `releases` (ascending) below `before`; -1 when there is none. */
static ptrdiff_t last_below(const struct releases *releases, struct release before)
{
	size_t low = 0;
	size_t high = releases->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (release_compare_minor(releases->items[middle], before) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (ptrdiff_t)low - 1;
}

struct releases stops_fewest_of(struct arena *arena, const struct stop_intervals *intervals,
				const struct releases *allowed, struct stop_intervals *missed)
{
	struct stop_intervals sorted = sorted_intervals(arena, intervals);
	struct releases chosen = {0};

	vec_each(const struct stop_interval, interval, &sorted) {
		if (chosen.count && stop_hits(*vec_last(&chosen), interval->from, interval->before))
			continue;
		ptrdiff_t last = last_below(allowed, interval->before);
		if (last >= 0 && stop_hits(allowed->items[last], interval->from, interval->before))
			vec_push(arena, &chosen, allowed->items[last]);
		else if (missed)
			vec_push(arena, missed, *interval);
	}
	return chosen;
}

/* Every release at which an optimal stop may lie: the left ends, and the release before each right end. */
static struct releases candidates(struct arena *arena, const struct stop_intervals *intervals)
{
	struct releases all = {0};
	struct releases distinct = {0};

	vec_each(const struct stop_interval, interval, intervals) {
		struct release last = {interval->before.major, interval->before.minor - 1, -1};
		vec_push(arena, &all, (struct release){interval->from.major, interval->from.minor, -1});
		if (interval->before.minor > 0)
			vec_push(arena, &all, last);
	}
	if (all.count)
		qsort(all.items, all.count, sizeof(*all.items), compare_releases);
	vec_each(const struct release, release, &all) {
		if (!distinct.count || release_compare_minor(*vec_last(&distinct), *release) != 0)
			vec_push(arena, &distinct, *release);
	}
	return distinct;
}

struct releases stops_fewest(struct arena *arena, const struct stop_intervals *intervals)
{
	struct stop_intervals sorted = sorted_intervals(arena, intervals);
	struct releases allowed = candidates(arena, &sorted);

	return stops_fewest_of(arena, &sorted, &allowed, NULL);
}
