/* Every table and column that structure.sql, a migration or a table's dictionary ever names as being there. */
#ifndef STOPGRAPH_KNOWN_OBJECTS_H
#define STOPGRAPH_KNOWN_OBJECTS_H

#include "analyzer/base/map.h"
#include "graph/graph.h"

struct known_objects {
	struct map tables; /* name -> struct known_table */
};

/* One pass over all effects; lives in `arena` and borrows from the graph. */
struct known_objects known_objects_new(struct arena *arena, const struct graph *graph);

/* Could the table be there? Also true for what no schema lists: catalogs of the database, partitions made at run time,
 * names that are not plain. */
bool known_objects_may_have_table(const struct known_objects *known, const char *table);

/* Could the column be there? True as well when no columns of the table are known. */
bool known_objects_may_have_column(const struct known_objects *known, const char *table, const char *column);

#endif
