/* Tables of rows that are looked up by name: a row begins with `const char *name`, the table is sorted by it. */
#ifndef STOPGRAPH_PARSER_RUBY_ROW_H
#define STOPGRAPH_PARSER_RUBY_ROW_H

#include <stdlib.h>
#include <string.h>

/* What every row begins with. */
struct named_row {
	const char *name;
};

static inline int row_compare(const void *name, const void *row)
{
	const struct named_row *named = row;

	return strcmp(name, named->name);
}

/* The row of this name among the first `count` of `rows`; NULL when there is none. Binary search. */
#define row_find(rows, count, name) bsearch((name), (rows), (count), sizeof(*(rows)), row_compare)

#endif
