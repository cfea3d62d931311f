/* Calls on constants that are not in the tree, and on the built-in objects they hand out (see external.c). */
#ifndef STOPGRAPH_PARSER_RUBY_EXTERNAL_H
#define STOPGRAPH_PARSER_RUBY_EXTERNAL_H

#include "parser/ruby/migration/helper.h"

/* A helper row with the path of the constant (or of the built-in object's class) it is called on. */
struct external_row {
	const char *path;
	struct helper_row helper;
};

/* All rows, for tests: sorted by path, then name. */
const struct external_row *external_rows(size_t *count_out);
/* The row of a path and a method among the first `count` of `items`; NULL when there is none. */
const struct external_row *external_find(const struct external_row *items, size_t count, const char *path,
					 const char *method);

/* A row that gives the catalog's record of the partitioned table `name`. */
struct value external_partitioned_table(struct helper *h);

/* batched_record.c: the model of batched jobs and its records; false when the receiver is neither. */
bool batched_record_call(struct interp *in, const struct call *call, struct value *result);

#endif
