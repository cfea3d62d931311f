/* What the WHEN of a trigger says about the statements that fire it. */
#ifndef STOPGRAPH_SQL_TRIGGER_H
#define STOPGRAPH_SQL_TRIGGER_H

#include "parser/sql/read.h"

/* The columns of which an UPDATE must change one for `condition` to hold; empty when any UPDATE may do. */
struct names trigger_changed_columns(struct reader *reader, const node_t *condition);

#endif
