/* Which statements of a trigger's function a statement on its table reaches: what the IFs around them, and the returns
 * before them, say of TG_OP and of columns that an UPDATE leaves as they are. */
#ifndef STOPGRAPH_SQL_REACHED_H
#define STOPGRAPH_SQL_REACHED_H

#include "analyzer/base/vec.h"
#include "parser/sql/read.h"

enum trigger_event { EVENT_INSERT, EVENT_UPDATE, EVENT_DELETE, EVENT_COUNT };

/* A column that an UPDATE leaves alone: has a return been taken by now if it is NULL, and if it is not? */
struct held_column {
	const char *name;
	bool returned_if_null, returned_if_not_null;
};

/* What is known at one place of the body. A copy stands for what is known on one side of a branch. */
struct reached {
	bool never[EVENT_COUNT];
	VEC(struct held_column) held;
	struct names after_change; /* an UPDATE gets here only if it changes one of these; empty: any does */
};

/* Behind an IF whose branch returned: `condition` did not hold. */
void reached_behind(struct reader *reader, struct reached *reached, const node_t *condition);

/* Within an IF: `condition` holds. */
void reached_within(struct reader *reader, struct reached *reached, const node_t *condition);

/* Gives the effects from `from` on, but for those that have been told before, what is known here. */
void reached_tell(struct reader *reader, const struct reached *reached, size_t from);

#endif
