/* The answer to a question in SQL, as it comes: a table for people, JSON or CSV for programs.
 *
 *     struct rows rows = {.arena = arena, .out = file, .width = 80};
 *     struct store_query query = {.payload = &rows, .columns = format->columns, .row = format->row};
 *     if (store_query(store, sql, &query, &error) == STORE_ANSWERED)
 *             format->end(&rows);
 *
 * All return 0, or -1 when writing failed. Memory does not grow with the number of rows. */
#ifndef STOPGRAPH_ROWS_H
#define STOPGRAPH_ROWS_H

#include "graph/store.h"
#include "reports/json_out.h"

/* What is needed between the calls; only the first three members are the caller's. */
struct rows {
	struct arena *arena;
	FILE *out;
	int width; /* of the terminal; 0: lines may be as long as they like */

	const char **names;
	size_t count;
	struct json_out json;
	struct row_table *table;
};

struct row_format {
	const char *name;
	int (*columns)(void *rows, const char *const *names, size_t count);
	int (*row)(void *rows, const struct store_value *values, size_t count);
	int (*end)(void *rows);
};

/* NULL when there is no such format. */
const struct row_format *row_format_find(const char *name);

extern const struct row_format row_format_table;

/* A value as text: numbers in full, blobs as x'00ff', nothing for NULL. Lives in `arena` or in the value. */
const char *row_text(struct arena *arena, const struct store_value *value);

#endif
