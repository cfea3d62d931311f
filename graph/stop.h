/* Stops: which releases hit all intervals.
 *
 * An interval [from, before) over releases is hit by a stop S with from <= S < before, by major and minor. */
#ifndef STOPGRAPH_GRAPH_STOP_H
#define STOPGRAPH_GRAPH_STOP_H

#include "graph/graph.h"

struct stop_interval {
	struct release from;
	struct release before;
	const struct edge *edge; /* what it stands for; may be NULL */
};

struct stop_intervals {
	struct stop_interval *items;
	size_t count;
	size_t capacity;
};

struct releases {
	struct release *items;
	size_t count;
	size_t capacity;
};

/* Does `stop` lie in [from, before)? */
bool stop_hits(struct release stop, struct release from, struct release before);

/* The fewest releases that hit every interval, ascending. Empty intervals (from >= before) cannot be hit and are left
 * out. Interval stabbing: by right end, take the last release of each interval that is not hit yet; as there is no
 * release between X.Y and X.Y+1, "the last release" of [from, before) is `before` less one minor, or `from` when
 * `before` is an X.0. Exact, O(n log n). */
struct releases stops_fewest(struct arena *arena, const struct stop_intervals *intervals);

/* The fewest of `allowed` (ascending) that hit every interval that any of them can hit, ascending; intervals that none
 * hits go to `missed` (may be NULL). Exact, O((n + m) log (n + m)). */
struct releases stops_fewest_of(struct arena *arena, const struct stop_intervals *intervals,
				const struct releases *allowed, struct stop_intervals *missed);

#endif
