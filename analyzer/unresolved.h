/* Everything that could not be read, from migrations, jobs and the rest of the tree, in one list. */
#ifndef STOPGRAPH_UNRESOLVED_H
#define STOPGRAPH_UNRESOLVED_H

#include "graph/graph.h"

struct unresolved_item {
	struct location location;
	const char *what;
	const char *why;
	const char *owner;   /* version of the migration, class of the job, "" for neither */
	struct names tables; /* what it may hide: tables that the same statement or job is known to touch, sorted */
	bool is_job;
};

struct unresolved_items {
	struct unresolved_item *items;
	size_t count;
	size_t capacity;
};

/* By path, offset, what, why; without duplicates. Unresolved statements and listed items are both in it. Lives in
 * `arena`. O(n log n). */
struct unresolved_items unresolved_collect(struct arena *arena, const struct graph *graph);

/* The same without the classes of jobs that nothing queues: no dependency can run through them. */
struct unresolved_items unresolved_collect_queued(struct arena *arena, const struct graph *graph);

#endif
