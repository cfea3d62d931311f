/* Between store.c, which knows SQLite, and store_load.c, which knows the graph. Nobody else includes this. */
#ifndef STOPGRAPH_GRAPH_STORE_ROWS_H
#define STOPGRAPH_GRAPH_STORE_ROWS_H

#include "graph/store.h"

/* A number for every table, index and view, in the order of tables.def. */
enum store_number {
#define X(kind, name, sentence, sql) STORE_ROWS_##name,
#include "graph/tables.def"
#undef X
	STORE_ROWS_COUNT
};

/* Appends one row: a value for every column, in order. After a failure nothing happens any more, and the
 * store is not built. */
void store_add(struct store *store, enum store_number table, const struct store_value *values, size_t count);

/* store_add(store, STORE_ADD(stops, store_integer(1), store_text("18.5"))) */
#define STORE_ADD(table, ...)                                                                                          \
	STORE_ROWS_##table, (const struct store_value[]){__VA_ARGS__},                                                 \
		sizeof((const struct store_value[]){__VA_ARGS__}) / sizeof(struct store_value)

static inline struct store_value store_integer(int64_t integer)
{
	return (struct store_value){.kind = STORE_INTEGER, .integer = integer};
}

/* NULL gives NULL. */
static inline struct store_value store_text(const char *text)
{
	return (struct store_value){.kind = text ? STORE_TEXT : STORE_NULL, .text = text};
}

/* 0 gives NULL: numbers of rows begin with 1. */
static inline struct store_value store_reference(size_t number)
{
	return (struct store_value){.kind = number ? STORE_INTEGER : STORE_NULL, .integer = (int64_t)number};
}

/* Adds all rows of a graph. `scratch` is for what is needed on the way. */
void store_load(struct store *store, struct arena *scratch, const struct graph *graph,
		const struct store_origin *origin);

#endif
