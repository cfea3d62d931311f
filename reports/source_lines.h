/* A few lines of source around a place, each place once: documents refer to them by number.
 *
 *     struct source_lines lines = source_lines_new(arena);
 *     size_t number = source_lines_add(&lines, location);    // NO_SOURCE_LINES when the place has no bytes
 *     vec_each(struct source_excerpt, excerpt, &lines.excerpts) ...
 *
 * Lines are cut at SOURCE_LINE_BYTES, on a border between characters. */
#ifndef STOPGRAPH_SOURCE_LINES_H
#define STOPGRAPH_SOURCE_LINES_H

#include "analyzer/base/map.h"
#include "analyzer/base/source.h"
#include "analyzer/base/str.h"
#include "analyzer/base/vec.h"

#define NO_SOURCE_LINES ((size_t)-1)
#define SOURCE_LINE_BYTES 240u

struct source_excerpt {
	const char *path;
	uint32_t first_line;     /* of `lines`, 1-based */
	uint32_t line, end_line; /* the place itself, inclusive */
	struct names lines;
};

struct source_lines {
	struct arena *arena;
	struct map numbers;
	VEC(struct source_excerpt) excerpts; /* in the order of asking */
};

struct source_lines source_lines_new(struct arena *arena);
size_t source_lines_add(struct source_lines *lines, struct location location);

/* One excerpt: the lines of the place (no more than six) with two before and one after. False when it has no bytes. */
bool source_excerpt_make(struct arena *arena, struct location location, struct source_excerpt *out);

#endif
