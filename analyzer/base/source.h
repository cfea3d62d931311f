/* The bytes of one input and places in it.
 *
 * A location is {source, offset, length} in bytes; lines and columns are computed only when something is shown. Places
 * that have no bytes (a whole file, a missing file) use offset 0, length 0.
 *
 * A source may be read only when somebody looks at it: whoever uses `bytes` of a source that he did not read himself
 * calls source_load() before. The functions below do so themselves. */
#ifndef STOPGRAPH_BASE_SOURCE_H
#define STOPGRAPH_BASE_SOURCE_H

#include "analyzer/base/arena.h"

#include <stddef.h>
#include <stdint.h>

struct source;

/* How to read a source later. `read` returns source->length bytes that live in `arena`. */
struct source_reader {
	struct arena *arena;
	void *payload;
	const char *(*read)(void *payload, struct arena *arena, const struct source *source);
};

struct source {
	const char *path;  /* relative to the root of the tree, forward slashes */
	const char *bytes; /* not NUL-terminated in general */
	size_t length;
	uint32_t *line_starts; /* NULL while it was not read */
	uint32_t line_count;
	const struct source_reader *reader; /* while it was not read; NULL when it was */
};

struct location {
	const struct source *source; /* NULL: nowhere */
	uint32_t offset;
	uint32_t length;
};

/* 1-based; `column` counts bytes. */
struct position {
	uint32_t line;
	uint32_t column;
};

/* A source over `bytes` (borrowed; must outlive the source). Lives in `arena`, lines are indexed at once. */
struct source *source_new(struct arena *arena, const char *path, const char *bytes, size_t length);

/* A source of `length` bytes that `reader` (borrowed) gets when they are looked at for the first time. */
struct source *source_later(const struct source_reader *reader, const char *path, size_t length);

/* Makes sure that the bytes and lines are there. */
void source_load(const struct source *source);

/* The line and column of a byte offset. Offsets past the end give the last position. O(log lines). */
struct position source_position(const struct source *source, uint32_t offset);

/* The bytes of a 1-based line without its line break; length 0 when there is no such line. */
const char *source_line(const struct source *source, uint32_t line, size_t *length_out);

/* 1-based line of a location's start; 1 when the location is nowhere. */
uint32_t location_line(struct location location);

/* The path of a location, "" when nowhere. */
const char *location_path(struct location location);

/* Order by path, offset, length: the natural order of every list that is shown. */
int location_compare(struct location a, struct location b);

#endif
