/* Which rows two statements choose, as far as the conditions that must hold for every chosen row tell. */
#ifndef STOPGRAPH_GRAPH_ROWS_H
#define STOPGRAPH_GRAPH_ROWS_H

#include "analyzer/model/effect.h"

/* Do all rows that `effect` chooses have a value in the column already? */
bool rows_have_value(const struct effect *effect, const char *table, const char *column);

/* Can no row be chosen by both statements? True when they test one column in ways that exclude each other (IS NULL and
 * a value, two different literals) and neither of them writes that column, so that the order of the two does not
 * matter. O(n m) in the number of conditions. */
bool rows_are_disjoint(const struct effect *a, const struct effect *b);

#endif
