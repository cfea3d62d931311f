/* Which rows two statements choose, as far as the conditions that must hold for every chosen row tell. */
#ifndef STOPGRAPH_GRAPH_ROWS_H
#define STOPGRAPH_GRAPH_ROWS_H

#include "analyzer/model/effect.h"

/* Do all rows that `effect` chooses have a value in the column already? */
bool rows_have_value(const struct effect *effect, const char *table, const char *column);

/* Is no row that `b` changes or inserts one that `a` looks at or changes? True when they test one column in ways that
 * exclude each other (IS NULL and a value, different literals), before and after what either writes there, so that the
 * order of the two does not matter. O(n (n + m)) in the number of conditions. */
bool rows_are_disjoint(const struct effect *a, const struct effect *b);

#endif
