/* When tables, columns, constraints and unique keys appear and go, over all migrations in the order of execution.
 *
 * Only the migrations of the tree are known: an object without any event may well exist from before them. */
#ifndef STOPGRAPH_OBJECT_HISTORY_H
#define STOPGRAPH_OBJECT_HISTORY_H

#include "graph/graph.h"

enum history_kind { HISTORY_TABLE, HISTORY_COLUMN, HISTORY_CONSTRAINT, HISTORY_UNIQUE };

struct object_event {
	enum history_kind kind;
	const char *table;
	const char *name; /* "" for a table; sorted, comma-separated columns for a unique key */
	bool appears;     /* false: it goes */
	const struct placed_migration *migration;
	const struct effect *effect;
};

struct object_history {
	struct object_event *items; /* by kind, table, name, order of execution */
	size_t count;
	size_t capacity;
};

/* What happens to one object around a point of the order. Pointers are NULL when nothing does. */
struct object_moment {
	const struct object_event *before; /* the last event before the point */
	const struct object_event *after;  /* the first one after it */
};

/* O(n log n); lives in `arena`. Effects of installations that are not self-managed are left out. */
struct object_history object_history_new(struct arena *arena, const struct graph *graph);

/* The events around `effect` of `migration`. O(log n + events of the object). */
struct object_moment object_history_at(const struct object_history *history, const struct object_event *object,
				       const struct placed_migration *migration, const struct effect *effect);

/* Name of a unique key over columns. */
const char *unique_key_name(struct arena *arena, const struct names *columns);

#endif
