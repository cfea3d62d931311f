/* What the WHEN of a trigger, or a condition in its function, says about the statements that fire it. */
#ifndef STOPGRAPH_SQL_TRIGGER_H
#define STOPGRAPH_SQL_TRIGGER_H

#include "parser/sql/read.h"

/* The columns of which an UPDATE must change one for `condition` to hold; empty when any UPDATE may do. */
struct names trigger_changed_columns(struct reader *reader, const node_t *condition);

/* The column of the row `row` ("old", "new") that the node names; NULL when it is something else. */
const char *trigger_row_column(const node_t *node, const char *row);

#endif
