/* Where a finding is, for formats that want lines, columns and a path whatever is known. */
#ifndef STOPGRAPH_PLACE_H
#define STOPGRAPH_PLACE_H

#include "analyzer/finding.h"

/* 1-based; `end` is exclusive. Columns count bytes. A place without bytes is the first line of its file. */
struct place {
	const char *path; /* relative, forward slashes; "" when there is none */
	struct position start, end;
	bool is_whole_file; /* it has no bytes of its own */
};

struct place place_of(struct location location);

/* That of the finding, or of the first link of its chain that has a path; "." when no place is known at all. */
struct place place_of_finding(const struct finding *finding);

/* A column that counts characters instead of bytes. */
uint32_t place_character_column(const struct source *source, struct position position);

/* The path as a relative URI reference (RFC 3986). Lives in `arena`. */
const char *place_uri(struct arena *arena, const char *path);

#endif
