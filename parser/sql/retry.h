/* Other readings of a text that does not parse: bind marks, MySQL's quotes, placeholders in odd places. */
#ifndef STOPGRAPH_SQL_RETRY_H
#define STOPGRAPH_SQL_RETRY_H

#include "parser/sql/tree.h"

struct reading {
	const char *text; /* what was parsed at last; lives in the arena */
	struct sql_tree tree;
	bool is_altered;  /* something was left out: an unknown part of the statement */
	bool hides_names; /* what was left out may have been CTEs: a table that is read may be none */
	const char *loss; /* why what was left out matters; NULL when it is harmless (a condition, an order) */
};

/* Parses `text`, and when it does not parse other readings of it. False when none parses: out->tree.error is then the
 * first error. */
bool retry_parse(struct arena *arena, const char *text, struct reading *out);

#endif
