/* An Arel node, or any other SQL fragment that travels as a value: `Arel.sql('now()')`, `table[:id].eq(1)`. */
#ifndef STOPGRAPH_PARSER_RUBY_AREL_H
#define STOPGRAPH_PARSER_RUBY_AREL_H

#include "parser/ruby/eval/value.h"

enum arel_kind { AREL_NODE, AREL_TABLE, AREL_SELECT, AREL_UPDATE, AREL_DELETE };

struct arel {
	const struct text *sql; /* the SQL the node stands for, with placeholders */
	const char *table;  /* an arel table (its alias when it has one), or the table of a column; NULL otherwise */
	const char *column; /* a column node; NULL otherwise */
	enum arel_kind kind;
	struct relation *relation; /* of a table or a manager: what it was built of */
	const char *pending;       /* JOIN text that waits for `on`; the assignments of an update */
};

/* The SQL of a VALUE_AREL. */
static inline const struct text *arel_text(struct interp *in, struct value value)
{
	(void)in;
	return value.arel->sql;
}

#endif
