/* Between store.c, which knows SQLite, and store_load.c and store_releases.c, which know the graph. Nobody else includes
 * this. */
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

/* The same for release_tables.def. */
enum store_release_number {
#define X(kind, name, sentence, sql) STORE_PAST_##name,
#include "graph/release_tables.def"
#undef X
	STORE_PAST_COUNT
};

/* Appends one row: a value for every column, in order. After a failure nothing happens any more, and the
 * store is not built. */
void store_add(struct store *store, unsigned table, const struct store_value *values, size_t count);

#define STORE_VALUES(...)                                                                                              \
	(const struct store_value[]){__VA_ARGS__},                                                                     \
		sizeof((const struct store_value[]){__VA_ARGS__}) / sizeof(struct store_value)

/* store_add(store, STORE_ADD(stops, store_integer(1), store_text("18.5"))) */
#define STORE_ADD(table, ...) STORE_ROWS_##table, STORE_VALUES(__VA_ARGS__)
#define STORE_ADD_PAST(table, ...) STORE_PAST_##table, STORE_VALUES(__VA_ARGS__)

/* What an index of releases has so far; made by store_releases_begin(). */
struct store_past;
struct store_past *store_past(struct store *store);
struct store_past *store_past_new(struct arena *arena);

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

static inline struct store_value store_size(size_t value)
{
	return store_integer((int64_t)value);
}

static inline struct store_value store_tristate(enum tristate value)
{
	return value == TRI_UNKNOWN ? store_text(NULL) : store_integer(value == TRI_YES);
}

static inline struct store_value store_release_key(struct release release)
{
	return store_reference(release_known(release) ? (size_t)release.major * 1000 + (size_t)release.minor : 0);
}

/* Adds all rows of a graph. `scratch` is for what is needed on the way. */
void store_load(struct store *store, struct arena *scratch, const struct graph *graph,
		const struct store_origin *origin);

#endif
