/* Which rows two statements choose, as far as the conditions that must hold for every chosen row tell. */
#ifndef STOPGRAPH_GRAPH_ROWS_H
#define STOPGRAPH_GRAPH_ROWS_H

#include "analyzer/model/effect.h"

/* Do all rows that `effect` chooses have a value in the column already? */
bool rows_have_value(const struct effect *effect, const char *table, const char *column);

/* Do `writer` and `other` (which may be the same) change only one kind of their table's rows, told by a literal, a
 * pattern or NULL in a column, of which `reader` says nothing? Whether the rows are the same is then a matter of what
 * the values mean. */
bool rows_may_differ(const struct effect *writer, const struct effect *other, const struct effect *reader);

/* Is no row that `b` changes or inserts one that `a` looks at or changes? True when they test one column in ways that
 * exclude each other (IS NULL and a value, different literals), before and after what either writes there, so that the
 * order of the two does not matter. O(n (n + m)) in the number of conditions. */
bool rows_are_disjoint(const struct effect *a, const struct effect *b);

/* Does `writer` only move rows from one value of the column to another one, both of which `reader` looks for, and reads for
 * nothing else? Then the same rows are chosen before and after. */
bool rows_stay_chosen(const struct effect *reader, const struct effect *writer, const char *table, const char *column);

#endif
