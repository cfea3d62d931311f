/* Names and lists of them as PostgreSQL reads them. Everything lives in `arena`. */
#ifndef STOPGRAPH_SQL_CONDITION_H
#define STOPGRAPH_SQL_CONDITION_H

#include "graph/graph.h"

/* "schema"."table": in quotes, each part of it. */
const char *quote_name(struct arena *arena, const char *name);

/* The names in quotes, each with `after`. */
const char *quote_names(struct arena *arena, const struct names *names, const char *separator, const char *after);

/* A text as a literal. */
const char *quote_text(struct arena *arena, const char *text);

/* What rows a dependent would reject, as a condition over its own table; NULL when its relation has none, when it is
 * about several rows (unique), or when its constraint is not known. `edge` tells the relation and the columns that a
 * statement which has none is about. */
const char *offending_rows(struct arena *arena, const struct edge *edge, const struct effect *statement);

/* The key of a unique index: columns, or the expressions as written; NULL when they cannot stand in a list of
 * values. */
const char *unique_key(struct arena *arena, const struct edge *edge, const struct effect *statement);

#endif
